package org.hopwire.bench.soak;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the engine's process says of itself at one moment; one line of figures on its standard output.
 *
 * @param atMillis since that process began
 * @param received frames the engine took
 * @param forwarded of those, that left as themselves
 * @param consumed of those, that ended inside
 * @param dropped of those, that were refused
 * @param originated frames of the engine's own that left
 * @param lost frames the kernel dropped before the engine saw them
 * @param failures distinct failures of its agents
 * @param workerBytes allocated by the worker's thread since it began
 * @param controlBytes allocated by the control agent's thread since it began
 * @param collections of garbage, those asked for left out
 * @param liveBytes of the heap after a collection that was asked for; -1 where none was
 * @param residentBytes of the process in memory
 * @param descriptors open ones
 * @param mappings of memory
 */
record EngineSample(long atMillis, long received, long forwarded, long consumed, long dropped, long originated,
        long lost, long failures, long workerBytes, long controlBytes, long collections, long liveBytes,
        long residentBytes, long descriptors, long mappings) {
    /** Marks the line among whatever a JVM may print. */
    static final String MARK = "sample ";

    /** One line. */
    String line() {
        return MARK + Arrays.stream(EngineSample.class.getRecordComponents()).map(this::value)
                .collect(Collectors.joining(" "));
    }

    private String value(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sample of a line. */
    static EngineSample parse(String line) {
        Object[] values = Arrays.stream(line.substring(MARK.length()).split(" ")).map(Long::valueOf).toArray();
        Class<?>[] types = new Class<?>[values.length];
        Arrays.fill(types, long.class);
        try {
            return EngineSample.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no sample: " + line, e);
        }
    }
}
