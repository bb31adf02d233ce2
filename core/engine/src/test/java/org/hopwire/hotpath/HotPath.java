package org.hopwire.hotpath;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.hopwire.hotpath.ClassFiles.Method;

/**
 * Every method a packet can run through, found by following the calls from {@code Worker.doWork}: nobody has to keep a
 * list. Left out are the handlers of the control agent, which take packets from a queue, and what {@code cold.txt}
 * names.
 */
final class HotPath {
    private static final String START = "org/hopwire/pipeline/Worker.doWork()I";
    private static final String CONTROL = "org/hopwire/packet/ControlHandler";

    private final ClassFiles files;
    private final Map<String, String> cold;
    private final Set<String> control;
    private final Map<String, Method> reached = new TreeMap<>();
    private final Set<String> coldReached = new TreeSet<>();
    private final Deque<Method> open = new ArrayDeque<>();

    private HotPath(ClassFiles files, Map<String, String> cold) {
        this.files = files;
        this.cold = cold;
        control = files.family(CONTROL);
    }

    /** The path as it was compiled. */
    static HotPath of(ClassFiles files, Map<String, String> cold) {
        HotPath path = new HotPath(files, cold);
        path.reach(START);
        while (!path.open.isEmpty()) {
            path.callees(path.open.pop()).forEach(path::reach);
        }
        return path;
    }

    /** The methods on the path. */
    Collection<Method> methods() {
        return reached.values();
    }

    /** The lines of {@code cold.txt} at which the path ended. */
    Set<String> coldReached() {
        return coldReached;
    }

    /** Every call from one method of the path to another: {@code caller > callee}. */
    Set<String> calls() {
        Set<String> calls = new TreeSet<>();
        for (Method caller : methods()) {
            for (String id : callees(caller)) {
                if (reached.containsKey(id)) {
                    calls.add(caller.label() + " > " + reached.get(id).label());
                }
            }
        }
        return calls;
    }

    private Set<String> callees(Method method) {
        Set<String> ids = new TreeSet<>();
        for (CodeElement each : method.code()) {
            switch (each) {
                case InvokeInstruction call -> ids.addAll(files.targets(call.owner().asInternalName(),
                        call.name().stringValue() + call.type().stringValue(), isVirtual(call)));
                case InvokeDynamicInstruction site -> ids.addAll(ClassFiles.bodies(site));
                default -> {
                    // calls nothing
                }
            }
        }
        return ids;
    }

    private static boolean isVirtual(InvokeInstruction call) {
        return call.opcode() == Opcode.INVOKEVIRTUAL || call.opcode() == Opcode.INVOKEINTERFACE;
    }

    private void reach(String id) {
        Method method = files.method(id);
        if (method == null || control.contains(method.owner()) || isCold(method)) {
            return;
        }
        if (reached.putIfAbsent(id, method) == null) {
            open.push(method);
        }
    }

    private boolean isCold(Method method) {
        String owner = ClassFiles.label(method.owner(), "*");
        String lines = owner.substring(0, owner.lastIndexOf('.', owner.length() - 3)) + ".*";
        boolean found = false;
        for (String line : Set.of(method.label(), owner, lines)) {
            if (cold.containsKey(line)) {
                coldReached.add(line);
                found = true;
            }
        }
        return found;
    }
}
