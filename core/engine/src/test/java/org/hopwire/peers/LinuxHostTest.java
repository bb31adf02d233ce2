package org.hopwire.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three Linux hosts with real sockets under our querier, as recorded: what our querier knows of them is what their
 * kernels say they want (/proc/net/igmp and /proc/net/mcfilter), at every moment written down, and they answer what we
 * ask.
 */
class LinuxHostTest {
    private static final int IGMP = 2;
    /** What a JVM that has just begun took for its first frame. */
    private static final long COLD_NS = 250_000_000;

    /** What one host wants of a group. */
    private record Filter(boolean exclude, Set<String> sources) {}

    /** What the script that carried the frames may have been late. */
    long lateNs() {
        return 60_000_000;
    }

    LinkRecording recording(String session) {
        return LinkRecording.of(LinkRecording.KEPT, session);
    }

    /** "239.1.1.1 198.51.100.7-, 232.1.1.1 198.51.100.1+": the sources excluded, or included. */
    private static Map<String, Filter> held(String text) {
        Map<String, Filter> held = new TreeMap<>();
        for (String group : text.equals("nothing") ? new String[0] : text.split(", ", -1)) {
            List<String> words = List.of(group.split(" ", -1));
            Set<String> sources = words.stream().skip(1).map(word -> word.substring(0, word.length() - 1))
                    .collect(Collectors.toCollection(TreeSet::new));
            held.put(words.get(0), new Filter(words.stream().skip(1).noneMatch(word -> word.endsWith("+")), sources));
        }
        return held;
    }

    /** What a router keeps of several hosts' filters (RFC 9776 section 6.4), in the words of {@link PeerEngine}. */
    private static List<String> merged(int version, List<Map<String, Filter>> hosts) {
        Set<String> groups = new TreeSet<>();
        hosts.forEach(host -> groups.addAll(host.keySet()));
        return groups.stream().map(group -> group + mergedOf(version,
                hosts.stream().filter(host -> host.containsKey(group)).map(host -> host.get(group)).toList()))
                .toList();
    }

