package org.hopwire.bench.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.hopwire.bench.BenchmarkInstance;
import org.hopwire.bench.EngineBenchmark;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.annotations.Benchmark;

import static org.assertj.core.api.Assertions.assertThat;

/** Every benchmark runs once with the first and the last value of each parameter, so that none measures an error. */
class BenchmarkSmokeTest {
    @Test
    void shouldFindEveryBenchmarkBelowTheBaseClass() throws ReflectiveOperationException {
        assertThat(benchmarkClasses()).isNotEmpty().allMatch(EngineBenchmark.class::isAssignableFrom);
    }

    @TestFactory
    Stream<DynamicTest> shouldRunEachBenchmarkOnce() throws ReflectiveOperationException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Class<?> type : benchmarkClasses()) {
            tests.add(DynamicTest.dynamicTest(type.getSimpleName() + " first parameters", () -> run(type, false)));
            tests.add(DynamicTest.dynamicTest(type.getSimpleName() + " last parameters", () -> run(type, true)));
        }
        return tests.stream();
    }

    private static List<Class<?>> benchmarkClasses() throws ReflectiveOperationException {
        List<Class<?>> classes = new ArrayList<>();
        String prefix = EngineBenchmark.class.getPackageName() + ".";
        for (String each : ListCommand.names("")) {
            Class<?> type = Class.forName(prefix + each.substring(0, each.lastIndexOf('.')));
            if (!classes.contains(type)) {
                classes.add(type);
            }
        }
        return classes;
    }

    private static void run(Class<?> type, boolean last) throws ReflectiveOperationException {
        try (BenchmarkInstance instance = BenchmarkInstance.of(type, Map.of(), last)) {
            instance.invokeAll(Benchmark.class);
        }
    }
}
