package org.hopwire;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.hopwire.testkit.PackageRules;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** The package table: which package may use which. An arrow points downward or is a failed build. */
class ArchitectureTest extends PackageRules {
    private static final Pattern MEMORY_ORDER = Pattern.compile(
            "(Volatile|Release|Acquire|Ordered|Opaque)$|^(getAnd|compareAnd|weakCompare)|[fF]ence$|^(wait|notify|notifyAll)$");

    private static final Set<String> RANK_1_AND_BELOW = Set.of("memory", "checksum", "counter", "time", "wire",
            "wire.bridge", "wire.igmp", "port");
    private static final Set<String> RANK_2_AND_BELOW = Set.of("memory", "checksum", "counter", "time", "wire",
            "wire.bridge", "wire.igmp", "port", "packet", "membership");

    private static final Set<String> LINUX_PORT = Set.of("memory", "counter", "checksum", "port", "port.linux",
            "port.linux.sys", "port.linux.bpf");

    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("memory", Set.of()),
            Map.entry("checksum", Set.of()),
            Map.entry("counter", Set.of()),
            Map.entry("time", Set.of()),
            Map.entry("wire", Set.of("checksum")),
            Map.entry("wire.bridge", Set.of()),
            Map.entry("wire.igmp", Set.of("checksum", "wire")),
            Map.entry("igmp.core", Set.of("wire", "wire.igmp", "packet", "time")),
            Map.entry("igmp.host", Set.of("igmp.core", "wire.igmp", "time", "counter")),
            Map.entry("igmp.proxy", Set.of("igmp.core", "igmp.host", "wire.igmp", "time", "counter")),
            Map.entry("igmp.router", Set.of("igmp.core", "igmp.router.store", "wire", "wire.igmp", "packet", "time",
                    "counter")),
            Map.entry("igmp.router.store", Set.of()),
            Map.entry("igmp.config", Set.of("igmp.core", "wire")),
            Map.entry("igmp", igmpTop()),
            Map.entry("port", Set.of("memory", "counter")),
            Map.entry("port.file", Set.of("port", "memory", "counter")),
            Map.entry("port.memory", Set.of("port", "memory", "counter")),
            Map.entry("port.linux.sys", Set.of()),
            Map.entry("port.linux.bpf", Set.of("port.linux.sys")),
            Map.entry("port.linux", Set.of("port", "memory", "counter", "checksum", "port.linux.sys")),
            Map.entry("port.linux.packet", LINUX_PORT),
            Map.entry("port.linux.tap", LINUX_PORT),
            Map.entry("port.linux.xdp", xdpPort()),
            Map.entry("packet", Set.of("memory", "counter", "wire", "checksum", "time")),
            Map.entry("ip", ipTop()),
            Map.entry("ip.route", Set.of("memory", "packet", "time", "wire")),
            Map.entry("ip.fragment", Set.of("memory", "counter", "time", "wire", "packet")),
            Map.entry("ip.neighbor", RANK_2_AND_BELOW),
            Map.entry("ip.path", RANK_2_AND_BELOW),
            Map.entry("icmp", RANK_2_AND_BELOW),
            Map.entry("pipeline", RANK_2_AND_BELOW),
            Map.entry("engine", everything()),
            Map.entry("engine.config",
                    Set.of("counter", "icmp", "igmp.config", "ip", "ip.fragment", "ip.neighbor", "ip.path",
                            "ip.route", "packet",
                            "port.linux", "wire")),
            Map.entry("engine.replay", Set.of("engine", "engine.config", "counter", "igmp", "ip.neighbor", "packet",
                    "pipeline", "port.file", "time")),
            Map.entry("membership", Set.of("memory", "counter")),
            Map.entry("bridge", RANK_2_AND_BELOW)));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.hopwire");

    /** Where frames have to reach the kernel's stack, too, a packet port brings the copies. */
    private static Set<String> xdpPort() {
        Set<String> all = new TreeSet<>(LINUX_PORT);
        all.add("port.linux.packet");
        return all;
    }

    private static Set<String> ipTop() {
        Set<String> all = new TreeSet<>(RANK_2_AND_BELOW);
        all.addAll(Set.of("ip.fragment", "ip.neighbor", "ip.path", "ip.route"));
        return all;
    }

    private static Set<String> igmpTop() {
        Set<String> all = new TreeSet<>(RANK_2_AND_BELOW);
        all.addAll(Set.of("igmp.config", "igmp.core", "igmp.router", "igmp.host", "igmp.proxy"));
        return all;
    }

    private static Set<String> everything() {
        Set<String> all = new TreeSet<>(RANK_2_AND_BELOW);
        all.add("engine.config");
        all.addAll(RANK_1_AND_BELOW);
        all.addAll(Set.of("port.linux", "port.linux.sys", "port.linux.bpf", "port.linux.packet", "port.linux.tap",
                "port.linux.xdp",
                "port.file", "port.memory", "ip", "ip.fragment", "ip.neighbor", "ip.path", "ip.route", "icmp", "igmp",
                "igmp.config",
                "igmp.core", "igmp.router",
                "igmp.host",
                "igmp.proxy", "bridge", "pipeline", "membership"));
        return all;
    }

    ArchitectureTest() {
        super(CLASSES, MAY_USE);
    }

    @Test
    void shouldReadClocksOnlyInTheEnginePackage() {
        noClasses().that().resideOutsideOfPackages(ROOT + "engine", ROOT + "engine.replay").should()
                .callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis").orShould()
                .callMethod(Instant.class, "now").orShould().callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }

    @Test
    void shouldMeetOtherThreadsOnlyInThePipeline() {
        noClasses().that().resideOutsideOfPackages(ROOT + "pipeline", ROOT + "engine..").should().dependOnClassesThat()
                .resideInAnyPackage("org.jctools..", "java.util.concurrent", "java.util.concurrent.locks")
                .check(CLASSES);
    }

    /** What a class outside pipeline and engine does for another thread, which the package table cannot show. */
    private static final Map<String, String> MEETS_OTHERS = Map.ofEntries(
            Map.entry("bridge.LinkStateTable",
                    "the control agent writes words with release; workers read with acquire"),
            Map.entry("bridge.RouterPortTable",
                    "the control agent writes words with release; workers read with acquire"),
            Map.entry("bridge.TopologyTable",
                    "the worker counts changes with release; the control agent reads with acquire"),
            Map.entry("counter.CounterRegistry", "rows are registered and summed up by any thread, under its lock"),
            Map.entry("counter.CounterSet", "one writer, who releases; any reader"),
            Map.entry("counter.DistinctErrors", "any thread records; the count of what did not fit is atomic"),
            Map.entry("icmp.ErrorLimiter",
                    "workers take credit from one bucket by comparing and setting it; one worker needs no atomic"),
            Map.entry("icmp.ErrorListeners", "any thread registers under its lock; workers read one immutable table"),
            Map.entry("membership.ContextTable", "publishes a slot array with one release store"),
            Map.entry("membership.GroupBlock",
                    "takes a leaving port out of a block word by word where memory is used up"),
            Map.entry("membership.MembershipReader",
                    "reads what the writer released; its cell says when it has moved on"),
            Map.entry("membership.MembershipTable", "one writer; its figures are released for any reader"),
            Map.entry("membership.RefusedGroups", "one writer stores words with release; readers see each by itself"),
            Map.entry("membership.Slots", "one release store changes all a reader sees of a group"),
            Map.entry("counter.CounterFile", "the header's magic number is released last, for readers elsewhere"),
            Map.entry("port.linux.LinuxPort", "its worker sees links go and change; the control agent asks"),
            Map.entry("packet.InterfaceTable",
                    "the control agent releases an interface that has changed; workers read whole ones"),
            Map.entry("port.linux.packet.FanoutGroup", "sockets of several workers found one group, under its lock"),
            Map.entry("port.linux.packet.BlockRing",
                    "a status word in each block says whose it is: the kernel's or ours"),
            Map.entry("port.linux.packet.SlotRing",
                    "a status word in each slot says whose it is: the kernel's or ours"),
            Map.entry("port.linux.xdp.Attachment", "the workers that own an interface's queues hold its one program"),
            Map.entry("port.linux.xdp.SharedProgram",
                    "the first worker to open a queue attaches the program for all, under its lock"),
            Map.entry("port.linux.xdp.ConsumerRing", "the kernel releases what it produced; we what we consumed"),
            Map.entry("port.linux.xdp.ProducerRing", "we release what we produced; the kernel what it consumed"),
            Map.entry("memory.KeyedTable",
                    "one writer releases each slot; readers acquire it, and mark what they use"),
            Map.entry("ip.path.PathLearner", "the control agent says what teaches; workers ask before they pass it on"),
            Map.entry("ip.path.SentRecord", "a worker notes what it sends; each other worker reads both halves of it"),
            Map.entry("port.memory.MemoryPort", "a test pulls the cable; the control agent asks whether it is in"),
            Map.entry("ip.route.RouteEntries", "one writer stores each entry with release"),
            Map.entry("ip.route.RouteReader", "reads what the writer released; its cell says when it has moved on"),
            Map.entry("ip.route.RouteTable", "one writer; its figures are released for any reader"),
            Map.entry("memory.Grace", "readers repeat the epoch in cells of their own; the writer reads them all"),
            Map.entry("memory.OffHeap", "holds the acquire and release accesses the membership table is made of"));

    @Test
    void shouldListWhoeverMeetsOtherThreadsOutsideThePipeline() {
        Set<String> meeting = CLASSES.stream()
                .filter(each -> !Set.of(ROOT + "pipeline", ROOT + "engine").contains(each.getPackageName()))
                .filter(ArchitectureTest::meetsOtherThreads).map(ArchitectureTest::outermost)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(meeting).isEqualTo(new TreeSet<>(MEETS_OTHERS.keySet()));
    }

    private static boolean meetsOtherThreads(JavaClass each) {
        return each.getFields().stream().anyMatch(field -> field.getModifiers().contains(JavaModifier.VOLATILE))
                || each.getMethods().stream()
                        .anyMatch(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                || each.getDirectDependenciesFromSelf().stream()
                        .anyMatch(
                                other -> other.getTargetClass().getPackageName().equals("java.util.concurrent.atomic"))
                || each.getMethodCallsFromSelf().stream().anyMatch(call -> MEMORY_ORDER.matcher(call.getName()).find());
    }

    private static String outermost(JavaClass each) {
        return each.getName().substring(ROOT.length()).replaceFirst("\\$.*", "");
    }

    @Test
    void shouldHoldLayoutsAndHandlesInConstants() {
        // one that is not static final costs 128 bytes and 3.5 times the time per access
        for (Class<?> type : List.of(ValueLayout.class, VarHandle.class, MethodHandle.class)) {
            fields().that().haveRawType(assignableTo(type)).should()
                    .beStatic().andShould().beFinal().allowEmptyShould(true).check(CLASSES);
        }
        fields().that().haveRawType(assignableTo("jdk.incubator.vector.VectorSpecies")).should().beStatic().andShould()
                .beFinal().check(CLASSES);
    }

    @Test
    void shouldKeepTheVectorModuleBehindOneDoor() {
        ArchRuleDefinition.classes().that(resideInAPackage("org.hopwire..")).and()
                .resideOutsideOfPackage(ROOT + "checksum").should()
                .onlyDependOnClassesThat().resideOutsideOfPackage("jdk.incubator.vector..").check(CLASSES);
    }

    @Test
    void shouldNotLogNorPrint() {
        noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .check(CLASSES);
    }
}
