package org.hopwire.bench.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.wire.Responder.Family;

/** Contests as a document: every figure of every round, and the ratios. */
final class ContestJson {
    private static final int SCHEMA = 1;

    private ContestJson() {}

    static Map<String, Object> of(List<Contest> contests, int senderCore) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("kernel", System.getProperty("os.version"));
        document.put("java", Runtime.version().toString());
        document.put("compiler", WirePrograms.compiler());
        document.put("sender_core", senderCore);
        document.put("contests", contests.stream().map(each -> contest(each, senderCore)).toList());
        return document;
    }

    private static Map<String, Object> contest(Contest contest, int senderCore) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("work", contest.work().toString());
        object.put("frame", contest.frame());
        object.put("responders", contest.rows().stream().map(row -> row(row, contest, senderCore)).toList());
        return object;
    }

    private static Map<String, Object> row(Row row, Contest contest, int senderCore) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", row.responder().name());
        object.put("fault", row.fault());
        if (row.counts()) {
            object.put("rate", row.each(Sample::rate));
            object.put("rate_per_processor", row.each(sample -> sample.ratePerProcessor(senderCore)));
            for (Family family : Family.values()) {
                Row best = contest.best(family);
                if (best != null) {
                    object.put("to_" + best.responder().name(), row.to(best));
                }
            }
            object.put("rounds", row.samples().stream().map(Sample::figures).toList());
        }
        return object;
    }
}
