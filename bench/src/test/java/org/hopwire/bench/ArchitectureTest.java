package org.hopwire.bench;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.hopwire.testkit.PackageRules;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Which package of the benchmarks may use which: commands on top, then benchmarks, then what they are made of. */
class ArchitectureTest extends PackageRules {
    private static final Set<String> BASE = Set.of("bench");
    private static final Set<String> COMMON = Set.of("bench.machine", "bench.option");
    private static final Set<String> REPORT = Set.of("bench.report.chart", "bench.report.page", "bench.report.input");
    private static final Set<String> GATE_VALUES = Set.of("bench.machine", "bench.gate.stats", "bench.gate.decide",
            "bench.gate.sample");

    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("bench", Set.of()),
            Map.entry("bench.bridge", BASE),
            Map.entry("bench.checksum", BASE),
            Map.entry("bench.engine", BASE),
            Map.entry("bench.icmp", BASE),
            Map.entry("bench.ip", BASE),
            Map.entry("bench.membership", BASE),
            Map.entry("bench.packet", BASE),
            Map.entry("bench.pipeline", BASE),
            Map.entry("bench.reference", BASE),
            Map.entry("bench.time", BASE),
            Map.entry("bench.machine", Set.of()),
            Map.entry("bench.option", Set.of("bench.machine")),
            Map.entry("bench.gate.stats", Set.of()),
            Map.entry("bench.gate.decide", Set.of("bench.gate.stats")),
            Map.entry("bench.gate.sample", Set.of("bench.machine", "bench.gate.stats")),
            Map.entry("bench.gate.build", Set.of("bench.machine")),
            Map.entry("bench.gate.run", with(GATE_VALUES, "bench.gate.build")),
            Map.entry("bench.gate.report", with(GATE_VALUES, "bench.gate.run")),
            Map.entry("bench.gate.power", with(GATE_VALUES, "bench.gate.build", "bench.gate.run")),
            Map.entry("bench.gate.mutate", with(GATE_VALUES, "bench.gate.build", "bench.gate.run",
                    "bench.gate.report", "bench.gate.power")),
            Map.entry("bench.gate", with(GATE_VALUES, "bench.gate.build", "bench.gate.run", "bench.gate.report",
                    "bench.gate.power", "bench.gate.mutate")),
            Map.entry("bench.peers.work", Set.of()),
            Map.entry("bench.peers.report", Set.of("bench.machine", "bench.peers.work")),
            Map.entry("bench.peers", with(COMMON, "bench", "bench.checksum", "bench.engine", "bench.icmp", "bench.ip",
                    "bench.membership", "bench.pipeline", "bench.peers.work", "bench.peers.report")),
            Map.entry("bench.soak", with(COMMON, "bench", "bench.engine")),
            Map.entry("bench.wire", COMMON),
            Map.entry("bench.scale", with(COMMON, "bench", "bench.engine")),
            Map.entry("bench.scale.latency", with(COMMON, "bench", "bench.scale", "bench.soak")),
            Map.entry("bench.report.chart", Set.of()),
            Map.entry("bench.report.page", Set.of("bench.report.chart")),
            Map.entry("bench.report.input", Set.of()),
            Map.entry("bench.report.section", REPORT),
            Map.entry("bench.report", with(REPORT, "bench.machine", "bench.gate.build", "bench.report.section")),
            Map.entry("bench.command", with(COMMON, "bench", "bench.gate", "bench.peers", "bench.report", "bench.scale",
                    "bench.scale.latency", "bench.soak", "bench.wire"))));

    /** What the harness generates around a benchmark is nobody's source. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/jmh_generated/")).importPackages(ROOT + "bench");

    ArchitectureTest() {
        super(CLASSES, MAY_USE);
    }

    private static Set<String> with(Set<String> some, String... others) {
        Set<String> all = new TreeSet<>(some);
        Stream.of(others).forEach(all::add);
        return all;
    }

    /** It compares builds that do not share a line, so it knows none of them. */
    @Test
    void shouldKeepTheGateFreeOfTheEngine() {
        noClasses().that().resideInAPackage(ROOT + "bench.gate..").should()
                .dependOnClassesThat(resideInAPackage("org.hopwire..").and(resideOutsideOfPackage(ROOT + "bench..")))
                .check(CLASSES);
    }
}
