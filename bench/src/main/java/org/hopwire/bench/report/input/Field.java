package org.hopwire.bench.report.input;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A value in a JSON file that knows where it stands, so that whoever cannot use it can say so. */
final class Field {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int SHOWN = 40;

    private final String file;
    private final String path;
    private final JsonNode node;

    private Field(String file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** The document in a file. */
    static Field read(Path file) {
        return parse(file.toString(), "", text(file));
    }

    /** The documents in a file of one a line. */
    static List<Field> readLines(Path file) {
        List<String> lines = text(file).lines().toList();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                fields.add(parse(file.toString(), "line " + (i + 1), lines.get(i)));
            }
        }
        return fields;
    }

    /** All of a file. */
    static String text(Path file) {
        try {
            String text = Files.readString(file);
            if (text.isBlank()) {
                throw new DamagedInputException(file + ": is empty");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw damaged(file + ": is not text", e);
        } catch (IOException e) {
            throw damaged(file + ": cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static Field parse(String file, String path, String text) {
        try {
            return new Field(file, path, JSON.readTree(text));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            throw damaged(file + ": " + (path.isEmpty() ? "" : path + ": ") + "no JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("") + place, e);
        }
    }

    private static DamagedInputException damaged(String message, Exception cause) {
        DamagedInputException damaged = new DamagedInputException(message);
        damaged.initCause(cause);
        return damaged;
    }

    /** What is wrong with this value. */
    DamagedInputException wrong(String what) {
        return new DamagedInputException(file + ": " + (path.isEmpty() ? "" : path + ": ") + what);
    }

    private DamagedInputException isNot(String wanted) {
        String text = node.toString();
        return wrong((text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + " is not " + wanted);
    }

    /** A member that has to be there. */
    Field at(String name) {
        return maybe(name).orElseThrow(() -> member(name, JSON.missingNode()).wrong("missing"));
    }

    /** A member, unless it is absent or null. */
    Optional<Field> maybe(String name) {
        if (!node.isObject()) {
            throw isNot("an object");
        }
        JsonNode member = node.get(name);
        return member == null || member.isNull() ? Optional.empty() : Optional.of(member(name, member));
    }

    private Field member(String name, JsonNode member) {
        return new Field(file, path.isEmpty() ? name : path + "." + name, member);
    }

    /** The elements of an array. */
    List<Field> items() {
        if (!node.isArray()) {
            throw isNot("an array");
        }
        List<Field> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Field(file, path + "[" + i + "]", node.get(i)));
        }
        return items;
    }

    /** The members of an object, by name. */
    Map<String, Field> members() {
        if (!node.isObject()) {
            throw isNot("an object");
        }
        Map<String, Field> members = new TreeMap<>();
        node.properties().forEach(each -> members.put(each.getKey(), member(each.getKey(), each.getValue())));
        return members;
    }

    /** A finite number. */
    double number() {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw isNot("a number");
        }
        return node.doubleValue();
    }

    /** A number above 0. */
    double positive() {
        if (number() <= 0) {
            throw isNot("above 0");
        }
        return number();
    }

    /** A whole number. */
    long whole() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw isNot("a whole number");
        }
        return node.longValue();
    }

    /** A number, or null. */
    static Double orNull(Optional<Field> field) {
        return field.map(Field::number).orElse(null);
    }

    /** Numbers of an array. */
    List<Double> numbers() {
        return items().stream().map(Field::number).toList();
    }

    String text() {
        if (!node.isTextual()) {
            throw isNot("a text");
        }
        return node.textValue();
    }

    /** A text, or nothing. */
    static String orEmpty(Optional<Field> field) {
        return field.map(Field::text).orElse("");
    }

    boolean truth() {
        if (!node.isBoolean()) {
            throw isNot("true or false");
        }
        return node.booleanValue();
    }

    /** A text that is one of the names of an enum. */
    <E extends Enum<E>> E one(Class<E> type) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(text())) {
                return each;
            }
        }
        throw isNot("one of " + List.of(type.getEnumConstants()));
    }

    /** Refuses a document of another kind. */
    Field requireSchema(String schema) {
        Field found = at("schema");
        if (!found.plain().equals(schema)) {
            throw found.isNot(schema);
        }
        return this;
    }

    /** A number or a text as it is written. */
    String plain() {
        return node.asText();
    }
}
