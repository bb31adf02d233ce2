package org.hopwire.bench.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.hopwire.bench.machine.BenchException;

/**
 * All responders at one work and one length of frame: A B C, C B A, and so on, so that whatever changes while it runs
 * changes for all.
 */
final class Contest {
    /**
     * How long.
     *
     * @param rounds turns of each
     * @param settleMillis flooded before each turn, not counted
     * @param millis counted in each turn
     */
    record Pace(int rounds, int settleMillis, int millis) {}

    private static final int CHECKS = 3;

    private final Work work;
    private final int frame;
    private final List<Row> rows = new ArrayList<>();

    Contest(Work work, int frame, List<Responder> responders) {
        this.work = work;
        this.frame = frame;
        responders.stream().filter(each -> each.does(work)).forEach(each -> rows.add(new Row(each)));
    }

    Work work() {
        return work;
    }

    int frame() {
        return frame;
    }

    List<Row> rows() {
        return rows;
    }

    void hold(Sender sender, Pace pace) {
        for (int round = 0; round < pace.rounds(); round++) {
            List<Row> order = round % 2 == 0 ? rows : rows.reversed();
            for (Row row : order) {
                if (row.fault().isEmpty()) {
                    turn(row, sender, pace, round == 0);
                }
            }
            System.err.println("bench: " + work + ", " + frame + " B: round " + (round + 1) + " of " + pace.rounds());
        }
    }

    private void turn(Row row, Sender sender, Pace pace, boolean isFirst) {
        Responder responder = row.responder();
        try {
            responder.start(work);
            String wrong = check(sender);
            if (wrong.isEmpty()) {
                int settle = Math.max(pace.settleMillis(), isFirst ? responder.warmUpMillis() : 0);
                row.add(sender.flood(work, frame, settle, pace.millis(), responder.pid()));
            } else {
                row.fail(wrong);
            }
            responder.stop();
        } catch (BenchException e) {
            row.fail(e.getMessage());
            responder.close();
        }
    }

    /** Some say that they are ready a little before they are. */
    private String check(Sender sender) {
        String wrong = sender.check(work, frame);
        for (int i = 1; i < CHECKS && !wrong.isEmpty(); i++) {
            wrong = sender.check(work, frame);
        }
        return wrong;
    }

    /** The fastest of a family; null where none counts. */
    Row best(Responder.Family family) {
        return rows.stream().filter(row -> row.responder().family() == family && row.counts())
                .max(Comparator.comparingDouble(row -> row.median(Sample::rate))).orElse(null);
    }
}
