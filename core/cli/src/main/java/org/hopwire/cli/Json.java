package org.hopwire.cli;

import java.io.PrintWriter;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The documents that {@code --json} prints: one for each run, with a schema number. */
public final class Json {
    private static final int SCHEMA = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** A document that holds its schema number only. */
    public static ObjectNode document() {
        return MAPPER.createObjectNode().put("schema", SCHEMA);
    }

    /** An object without anything, for what is one of many in a stream. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An object in one line. */
    public static String line(ObjectNode object) {
        return object.toString();
    }

    /** Numbers by name, in the map's order. */
    public static ObjectNode numbers(Map<String, Long> numbers) {
        ObjectNode node = MAPPER.createObjectNode();
        numbers.forEach(node::put);
        return node;
    }

    /**
     * A document another process of ours has printed.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ObjectNode parse(String text) {
        try {
            return MAPPER.readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON document: " + text, e);
        }
    }

    /** Prints a document and a line end. */
    public static void print(PrintWriter out, ObjectNode document) {
        try {
            out.println(MAPPER.writeValueAsString(document));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes did not print", e);
        }
    }
}
