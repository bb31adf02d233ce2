package org.hopwire.cli.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import org.hopwire.counter.RowLabels;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Tells what binding found wrong, in the words and at the place of the file. */
final class Mistakes {
    /** Tables that come in lists, with the key that tells one from the other in messages of the records. */
    private static final Map<String, String> IDENTITY = Map.of("port", "name", "route", "to", "neighbor", "address",
            "igmp.port", "name", "ip.port", "name");
    private static final int MOST_CHOICES = 12;

    private final TomlDocument document;

    Mistakes(TomlDocument document) {
        this.document = document;
    }

    /** What Jackson could not bind. */
    ConfigException explain(JsonProcessingException e) {
        List<Object> path = e instanceof JsonMappingException mapping ? pathOf(mapping) : List.of();
        return switch (e) {
            case UnrecognizedPropertyException unknown -> at(path,
                    "unknown key" + Suggestion.hint(unknown.getPropertyName(), namesOf(unknown)));
            case Choice.UnknownWord word -> explain(word, path);
            default -> explain(e, path);
        };
    }

    private ConfigException explain(JsonProcessingException e, List<Object> path) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException refused) {
                return refused(refused, path);
            }
            if (cause instanceof InputCoercionException) {
                return at(path, told(path) + " is out of range");
            }
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return at(path, told(path) + " is not " + nameOf(mismatch.getTargetType()));
        }
        return at(path, e.getOriginalMessage());
    }

    private ConfigException explain(Choice.UnknownWord word, List<Object> path) {
        List<Object> place = path;
        if (document.valueAt(path) instanceof TomlTable table && table.keySet().contains(word.word())) {
            place = new ArrayList<>(path);
            place.add(word.word());
        }
        String choices = word.labels().size() > MOST_CHOICES ? "" : ": " + String.join(", ", word.labels());
        String hint = Suggestion.hint(RowLabels.of(word.word()), word.labels());
        return at(place, "\"" + word.word() + "\" is not a choice" + (hint.isEmpty() ? choices : hint));
    }

    /** What a record, or the engine as a whole, refused; the message begins with the field. */
    ConfigException refused(IllegalArgumentException e, List<Object> path) {
        String message = String.valueOf(e.getMessage());
        int colon = message.indexOf(": ");
        String field = colon < 0 ? "" : message.substring(0, colon);
        List<Object> place = new ArrayList<>(path.isEmpty() ? tableNamedBy(field) : path);
        // below the table: one key, or the keys of tables and one
        for (String key : field.substring(field.lastIndexOf(' ') + 1).split("\\.", -1)) {
            if (document.valueAt(place) instanceof TomlTable table && table.keySet().contains(key)) {
                place.add(key);
            }
        }
        return document.mistake(document.positionOf(place), message);
    }

    /** The table that {@code "route 10.0.0.0/8 via"} speaks of. */
    private List<Object> tableNamedBy(String field) {
        String[] words = field.split(" ", -1);
        List<Object> root = List.of((Object[]) words[0].split("\\.", -1));
        String identity = IDENTITY.get(words[0]);
        if (identity == null || !(document.valueAt(root) instanceof TomlArray tables)) {
            return deepestKnown(root);
        }
        for (int i = 0; i < tables.size() && words.length > 1; i++) {
            List<Object> table = new ArrayList<>(root);
            table.add(i);
            List<Object> name = new ArrayList<>(table);
            name.add(identity);
            if (words[1].equals(document.valueAt(name))) {
                return table;
            }
        }
        return root;
    }

    /** Where a field given by its keys stands, as far as the document has it. */
    private List<Object> deepestKnown(List<Object> keys) {
        int depth = keys.size() - 1;
        while (depth > 1 && document.valueAt(keys.subList(0, depth)) == null) {
            depth--;
        }
        return keys.subList(0, Math.max(depth, 1));
    }

    private ConfigException at(List<Object> path, String message) {
        String field = describe(path);
        return document.mistake(document.positionOf(path), field.isEmpty() ? message : field + ": " + message);
    }

    private static List<Object> pathOf(JsonMappingException e) {
        List<Object> path = new ArrayList<>();
        for (JsonMappingException.Reference step : e.getPath()) {
            path.add(step.getFieldName() == null ? (Object) step.getIndex() : step.getFieldName());
        }
        return path;
    }

    private static String describe(List<Object> path) {
        StringBuilder text = new StringBuilder();
        for (Object step : path) {
            if (step instanceof Integer) {
                text.append('[').append(step).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step);
            }
        }
        return text.toString();
    }

    private String told(List<Object> path) {
        Object value = document.valueAt(path);
        if (value instanceof String) {
            return "\"" + value + "\"";
        }
        if (value instanceof TomlTable) {
            return "a table";
        }
        return value instanceof TomlArray ? "a list" : String.valueOf(value);
    }

    private static String nameOf(Class<?> raw) {
        if (raw == boolean.class || raw == Boolean.class) {
            return "true or false";
        }
        if (raw == String.class || raw.isEnum()) {
            return "a string";
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            return raw == double.class || raw == Double.class ? "a number" : "a whole number";
        }
        return Collection.class.isAssignableFrom(raw) ? "a list" : "a table";
    }

    private static List<String> namesOf(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream().map(Object::toString).toList();
    }
}
