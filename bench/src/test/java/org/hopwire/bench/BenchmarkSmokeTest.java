package org.hopwire.bench;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

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
        Object benchmark = type.getDeclaredConstructor().newInstance();
        setParams(benchmark, type, last);
        invokeAll(benchmark, type, Setup.class);
        invokeAll(benchmark, type, Benchmark.class);
        invokeAll(benchmark, type, TearDown.class);
    }

    private static void setParams(Object benchmark, Class<?> type, boolean last) throws ReflectiveOperationException {
        for (Field field : type.getDeclaredFields()) {
            Param param = field.getAnnotation(Param.class);
            if (param != null) {
                field.setAccessible(true);
                String[] values = valuesOf(field, param);
                field.set(benchmark, parse(field.getType(), values[last ? values.length - 1 : 0]));
            }
        }
    }

    /** An enum parameter without a list stands for all its constants. */
    private static String[] valuesOf(Field field, Param param) {
        return field.getType().isEnum() && param.value().length == 1 && param.value()[0].equals(Param.BLANK_ARGS)
                ? Stream.of(field.getType().getEnumConstants()).map(each -> ((Enum<?>) each).name())
                        .toArray(String[]::new)
                : param.value();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object parse(Class<?> type, String value) {
        if (type.isEnum()) {
            return Enum.valueOf((Class<? extends Enum>) type, value);
        }
        if (type == int.class) {
            return Integer.valueOf(value);
        }
        if (type == long.class) {
            return Long.valueOf(value);
        }
        return type == boolean.class ? Boolean.valueOf(value) : value;
    }

    private static void invokeAll(Object benchmark, Class<?> type, Class<? extends Annotation> mark)
            throws ReflectiveOperationException {
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(mark)) {
                method.setAccessible(true);
                method.invoke(benchmark);
            }
        }
    }
}
