package org.hopwire.bench.gate.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.hopwire.bench.machine.BenchException;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/**
 * A benchmark with a value for each of its parameters.
 *
 * @param method
 *            full name of class and method
 * @param params
 *            values by name
 */
public record BenchmarkCase(String method, SortedMap<String, String> params) implements Comparable<BenchmarkCase> {
    private static final String PREFIX = "org.hopwire.bench.";
    private static final Pattern LABEL = Pattern.compile("([\\w.]+)(?:\\((\\w+=[^,]*(?:,\\w+=[^,]*)*)\\))?");
    /** The frozen kernel that tells whether a machine is quiet. */
    public static final BenchmarkCase REFERENCE = parse("reference.ReferenceBenchmark.sum");

    /** A benchmark by its label, {@code ip.RouteBenchmark.burst256(routes=65536)}. */
    public static BenchmarkCase parse(String label) {
        Matcher parts = LABEL.matcher(label);
        if (!parts.matches()) {
            throw new BenchException(BenchException.INPUT, "benchmark: \"" + label + "\" is not NAME(PARAM=VALUE,...)");
        }
        SortedMap<String, String> params = new TreeMap<>();
        if (parts.group(2) != null) {
            for (String each : parts.group(2).split(",", -1)) {
                params.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
            }
        }
        return new BenchmarkCase(PREFIX + parts.group(1), params);
    }

    /** One for each combination of parameters. */
    static List<BenchmarkCase> all(BenchmarkListEntry entry) {
        List<BenchmarkCase> cases = List.of(new BenchmarkCase(entry.getUsername(), new TreeMap<>()));
        Map<String, String[]> params = entry.getParams().orElse(Map.of());
        for (Map.Entry<String, String[]> each : params.entrySet()) {
            cases = cases.stream().flatMap(known -> List.of(each.getValue()).stream()
                    .map(value -> known.with(each.getKey(), value))).toList();
        }
        return cases;
    }

    private BenchmarkCase with(String param, String value) {
        SortedMap<String, String> more = new TreeMap<>(params);
        more.put(param, value);
        return new BenchmarkCase(method, more);
    }

    /** Class, method and parameters. */
    public String label() {
        String name = method.startsWith(PREFIX) ? method.substring(PREFIX.length()) : method;
        return params.isEmpty()
                ? name
                : params.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(",", name + "(", ")"));
    }

    /** What makes JMH run this one alone. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("^" + Pattern.quote(method) + "$"));
        params.forEach((name, value) -> arguments.addAll(List.of("-p", name + "=" + value)));
        return arguments;
    }

    @Override
    public int compareTo(BenchmarkCase other) {
        return label().compareTo(other.label());
    }
}
