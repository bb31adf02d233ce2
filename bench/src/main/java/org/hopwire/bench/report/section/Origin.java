package org.hopwire.bench.report.section;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hopwire.bench.report.input.Figures;
import org.hopwire.bench.report.input.GateRun;
import org.hopwire.bench.report.input.History;
import org.hopwire.bench.report.input.Mutants;
import org.hopwire.bench.report.input.PeerRuns;
import org.hopwire.bench.report.input.Place;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.SelfRuns;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.input.WireContest;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** Where the figures come from: machine, commit, date and flags. */
public final class Origin implements Part {
    private static final String FLAGS = "/org/hopwire/engine/hopwire.jvm";

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        html.say("Nanoseconds of one machine mean nothing on another; only ratios measured side by side carry over.");
        Table table = new Table("file", "machine", "commit", "date, UTC");
        places(results).forEach((source, place) -> table.row(source.file(), place.machine(),
                place.commit().isEmpty() ? null : Labels.commit(place.commit()),
                place.taken().isEmpty() ? null : place.taken()));
        if (!table.isEmpty()) {
            html.markup(table.markup());
        }
        html.add("h3", "", "JVM flags").markup("\n")
                .say("Of every engine that is measured; the gate adds -Xbatch and a "
                        + "heap of one size, so that busy compilers do not decide.")
                .markup("<p>");
        flags().forEach(each -> html.add("code", "", each).markup("<br>"));
        html.markup("</p>\n");
        strangers(results, notices);
        return new Section("origin", "Machine, commits and flags", html.toString());
    }

    /** What each file says of its origin, as far as it does. */
    static Map<Source, Place> places(Results results) {
        Map<Source, Place> places = new TreeMap<>();
        results.get(Source.GATE, GateRun.class).ifPresent(each -> places.put(Source.GATE, each.place()));
        results.get(Source.PEERS, PeerRuns.class).ifPresent(each -> places.put(Source.PEERS, peers(each)));
        results.get(Source.WIRE, WireContest.class)
                .ifPresent(each -> places.put(Source.WIRE, new Place("", each.machine(), "", "")));
        for (Source source : List.of(Source.CURVES, Source.LATENCY, Source.STARTUP, Source.MEMORY)) {
            results.get(source, Figures.class).ifPresent(each -> places.put(source, each.place()));
        }
        results.get(Source.HISTORY, History.class).filter(each -> !each.lines().isEmpty())
                .ifPresent(each -> places.put(Source.HISTORY, each.lines().getLast().place()));
        results.get(Source.AA, SelfRuns.class).ifPresent(each -> places.put(Source.AA, each.place()));
        results.get(Source.MUTANTS, Mutants.class).ifPresent(each -> places.put(Source.MUTANTS, each.place()));
        return places;
    }

    private static Place peers(PeerRuns runs) {
        return new Place("", runs.machine().entrySet().stream().filter(each -> !each.getValue().isEmpty())
                .map(each -> each.getKey() + " " + each.getValue()).collect(Collectors.joining(", ")), "",
                runs.rows().stream().map(PeerRuns.Row::measured).max(String::compareTo).orElse(""));
    }

    /** The newest date any file has; empty where none has one. */
    public static String newest(Results results) {
        return places(results).values().stream().map(Place::taken).max(String::compareTo).orElse("");
    }

    private static void strangers(Results results, Notices notices) {
        places(results).forEach((source, place) -> {
            if (!place.id().isEmpty() && !place.id().equals(results.machine())) {
                notices.add(Notices.Kind.VOID, source.file() + " beside the rest",
                        "measured on " + place.id() + ", this folder is " + results.machine()
                                + ": two machines are never compared",
                        "");
            }
        });
    }

    private static List<String> flags() {
        try (InputStream in = Origin.class.getResourceAsStream(FLAGS)) {
            return in == null
                    ? List.of()
                    : new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                            .flatMap(each -> Stream.of(each.strip())).filter(each -> each.startsWith("-")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
