package org.hopwire.hotpath;

import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.hopwire.hotpath.ClassFiles.Method;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How the methods of the packet path are written; which they are is found out by {@link HotPath}. */
class HotPathTest {
    /** -XX:FreqInlineSize: a hot method of more bytecode is not compiled into its caller. */
    private static final int MOST_BYTES = 325;
    /** -XX:MaxInlineSize: one of no more is compiled into its caller even where that is seldom run. */
    private static final int MOST_LEAF_BYTES = 35;

    private static final Pattern BOX = Pattern.compile("java/lang/(Integer|Long|Short|Byte|Character|Boolean|Double)"
            + "\\.valueOf");
    private static final Pattern FORBIDDEN_CALL = Pattern.compile("java/util/stream/.*|java/util/Formatter\\..*"
            + "|java/lang/String\\.format.*|java/util/regex/.*|java/util/Optional.*|java/util/logging/.*"
            + "|java/util/(Hash|Linked|Tree|Array|Enum|Identity)[A-Za-z]*(Map|Set|List|Deque)\\..*");

    /** From every corner of the path: what is not followed to there would be judged by nobody. */
    private static final Set<String> MUST_FIND = Set.of("pipeline.Exit.leave", "packet.PacketParser.parse",
            "ip.ForwardHandler.onBurst", "icmp.EchoHandler.onBurst", "icmp.IcmpErrorHandler.onBurst",
            "bridge.GroupHandler.onBurst", "wire.EthernetHeader.mac", "checksum.VectorKernel.sum",
            "port.linux.packet.SlotRing.receive", "port.linux.xdp.XdpPort.receiveFrames",
            "membership.MembershipReader.find");

    private static final ClassFiles FILES = ClassFiles.ofEngine();
    private static final Map<String, String> COLD = Expected.read("cold.txt");
    private static final HotPath PATH = HotPath.of(FILES, COLD);

    @Test
    void shouldFindTheWholePath() {
        Set<String> found = PATH.methods().stream().map(Method::label).collect(Collectors.toSet());
        Set<String> missed = new TreeSet<>(MUST_FIND);
        missed.removeAll(found);
        assertThat(missed).as("not among %d methods", found.size()).isEmpty();
    }

    @Test
    void shouldCallEveryMethodThatIsNamedCold() {
        assertThat(COLD.keySet()).as("cold.txt").isEqualTo(PATH.coldReached());
        assertThat(COLD.values()).allSatisfy(why -> assertThat(why).isNotBlank());
    }

    @Test
    @DisplayName("every method is short enough to be compiled into its caller: 325 bytes (FreqInlineSize); a view of a"
            + " header, without a branch or a call into another class, 35 (MaxInlineSize)")
    void shouldBeShort() {
        Map<String, Integer> longer = new TreeMap<>();
        for (Method each : PATH.methods()) {
            if (each.length() > (isLeaf(each) ? MOST_LEAF_BYTES : MOST_BYTES)) {
                longer.put(each.label(), each.length());
            }
        }
        Map<String, String> excused = Expected.read("long.txt");
        assertThat(longer.keySet()).as("%s", longer).isEqualTo(excused.keySet());
        assertThat(longer).allSatisfy((method, bytes) -> assertThat(bytes).as(method)
                .isLessThanOrEqualTo(Integer.parseInt(excused.get(method).replaceFirst(" .*", ""))));
    }

    private static boolean isLeaf(Method method) {
        return method.owner().startsWith(ClassFiles.ROOT + "wire/")
                && method.code().elementStream().noneMatch(each -> isLoopOrCall(each));
    }

    private static boolean isLoopOrCall(CodeElement element) {
        return switch (element) {
            case BranchInstruction branch -> true;
            case InvokeInstruction call -> call.owner().asInternalName().startsWith(ClassFiles.ROOT);
            default -> false;
        };
    }

    @Test
    void shouldMakeNothingButExceptions() {
        assertNowhere(element -> switch (element) {
            case NewObjectInstruction made -> FILES.isThrowable(made.className().asInternalName())
                    ? null
                    : made.className().asInternalName();
            case NewPrimitiveArrayInstruction made -> "an array of " + made.typeKind();
            case NewReferenceArrayInstruction made -> "an array of " + made.componentType().asInternalName();
            case NewMultiArrayInstruction made -> made.arrayType().asInternalName();
            default -> null;
        });
    }

    @Test
    void shouldBoxNothing() {
        assertNowhere(element -> element instanceof InvokeInstruction call && BOX.matcher(callee(call)).matches()
                ? callee(call)
                : null);
    }

    @Test
    void shouldUseNoStreamFormatOptionalNorMap() {
        assertNowhere(element -> element instanceof InvokeInstruction call
                && FORBIDDEN_CALL.matcher(callee(call)).matches() ? callee(call) : null);
    }

    @Test
    @DisplayName("no lambda, method reference or text is made; texts of exceptions excepted")
    void shouldHoldNoLambda() {
        Map<String, String> found = new TreeMap<>();
        for (Method each : PATH.methods()) {
            each.code().elementStream().filter(InvokeDynamicInstruction.class::isInstance)
                    .map(InvokeDynamicInstruction.class::cast)
                    .filter(site -> !(isText(site) && raises(each)))
                    .forEach(site -> found.put(each.label(), site.name().stringValue()));
        }
        assertThat(found).isEmpty();
    }

    private static boolean isText(InvokeDynamicInstruction site) {
        return site.name().stringValue().equals("makeConcatWithConstants");
    }

    private static boolean raises(Method method) {
        return method.code().elementStream().anyMatch(each -> each instanceof NewObjectInstruction made
                && FILES.isThrowable(made.className().asInternalName()));
    }

    @Test
    void shouldLockNothing() {
        assertNowhere(element -> element instanceof MonitorInstruction ? "a lock" : null);
        assertThat(PATH.methods()).filteredOn(Method::isSynchronized).isEmpty();
    }

    private static String callee(InvokeInstruction call) {
        return call.owner().asInternalName() + "." + call.name().stringValue();
    }

    private static void assertNowhere(Function<CodeElement, String> finding) {
        Map<String, String> found = new TreeMap<>();
        for (Method each : PATH.methods()) {
            for (CodeElement element : each.code()) {
                String what = finding.apply(element);
                if (what != null) {
                    found.put(each.label(), what);
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
