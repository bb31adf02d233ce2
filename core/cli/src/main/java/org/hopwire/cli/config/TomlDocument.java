package org.hopwire.cli.config;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A parsed TOML file: its tree for binding, its values and their places for messages. */
final class TomlDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_LEVELS = 32;
    private static final TomlPosition START = TomlPosition.positionAt(1, 1);

    private final String name;
    private final TomlParseResult root;

    private TomlDocument(String name, TomlParseResult root) {
        this.name = name;
        this.root = root;
    }

    static TomlDocument parse(String name, String text) throws ConfigException {
        TomlParseResult result;
        try {
            result = Toml.parse(text);
        } catch (StackOverflowError e) {
            // the parser recurses once for each bracket
            throw new ConfigException(name + ": nested too deeply", e);
        } catch (RuntimeException | AssertionError e) {
            // it takes some broken escapes for impossible
            throw new ConfigException(name + ": is no TOML; look for a broken escape such as \\u in a string", e);
        }
        TomlDocument document = new TomlDocument(name, result);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw document.mistake(first.position(), first.getMessage());
        }
        return document;
    }

    ConfigException mistake(TomlPosition at, String message) {
        return new ConfigException(
                name + ":" + at.line() + ":" + at.column() + ": " + message.replaceAll("\\s+", " ").strip());
    }

    ObjectNode tree() throws ConfigException {
        return nodeOf(root, "", 0);
    }

    private ObjectNode nodeOf(TomlTable table, String path, int depth) throws ConfigException {
        ObjectNode node = NODES.objectNode();
        for (String key : table.keySet()) {
            List<String> at = List.of(key);
            String below = path.isEmpty() ? key : path + "." + key;
            node.set(key, nodeOf(table.get(at), below, table.inputPositionOf(at), depth + 1));
        }
        return node;
    }

    private ArrayNode nodeOf(TomlArray array, String path, int depth) throws ConfigException {
        ArrayNode node = NODES.arrayNode();
        for (int i = 0; i < array.size(); i++) {
            node.add(nodeOf(array.get(i), path + "[" + i + "]", array.inputPositionOf(i), depth + 1));
        }
        return node;
    }

    private JsonNode nodeOf(Object value, String path, TomlPosition at, int depth) throws ConfigException {
        if (depth > MOST_LEVELS) {
            throw mistake(at, "nested too deeply");
        }
        return switch (value) {
            case TomlTable table -> nodeOf(table, path, depth);
            case TomlArray array -> nodeOf(array, path, depth);
            case String text -> NODES.textNode(text);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Boolean flag -> NODES.booleanNode(flag);
            default -> throw mistake(at, path + ": " + value + " is a date or time; nothing here takes one");
        };
    }

    /** The value at a path of keys and indexes, null where there is none. */
    Object valueAt(List<Object> path) {
        Object value = root;
        for (Object step : path) {
            value = child(value, step);
        }
        return value;
    }

    private static Object child(Object value, Object step) {
        if (value instanceof TomlTable table && step instanceof String key) {
            return table.get(List.of(key));
        }
        if (value instanceof TomlArray array && step instanceof Integer index && index < array.size()) {
            return array.get(index);
        }
        return null;
    }

    /** Where the value at a path stands, or else the innermost thing around it. */
    TomlPosition positionOf(List<Object> path) {
        TomlPosition position = START;
        Object value = root;
        for (Object step : path) {
            TomlPosition inner = positionIn(value, step);
            position = inner == null ? position : inner;
            value = child(value, step);
        }
        return position;
    }

    private static TomlPosition positionIn(Object value, Object step) {
        if (value instanceof TomlTable table && step instanceof String key) {
            return table.inputPositionOf(List.of(key));
        }
        if (value instanceof TomlArray array && step instanceof Integer index && index < array.size()) {
            return array.inputPositionOf(index);
        }
        return null;
    }
}
