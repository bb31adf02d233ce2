package org.hopwire.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.testkit.SentFrame;

/** Which frame each answer belongs to: the one just put, or, of an error that took its time, the one it quotes. */
final class Attribution {
    private final List<List<SentFrame>> answers = new ArrayList<>();
    private final Map<Integer, List<RouterFrame>> byDatagram = new HashMap<>();

    Attribution(List<RouterFrame> frames) {
        for (RouterFrame each : frames) {
            answers.add(new ArrayList<>());
            byDatagram.computeIfAbsent(each.datagram(), key -> new ArrayList<>()).add(each);
        }
    }

    void add(RouterFrame current, SentFrame sent) {
        if (sent.isRouters()) {
            answers.get(causeOf(current, sent).number()).add(sent);
        }
    }

    private RouterFrame causeOf(RouterFrame current, SentFrame sent) {
        if (!sent.isError() || sent.quotedIdentification() == current.datagram()) {
            return current;
        }
        for (RouterFrame each : byDatagram.getOrDefault(sent.quotedIdentification(), List.of())) {
            if (sent.answers(each.frame())) {
                return each;
            }
        }
        return current;
    }

    List<List<SentFrame>> answers() {
        return answers;
    }
}
