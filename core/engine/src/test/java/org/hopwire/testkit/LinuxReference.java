package org.hopwire.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;

/**
 * What Linux did about each frame of a recording: the frames of {@code reference/NAME.pcapng} that are not in
 * {@code NAME.pcapng} are Linux's, and each belongs to the frame it forwards, quotes or answers.
 */
public final class LinuxReference {
    private static final int ARP = 0x0806;
    private static final int IGMP = 2;

    private final List<Case> cases = new ArrayList<>();
    private final List<SentFrame> strays = new ArrayList<>();

    /**
     * One frame that arrived.
     *
     * @param number position in the recording, from 1 as other tools count
     * @param timestampNs when
     * @param frame what
     * @param linux what Linux sent because of it
     */
    public record Case(int number, long timestampNs, SentFrame frame, List<SentFrame> linux) {}

    private record Timed(long timestampNs, SentFrame frame) {
        boolean is(Timed other) {
            return timestampNs == other.timestampNs && frame.port().equals(other.frame.port())
                    && Arrays.equals(frame.bytes(), other.frame.bytes());
        }
    }

    /** Reads a recording and its reference. */
    public LinuxReference(Path recording) {
        List<Timed> arrived = read(recording);
        for (Timed each : read(recording.resolveSibling("reference").resolve(recording.getFileName()))) {
            int next = cases.size();
            if (next < arrived.size() && arrived.get(next).is(each)) {
                cases.add(new Case(next + 1, each.timestampNs, each.frame, new ArrayList<>()));
            } else {
                attribute(each.frame);
            }
        }
        if (cases.size() != arrived.size()) {
            throw new IllegalStateException(recording + ": frame " + cases.size() + " is not in its reference");
        }
    }

    private static List<Timed> read(Path file) {
        List<Timed> frames = new ArrayList<>();
        try (CaptureReader in = CaptureReader.open(file)) {
            CaptureRecord each = new CaptureRecord();
            while (in.next(each)) {
                byte[] bytes = Arrays.copyOf(each.bytes(), each.length());
                String port = each.interfaceId() == 0 ? "lan" : "wan";
                frames.add(new Timed(each.timestampNs(), new SentFrame(port, bytes)));
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void attribute(SentFrame sent) {
        if (sent.u16(12) == ARP || (sent.isIpv4() && sent.protocol() == IGMP)) {
            // resolving, querying by timer and its own memberships are nobody's answer
            return;
        }
        Case cause = causeOf(sent);
        if (cause == null) {
            strays.add(sent);
        } else {
            cause.linux.add(sent);
        }
    }

    /** The latest frame that fits and has no such answer yet; retransmissions look alike. */
    private Case causeOf(SentFrame sent) {
        Case fitting = null;
        for (Case each : cases.reversed()) {
            if (each.linux.stream().anyMatch(sent::continues)) {
                return each;
            }
            boolean forwards = sent.forwards(each.frame);
            if (forwards || sent.answers(each.frame)) {
                fitting = each;
                if (each.linux.stream().noneMatch(
                        other -> other.label(forwards).equals(sent.label(forwards)))) {
                    return each;
                }
            }
        }
        return fitting;
    }

    /**
     * To which of the frames up to and with one what another router sent then belongs: an answer to a datagram in
     * fragments, or a word about one that never became whole, to its first fragment; anything else to the last of them.
     */
    public Case causeAmongFragments(Case last, SentFrame sent) {
        for (int i = last.number - 1; i >= 0; i--) {
            Case each = cases.get(i);
            if (each.frame.isFirstFragment() && sent.answers(each.frame) && !sent.answers(last.frame)) {
                return each;
            }
        }
        return last;
    }

    /** Every frame that arrived, in order. */
    public List<Case> cases() {
        return cases;
    }

    /** What Linux sent and no frame explains. */
    public List<SentFrame> strays() {
        return strays;
    }

    /**
     * Where two routers differ about a frame.
     *
     * @return null where they agree, else what each did: the second names the parts that differ where both say the same
     */
    public static String[] difference(SentFrame received, List<SentFrame> linux, List<SentFrame> ours) {
        String theirs = labels(received, linux);
        String here = labels(received, ours);
        if (!theirs.equals(here)) {
            return new String[] {theirs, here};
        }
        List<SentFrame> expected = sorted(received, linux);
        List<SentFrame> actual = sorted(received, ours);
        for (int i = 0; i < expected.size(); i++) {
            List<String> differences = expected.get(i).differences(actual.get(i), expected.get(i).forwards(received));
            if (!differences.isEmpty()) {
                return new String[] {theirs, "same but " + String.join(", ", differences)};
            }
        }
        return null;
    }

    private static List<SentFrame> sorted(SentFrame received, List<SentFrame> frames) {
        return frames.stream().sorted(Comparator.comparing(each -> each.label(each.forwards(received)))).toList();
    }

    private static String labels(SentFrame received, List<SentFrame> frames) {
        List<String> labels = frames.stream().map(each -> each.label(each.forwards(received))).sorted().toList();
        return labels.isEmpty() ? "silence" : String.join(" + ", labels);
    }
}
