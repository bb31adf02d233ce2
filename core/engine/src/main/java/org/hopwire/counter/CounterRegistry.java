package org.hopwire.counter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * All counters of one engine, in two off-heap buffers in the layout of Agrona's counters (values 128 bytes apart,
 * metadata 512 bytes each), or in a {@link CounterFile} of that layout. The buffers live as long as the registry or any
 * of its sets is reachable: there is nothing to unmap, and so nothing to read after unmapping.
 * <p>
 * Registration and snapshots allocate and lock; they are for start-up and for readers. Thread-safe.
 */
public final class CounterRegistry {
    /** Longest scope in characters: with any row it still fits the label field of the metadata. */
    public static final int MAX_SCOPE_LENGTH = 200;

    private static final int ALIGNMENT = 128;

    private final UnsafeBuffer values;
    private final CountersManager manager;
    private final int capacity;
    /** Null where only this process reads. */
    private final CounterFile file;
    private final List<CounterSet<?>> sets = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();
    private int used;

    /**
     * Room for {@code capacity} counters, at 640 bytes each.
     *
     * @param capacity number of counters (rows, not sets), from 1 to 1,000,000
     */
    public CounterRegistry(int capacity) {
        this(requireRoom(capacity), null, allocate(capacity * CountersReader.COUNTER_LENGTH),
                allocate(capacity * CountersReader.METADATA_LENGTH));
    }

    private CounterRegistry(int capacity, CounterFile file, UnsafeBuffer values, UnsafeBuffer metadata) {
        this.capacity = capacity;
        this.file = file;
        this.values = values;
        manager = new CountersManager(metadata, values, StandardCharsets.UTF_8);
    }

    /**
     * The same in a file that other processes may read through {@link CounterFile#open}.
     *
     * @param path made anew; {@link #close} takes it away
     * @param startEpochNs when the engine was made, nanoseconds since 1970 UTC
     * @param about what readers are told of the engine
     */
    public static CounterRegistry inFile(Path path, int capacity, long startEpochNs, String about)
            throws IOException {
        CounterFile file = CounterFile.create(path, requireRoom(capacity), startEpochNs, about);
        return new CounterRegistry(capacity, file, file.values(), file.metadata());
    }

    private static int requireRoom(int capacity) {
        if (capacity < 1 || capacity > 1_000_000) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be 1 to 1000000 counters");
        }
        return capacity;
    }

    /** Takes the file away, where there is one; the counters stay. */
    public void close() {
        try {
            if (file != null) {
                file.delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UnsafeBuffer allocate(int bytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, ALIGNMENT));
    }

    /**
     * A counter for each constant of {@code rows}, labelled {@code scope.row-label} and starting at zero. The set that
     * is returned belongs to one writer.
     *
     * @param rows   enum whose constants are counted
     * @param scope  who counts, for example {@code worker-0}; printable and without blanks
     * @param typeId kind of counter: one number for each row enum
     * @throws IllegalArgumentException if the scope is not usable, a label is taken or the type id means another enum
     * @throws IllegalStateException    if there is no room left
     */
    public synchronized <E extends Enum<E>> CounterSet<E> register(Class<E> rows, String scope, int typeId) {
        E[] constants = rows.getEnumConstants();
        checkScope(scope);
        checkTypeId(rows, typeId);
        checkRoom(constants.length, scope);
        checkLabels(constants, scope);
        int offset = CountersReader.counterOffset(used);
        allocateIds(constants, scope, typeId);
        UnsafeBuffer view = new UnsafeBuffer(values, offset, constants.length * CountersReader.COUNTER_LENGTH);
        CounterSet<E> set = new CounterSet<>(view, constants, scope, typeId);
        sets.add(set);
        return set;
    }

    /** Counters in use. */
    public synchronized int used() {
        return used;
    }

    /** Counters there is room for. */
    public int capacity() {
        return capacity;
    }

    /** Every counter with its value, in order of registration; read one after the other, not at one instant. */
    public synchronized List<CounterReading> snapshot() {
        List<CounterReading> readings = new ArrayList<>(used);
        for (CounterSet<?> set : sets) {
            for (int i = 0; i < set.size(); i++) {
                readings.add(set.read(i));
            }
        }
        return readings;
    }

    /** Label to value, in order of registration. */
    public Map<String, Long> toMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (CounterReading reading : snapshot()) {
            map.put(reading.label(), reading.value());
        }
        return map;
    }

    /**
     * Row label to its sum over all scopes, for the rows of one enum: the drops of all workers, say.
     *
     * @param rows row enum; empty result if nobody registered it
     */
    public synchronized Map<String, Long> totals(Class<? extends Enum<?>> rows) {
        Map<String, Long> totals = new LinkedHashMap<>();
        for (CounterSet<?> set : sets) {
            if (set.rowType() == rows) {
                addTo(totals, set);
            }
        }
        return totals;
    }

    private static void addTo(Map<String, Long> totals, CounterSet<?> set) {
        for (int i = 0; i < set.size(); i++) {
            CounterReading reading = set.read(i);
            totals.merge(reading.row(), reading.value(), Long::sum);
        }
    }

    /** The same counters as a tool that knows only Agrona's layout sees them. */
    CountersReader reader() {
        return manager;
    }

    private void allocateIds(Enum<?>[] constants, String scope, int typeId) {
        for (Enum<?> row : constants) {
            String label = scope + '.' + RowLabels.of(row);
            labels.add(label);
            int id = manager.allocate(label, typeId);
            if (id != used++) {
                throw new IllegalStateException("counter id is " + id + ", expected " + (used - 1));
            }
        }
    }

    private static void checkScope(String scope) {
        if (scope.isEmpty() || scope.length() > MAX_SCOPE_LENGTH || !scope.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("counter scope is '" + scope + "', must be 1 to " + MAX_SCOPE_LENGTH
                    + " printable ASCII characters without blanks");
        }
    }

    private void checkTypeId(Class<?> rows, int typeId) {
        for (CounterSet<?> set : sets) {
            if ((set.typeId() == typeId) != (set.rowType() == rows)) {
                throw new IllegalArgumentException("counter type id " + typeId + " of " + rows.getSimpleName()
                        + " does not agree with id " + set.typeId() + " of " + set.rowType().getSimpleName());
            }
        }
    }

    private void checkRoom(int count, String scope) {
        if (count == 0 || count > capacity - used) {
            throw new IllegalStateException("counter scope '" + scope + "' needs " + count + " counters, "
                    + (capacity - used) + " of " + capacity + " are free");
        }
    }

    private void checkLabels(Enum<?>[] constants, String scope) {
        for (Enum<?> row : constants) {
            String label = scope + '.' + RowLabels.of(row);
            if (labels.contains(label)) {
                throw new IllegalArgumentException("counter label '" + label + "' is taken");
            }
        }
    }
}
