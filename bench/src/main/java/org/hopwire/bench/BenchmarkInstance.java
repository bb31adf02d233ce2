package org.hopwire.bench;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.stream.Stream;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A benchmark outside JMH: for its answers, not for its time. */
public final class BenchmarkInstance implements AutoCloseable {
    private final Object benchmark;

    private BenchmarkInstance(Object benchmark) {
        this.benchmark = benchmark;
    }

    /** Makes a benchmark with each parameter as given, or else its first or last value, and sets it up. */
    public static BenchmarkInstance of(Class<?> type, Map<String, String> params, boolean last)
            throws ReflectiveOperationException {
        BenchmarkInstance instance = new BenchmarkInstance(type.getDeclaredConstructor().newInstance());
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(Param.class)) {
                instance.set(field, params, last);
            }
        }
        instance.invokeAll(Setup.class);
        return instance;
    }

    /** What was made. */
    public Object benchmark() {
        return benchmark;
    }

    private void set(Field field, Map<String, String> params, boolean last) throws IllegalAccessException {
        field.setAccessible(true);
        String[] values = valuesOf(field);
        String value = params.getOrDefault(field.getName(), values[last ? values.length - 1 : 0]);
        field.set(benchmark, parse(field.getType(), value));
    }

    /** An enum parameter without a list stands for all its constants. */
    private static String[] valuesOf(Field field) {
        String[] values = field.getAnnotation(Param.class).value();
        return field.getType().isEnum() && values.length == 1 && values[0].equals(Param.BLANK_ARGS)
                ? Stream.of(field.getType().getEnumConstants()).map(each -> ((Enum<?>) each).name())
                        .toArray(String[]::new)
                : values;
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

    /** Calls every method with a mark. */
    public void invokeAll(Class<? extends Annotation> mark) throws ReflectiveOperationException {
        for (Method method : benchmark.getClass().getMethods()) {
            if (method.isAnnotationPresent(mark)) {
                method.setAccessible(true);
                method.invoke(benchmark);
            }
        }
    }

    @Override
    public void close() throws ReflectiveOperationException {
        invokeAll(TearDown.class);
    }
}
