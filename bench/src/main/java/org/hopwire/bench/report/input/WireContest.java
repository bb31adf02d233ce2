package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A contest on cables (schema 1 of {@code bench wire}).
 *
 * @param machine kernel, Java and compiler, for people
 */
public record WireContest(String machine, List<Contest> contests) {
    /**
     * All at one work.
     *
     * @param work echo or forward
     * @param frame octets
     */
    public record Contest(String work, long frame, List<Responder> responders) {}

    /**
     * One that took part.
     *
     * @param fault why it does not count, or empty; then there are no figures
     * @param rates answers a second, of each round
     * @param ratios to others, by their name
     * @param lost share of what was sent that was not answered, in all rounds
     */
    public record Responder(String name, String fault, List<Double> rates, Map<String, PeerRuns.Span> ratios,
            double lost) {
        /** Least, middle and most of the rates. */
        public PeerRuns.Span rate() {
            List<Double> sorted = rates.stream().sorted().toList();
            int half = sorted.size() / 2;
            double middle = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
            return new PeerRuns.Span(sorted.getFirst(), middle, sorted.getLast());
        }

        /** Whether there are figures. */
        public boolean counts() {
            return !rates.isEmpty();
        }
    }

    /** Reads one. */
    public static WireContest read(Path file) {
        Field root = Field.read(file).requireSchema("1");
        return new WireContest(
                "Linux %s, JDK %s, C: %s".formatted(root.at("kernel").text(), root.at("java").text(),
                        root.at("compiler").text()),
                root.at("contests").items().stream().map(WireContest::contest).toList());
    }

    private static Contest contest(Field contest) {
        return new Contest(contest.at("work").text(), contest.at("frame").whole(),
                contest.at("responders").items().stream().map(WireContest::responder).toList());
    }

    private static Responder responder(Field responder) {
        String fault = responder.at("fault").text();
        boolean counts = fault.isEmpty() && responder.maybe("rate").isPresent();
        Map<String, PeerRuns.Span> ratios = new TreeMap<>();
        if (counts) {
            responder.members().forEach((name, value) -> {
                if (name.startsWith("to_")) {
                    ratios.put(name.substring("to_".length()), ratio(value));
                }
            });
        }
        return new Responder(responder.at("name").text(), fault,
                counts ? responder.at("rate").items().stream().map(Field::positive).toList() : List.of(), ratios,
                counts ? lost(responder.at("rounds").items()) : 0);
    }

    private static PeerRuns.Span ratio(Field ratio) {
        return new PeerRuns.Span(ratio.at("least").positive(), ratio.at("median").positive(),
                ratio.at("most").positive());
    }

    private static double lost(List<Field> rounds) {
        double sent = rounds.stream().mapToLong(each -> each.at("sent").whole()).sum();
        double arrived = rounds.stream().mapToLong(each -> each.at("arrived").whole()).sum();
        return Math.max(0, 1 - arrived / Math.max(1, sent));
    }
}
