package org.hopwire.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.port.Port;
import org.hopwire.port.memory.MemoryPort;

/**
 * Reads a TOML configuration. Keys are the components of the {@code org.hopwire.engine.config} records in snake_case,
 * choices the constants of their enums in kebab-case; a key nobody knows is refused. One key is the program's own:
 * {@code [[route_file]]}, whose {@code path}, from the configuration's folder on, leads to more routes.
 */
public final class ConfigLoader {
    private static final int MOST_OCTETS = 16 << 20;
    private static final String ROUTE_FILE = "route_file";
    /** What some editors put in front of UTF-8. */
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addMixIn(RouteConfig.class, OneOrMore.class)
            .addModule(new SimpleModule().setDeserializerModifier(new Choice.Modifier()))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual,
                    coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    /** A route has one gateway, written as text, or several of equal cost, written as an array. */
    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation
    private interface OneOrMore {
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> via();
    }

    private ConfigLoader() {}

    /**
     * A configuration and where it stood.
     *
     * @param files what a reload reads: the configuration's own first
     */
    public record Loaded(EngineConfig config, List<Path> files) {}

    /**
     * Reads and binds a file, and lets the engine check it as a whole.
     *
     * @throws ConfigException naming file, line, column, field and value of the first mistake
     * @throws IllegalStateException if this JVM lacks a flag the engine needs
     */
    public static EngineConfig load(Path file) throws ConfigException {
        return loadWithFiles(file).config();
    }

    /** {@link #load}, and which files it took. */
    public static Loaded loadWithFiles(Path file) throws ConfigException {
        return loadWithFiles(file.toString(), textOf(file));
    }

    static EngineConfig load(String name, String text) throws ConfigException {
        return loadWithFiles(name, text).config();
    }

    private static Loaded loadWithFiles(String name, String text) throws ConfigException {
        TomlDocument document = TomlDocument.parse(name, text);
        ObjectNode tree = document.tree();
        List<RouteFile> files = routeFiles(document, tree.remove(ROUTE_FILE), Path.of(name));
        EngineConfig config = bind(document, tree, EngineConfig.class);
        try {
            for (RouteFile each : files) {
                config = config.withMoreRoutes(each.routes());
            }
            checkWhole(config);
        } catch (IllegalArgumentException e) {
            for (RouteFile each : files) {
                ConfigException there = each.refused(e);
                if (there != null) {
                    throw there;
                }
            }
            throw new Mistakes(document).refused(e, List.of());
        }
        List<Path> read = new ArrayList<>(List.of(Path.of(name)));
        files.forEach(each -> read.add(each.path()));
        return new Loaded(config, List.copyOf(read));
    }

    private static List<RouteFile> routeFiles(TomlDocument document, JsonNode tables, Path configuration)
            throws ConfigException {
        List<RouteFile> files = new ArrayList<>();
        if (tables == null) {
            return files;
        }
        if (!tables.isArray()) {
            throw wrong(document, List.of(ROUTE_FILE), "is not a list of tables: [[" + ROUTE_FILE + "]]");
        }
        for (JsonNode each : tables) {
            JsonNode path = each.path("path");
            List<Object> place = List.of(ROUTE_FILE, files.size());
            if (!path.isTextual() || path.asText().isBlank() || each.size() != 1) {
                throw wrong(document, place, "has one key, path, the name of a file");
            }
            try {
                files.add(RouteFile.read(configuration.resolveSibling(path.asText())));
            } catch (InvalidPathException e) {
                throw wrong(document, place, "path \"" + path.asText() + "\" is no name of a file");
            }
        }
        return files;
    }

    private static ConfigException wrong(TomlDocument document, List<Object> place, String why) {
        return document.mistake(document.positionOf(place), ROUTE_FILE + ": " + why);
    }

    /**
     * Why a file that says nothing wrong in itself cannot be used here, with the place.
     *
     * @param why begins with the field it is about, as the records' messages do
     * @throws ConfigException if the file has changed so much that nothing can be told of it
     */
    public static ConfigException refused(Path file, IllegalArgumentException why) throws ConfigException {
        return new Mistakes(TomlDocument.parse(file.toString(), textOf(file))).refused(why, List.of());
    }

    /** Binds the text of a file to any record. */
    static <T> T read(String name, String text, Class<T> type) throws ConfigException {
        TomlDocument document = TomlDocument.parse(name, text);
        return bind(document, document.tree(), type);
    }

    private static <T> T bind(TomlDocument document, ObjectNode tree, Class<T> type) throws ConfigException {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new Mistakes(document).explain(e);
        }
    }

    /** Only the engine knows which ports and networks the routes and neighbours may name. */
    private static void checkWhole(EngineConfig config) {
        EngineBuilder builder = Engine.builder().config(config);
        for (PortConfig port : config.port()) {
            Port[] queues = new Port[PortKind.parse(port.kind()).hasQueues() ? config.engine().workers() : 1];
            Arrays.setAll(queues, i -> new MemoryPort(port.name()));
            builder.open(port.name(), queues);
        }
        builder.build().close();
    }

    private static String textOf(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_OCTETS + 1);
            if (bytes.length > MOST_OCTETS) {
                throw new ConfigException(file + ": longer than 16 MiB; is it a configuration? Many routes go into a "
                        + ROUTE_FILE);
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException e) {
            throw ConfigException.unreadable(file, e);
        }
    }
}
