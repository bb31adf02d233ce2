package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a burst costs in calls and copies, by path, as {@code WorkTest} holds it. */
public record Work(List<Line> lines) {
    private static final Pattern LINE = Pattern.compile("(\\S+) x (\\d+) = (.*)");
    private static final Pattern COUNT = Pattern.compile("(\\S+) (\\d+)");

    /** A path, for a burst of so many packets. */
    public record Line(String path, long packets, Map<String, Long> counts) {
        /** 0 where it is not named. */
        public long count(String name) {
            return counts.getOrDefault(name, 0L);
        }
    }

    /** Reads one; lines of another form, such as that of an idle turn, are passed over. */
    public static Work read(Path file) {
        return new Work(Field.text(file).lines().map(LINE::matcher).filter(Matcher::matches).map(Work::line).toList());
    }

    private static Line line(Matcher line) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Matcher count = COUNT.matcher(line.group(3));
        while (count.find()) {
            counts.put(count.group(1), Long.valueOf(count.group(2)));
        }
        return new Line(line.group(1), Long.parseLong(line.group(2)), counts);
    }
}