    private static String mergedOf(int version, List<Filter> filters) {
        if (version < 3) {
            // no source is ever on the wire
            return " EXCLUDE";
        }
        Set<String> included = new TreeSet<>();
        Set<String> excluded = null;
        for (Filter each : filters) {
            if (!each.exclude()) {
                included.addAll(each.sources());
            } else if (excluded == null) {
                excluded = new TreeSet<>(each.sources());
            } else {
                excluded.retainAll(each.sources());
            }
        }
        if (excluded != null) {
            excluded.removeAll(included);
        }
        List<String> words = new ArrayList<>(excluded == null ? included : excluded);
        return (excluded == null ? " INCLUDE" : " EXCLUDE")
                + words.stream().map(word -> " " + word).collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("RFC 9776 sections 6.4 and 7.3: our table of Linux hosts of each version is what their kernels hold")
    void shouldKnowWhatTheKernelsHold(int version) {
        LinkRecording recording = recording("hosts-v" + version);
        List<Map<String, Filter>> hosts = new ArrayList<>();
        int compared = 0;
        try (PeerReplay replay = new PeerReplay(recording, version, "192.0.2.1")) {
            for (LinkRecording.Moment each : recording.moments()) {
                switch (each.kind()) {
                    case "engine-started" -> replay.start(each.timeNs());
                    case "host" -> hosts.add(held(each.fields().get(2)));
                    case "ours" -> {
                        replay.advanceTo(each.timeNs());
                        assertThat(replay.engine().groups()).as("moment %s", each.timeNs())
                                .isEqualTo(merged(version, hosts));
                        assertThat(each.fields().subList(1, each.fields().size())).as("live")
                                .isEqualTo(replay.engine().groups());
                        compared++;
                        hosts.clear();
                    }
                    default -> assertThat(each.kind()).isIn("call", "engine-killed");
                }
            }
        }
        assertThat(compared).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("In replay our querier asks what it asked live, and when: the recording is of this engine")
    void shouldAskInReplayWhatItAskedLive(int version) {
        LinkRecording recording = recording("hosts-v" + version);
        List<LinkRecording.Frame> live = recording.frames().stream().filter(LinkRecording.Frame::isOurs).toList();
        try (PeerReplay replay = new PeerReplay(recording, version, "192.0.2.1")) {
            replay.start(recording.moments().get(0).timeNs());
            replay.advanceTo(recording.moments().getLast().timeNs());
            assertThat(replay.sent()).extracting(LinkRecording.Frame::hex)
                    .containsExactlyElementsOf(live.stream().map(LinkRecording.Frame::hex).toList());
            for (int i = 0; i < live.size(); i++) {
                assertThat(replay.sent().get(i).timeNs() - live.get(i).timeNs()).as("frame %s", i)
                        .isBetween(-COLD_NS, lateNs());
            }
        }
    }

    /** What we asked: a group in hexadecimal or none, and sources. */
    private record Question(LinkRecording.Frame frame, String group, Set<String> sources) {
        static Question of(LinkRecording.Frame frame, int version) {
            String message = frame.message();
            Set<String> sources = new TreeSet<>();
            for (int at = 24; version == 3 && at < message.length(); at += 8) {
                sources.add(message.substring(at, at + 8));
            }
            return new Question(frame, message.substring(8, 16), sources);
        }

        String kind() {
            return isGeneral() ? "general" : sources.isEmpty() ? "group" : "source";
        }

        boolean isGeneral() {
            return group.equals("00000000");
        }

        long dueNs(int version) {
            long tenths = version == 1 ? 100 : Integer.parseInt(frame.message().substring(2, 4), 16);
            return frame.timeNs() + tenths * 100_000_000;
        }

        /** RFC 9776 section 5.2: a host that wants none of the sources asked for is silent. */
        boolean concerns(String heldGroup, Filter filter) {
            if (!isGeneral() && !group.equals(heldGroup)) {
                return false;
            }
            Set<String> wanted = new TreeSet<>(sources);
            if (filter.exclude()) {
                wanted.removeAll(filter.sources());
            } else {
                wanted.retainAll(filter.sources());
            }
            return sources.isEmpty() || !wanted.isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("RFC 9776 section 5.2: hosts that hold a group answer our general, group and source queries in time")
    void shouldBeAnsweredInTime(int version) {
        LinkRecording recording = recording("hosts-v" + version);
        Map<String, Integer> answered = new TreeMap<>();
        for (LinkRecording.Frame frame : recording.frames()) {
            Question question = frame.isOurs() ? Question.of(frame, version) : null;
            // the last questions may still be open when we leave
            if (question != null && question.dueNs(version) + lateNs() < recording.moments().getLast().timeNs()) {
                Set<String> expected = expected(recording, question, question.dueNs(version));
                String answers = answers(recording, question, version);
                assertThat(expected).as("%s %s", question.kind(), frame).allMatch(answers::contains);
                answered.merge(question.kind(), expected.size(), Integer::sum);
            }
        }
        assertThat(answered.keySet()).isEqualTo(version == 3
                ? Set.of("general", "group", "source")
                : version == 2 ? Set.of("general", "group") : Set.of("general"));
        assertThat(answered.values()).allMatch(count -> count > 0);
    }

    /** All that was reported until the answer was due. */
    private String answers(LinkRecording recording, Question question, int version) {
        return recording.frames().stream()
                .filter(each -> !each.isOurs() && each.isOf(IGMP) && each.timeNs() >= question.frame().timeNs()
                        && each.timeNs() <= question.dueNs(version) + lateNs())
                .map(LinkRecording.Frame::message).collect(Collectors.joining(" "));
    }

    /** Groups that some host held, in a way the question is about, from the question until the answer was due. */
    private static Set<String> expected(LinkRecording recording, Question question, long dueNs) {
        Map<String, Filter> held = new TreeMap<>();
        Set<String> asked = null;
        for (LinkRecording.Moment each : recording.moments()) {
            boolean before = each.timeNs() < question.frame().timeNs();
            if (asked == null && !before) {
                asked = concerned(held, question);
            }
            if (each.kind().equals("call") && each.timeNs() < dueNs) {
                call(each.fields(), held);
                if (asked != null) {
                    asked.retainAll(concerned(held, question));
                }
            }
        }
        return asked.stream().map(key -> key.split(" ", -1)[1]).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> concerned(Map<String, Filter> held, Question question) {
        return held.entrySet().stream()
                .filter(each -> question.concerns(each.getKey().split(" ", -1)[1], each.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String hex(String address) {
        return Arrays.stream(address.split("\\.")).map(part -> String.format("%02x", Integer.valueOf(part)))
                .collect(Collectors.joining());
    }

    /** One socket call: host, name, group and what follows. */
    private static void call(List<String> fields, Map<String, Filter> held) {
        String name = fields.get(1);
        String key = fields.get(0) + " " + hex(fields.get(2));
        List<String> rest = fields.subList(3, fields.size());
        if (name.equals("IP_MSFILTER")) {
            Set<String> sources = rest.stream().skip(1).map(LinuxHostTest::hex).collect(Collectors.toSet());
            held.put(key, new Filter(rest.get(0).equals("exclude"), sources));
        } else if (rest.isEmpty()) {
            if (name.contains("JOIN") || name.contains("ADD")) {
                held.put(key, new Filter(true, new TreeSet<>()));
            } else {
                held.remove(key);
            }
        } else {
            oneSource(name, key, hex(rest.get(0)), held);
        }
    }

    private static void oneSource(String name, String key, String source, Map<String, Filter> held) {
        boolean include = name.contains("SOURCE_");
        Filter filter = held.computeIfAbsent(key, absent -> new Filter(!include, new TreeSet<>()));
        if (name.contains("JOIN") || name.contains("ADD") || name.contains("_BLOCK")) {
            filter.sources().add(source);
        } else {
            filter.sources().remove(source);
        }
        if (include && filter.sources().isEmpty()) {
            held.remove(key);
        }
    }
}
