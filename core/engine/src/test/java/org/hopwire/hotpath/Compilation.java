package org.hopwire.hotpath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordingFile;

/**
 * What C2 did with each call of one method of the engine from another, in the last compilation of whatever the call is
 * part of: earlier ones, and those of C1, are thrown away.
 */
final class Compilation {
    private static final int C2 = 4;

    /** Why a call was not compiled in, other than that it is seldom made. */
    private final Map<String, Set<String>> refusals = new TreeMap<>();
    /** How often a call was compiled in. */
    private final Map<String, Integer> inlined = new TreeMap<>();

    private Compilation() {}

    /** Reads a recording. */
    static Compilation of(Path recording) throws IOException {
        List<RecordedEvent> decisions = new ArrayList<>();
        Map<String, Integer> last = new HashMap<>();
        for (RecordedEvent each : RecordingFile.readAllEvents(recording)) {
            switch (each.getEventType().getName()) {
                case "jdk.CompilerInlining" -> decisions.add(each);
                case "jdk.Compilation" -> remember(each, last);
                default -> {
                    // what else there is
                }
            }
        }
        Compilation compilation = new Compilation();
        Set<Integer> kept = new HashSet<>(last.values());
        decisions.stream().filter(each -> kept.contains(each.getInt("compileId"))).forEach(compilation::add);
        return compilation;
    }

    private static void remember(RecordedEvent event, Map<String, Integer> last) {
        // the field's name is spelt so
        if (event.getShort("compileLevel") == C2 && event.getBoolean("succeded")) {
            RecordedMethod method = event.getValue("method");
            last.merge(label(method) + method.getDescriptor() + event.getBoolean("isOsr"), event.getInt("compileId"),
                    Math::max);
        }
    }

    private void add(RecordedEvent event) {
        RecordedMethod caller = event.getValue("caller");
        RecordedObject callee = event.getValue("callee");
        String owner = callee.getString("type").replace('.', '/');
        if (!caller.getType().getName().startsWith("org.hopwire.") || !owner.startsWith(ClassFiles.ROOT)) {
            return;
        }
        String call = label(caller) + " > " + ClassFiles.label(owner, callee.getString("name"));
        if (event.getBoolean("succeeded")) {
            inlined.merge(call, 1, Integer::sum);
        } else {
            refusals.computeIfAbsent(call, key -> new TreeSet<>()).add(event.getString("message"));
        }
    }

    private static String label(RecordedMethod method) {
        String owner = method.getType().getName().replace('.', '/');
        return owner.startsWith(ClassFiles.ROOT) ? ClassFiles.label(owner, method.getName()) : owner;
    }

    /** Calls that were compiled in, and nowhere refused. */
    Set<String> inlined() {
        Set<String> calls = new TreeSet<>(inlined.keySet());
        calls.removeAll(refusals.keySet());
        return calls;
    }

    /** What is wrong with a call that has to be compiled in; null where nothing is. */
    String fault(String call) {
        Set<String> refused = refusals.getOrDefault(call, Set.of());
        boolean isTooBig = refused.stream().anyMatch(why -> why.contains("too big"));
        if (inlined.containsKey(call) && !isTooBig) {
            return null;
        }
        return refused.isEmpty() ? "not compiled" : refused.toString();
    }
}
