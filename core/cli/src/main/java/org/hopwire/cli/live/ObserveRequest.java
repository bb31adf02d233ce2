package org.hopwire.cli.live;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.Json;
import org.hopwire.counter.RowLabels;
import org.hopwire.pipeline.PacketFilter;

/** Which packets are asked for, as it goes over the engine's socket: a JSON object of lists of words, or nothing. */
final class ObserveRequest {
    private ObserveRequest() {}

    /** What can be asked for. */
    enum Condition {
        /** What became of a packet. */
        VERDICT,
        /** Why. */
        REASON,
        /** Where it came in or left. */
        PORT,
        /** What it carries. */
        PROTOCOL,
        /** From or to whom it is. */
        HOST;

        private String key() {
            return RowLabels.of(this);
        }

        /**
         * Adds a word to a filter.
         *
         * @throws IllegalArgumentException naming the word and why no packet can be so
         */
        void add(PacketFilter.Builder filter, String word) {
            switch (this) {
                case VERDICT -> filter.verdict(word);
                case REASON -> filter.reason(word);
                case PORT -> filter.port(word);
                case PROTOCOL -> filter.protocol(word);
                case HOST -> filter.host(word);
            }
        }

        private static Condition of(String key) {
            for (Condition each : values()) {
                if (each.key().equals(key)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("observe: this engine knows no condition \"" + key + "\"");
        }
    }

    /** The request for packets by which all of these conditions are met; empty for every packet. */
    static String write(Map<Condition, List<String>> wanted) {
        ObjectNode request = Json.object();
        wanted.forEach((condition, words) -> {
            if (!words.isEmpty()) {
                words.forEach(request.putArray(condition.key())::add);
            }
        });
        return request.isEmpty() ? "" : Json.line(request);
    }

    /**
     * The filter a request stands for.
     *
     * @throws IllegalArgumentException with one line that names condition and word
     */
    static PacketFilter read(String request, PacketFilter.Builder filter) {
        if (!request.isBlank()) {
            parse(request).properties().forEach(each -> add(filter, Condition.of(each.getKey()), each.getValue()));
        }
        return filter.build();
    }

    private static ObjectNode parse(String request) {
        try {
            return Json.parse(request);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("observe: the request is cut off, or no JSON object", e);
        }
    }

    private static void add(PacketFilter.Builder filter, Condition condition, JsonNode words) {
        if (!words.isArray() || words.isEmpty()) {
            throw new IllegalArgumentException("observe " + condition.key() + ": no list of words");
        }
        for (JsonNode word : words) {
            try {
                condition.add(filter, word.asText());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("observe " + condition.key() + ": " + e.getMessage(), e);
            }
        }
    }
}
