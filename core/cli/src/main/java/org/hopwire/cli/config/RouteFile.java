package org.hopwire.cli.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.hopwire.engine.config.RouteConfig;

/**
 * Routes by the million, one in a line: {@code PREFIX via GATEWAY [GATEWAY ...]}, {@code PREFIX port NAME} or
 * {@code PREFIX reject CAUSE}; what follows {@code #} is a comment.
 */
final class RouteFile {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final String FORM = "is not PREFIX via GATEWAY, PREFIX port NAME or PREFIX reject CAUSE";
    private static final String ROUTE = "route ";

    private final Path file;
    private final List<RouteConfig> routes = new ArrayList<>();
    private int[] lines = new int[1024];
    /** A million routes have few gateways. */
    private final Map<List<String>, List<String>> gateways = new HashMap<>();

    private RouteFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException naming file, line, column, field and value of the first mistake
     */
    static RouteFile read(Path file) throws ConfigException {
        RouteFile read = new RouteFile(file);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                read.take(++number, line);
            }
        } catch (IOException e) {
            throw ConfigException.unreadable(file, e);
        }
        return read;
    }

    Path path() {
        return file;
    }

    private void take(int number, String line) throws ConfigException {
        int comment = line.indexOf('#');
        List<MatchResult> words = WORD.matcher(comment < 0 ? line : line.substring(0, comment)).results().toList();
        if (words.isEmpty()) {
            return;
        }
        try {
            add(number, routeOf(words.stream().map(MatchResult::group).toList()));
        } catch (IllegalArgumentException e) {
            throw mistake(number, line, e.getMessage(), e);
        }
    }

    private RouteConfig routeOf(List<String> words) {
        String to = words.getFirst();
        List<String> rest = words.subList(Math.min(2, words.size()), words.size());
        String way = words.size() < 3 ? "" : words.get(1);
        boolean isSingle = rest.size() == 1;
        if (way.equals("via")) {
            return new RouteConfig(to, gateways.computeIfAbsent(rest, List::copyOf), null, null);
        } else if (way.equals("port") && isSingle) {
            return RouteConfig.on(to, rest.getFirst());
        } else if (way.equals("reject") && isSingle) {
            return RouteConfig.reject(to, rest.getFirst());
        }
        throw new IllegalArgumentException(ROUTE + to + ": \"" + String.join(" ", words) + "\" " + FORM);
    }

    private void add(int number, RouteConfig route) {
        if (routes.size() == lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        lines[routes.size()] = number;
        routes.add(route);
    }

    /** In the order of the file. */
    List<RouteConfig> routes() {
        return routes;
    }

    /** Why one of these routes was refused, with its place; null where the message speaks of none of them. */
    ConfigException refused(IllegalArgumentException why) {
        String message = String.valueOf(why.getMessage());
        if (!message.startsWith(ROUTE)) {
            return null;
        }
        String to = message.substring(ROUTE.length()).split("[ :]", 2)[0];
        // of two that are alike the second is the one too many
        for (int i = routes.size() - 1; i >= 0; i--) {
            if (routes.get(i).to().equals(to)) {
                return mistake(lines[i], lineAt(lines[i]), message, why);
            }
        }
        return null;
    }

    private String lineAt(int number) {
        try (var all = Files.lines(file, StandardCharsets.UTF_8)) {
            return all.skip(number - 1L).findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** At the column of the value that the message names behind its field, or of the line's first word. */
    private ConfigException mistake(int number, String line, String message, Exception cause) {
        String value = message.substring(message.indexOf(": ") + 1).strip().split("[ \"]", 3)[0];
        String quoted = message.contains("\"") ? message.split("\"", 3)[1] : "";
        int column = Math.max(indexOf(line, value), indexOf(line, quoted));
        int first = line.length() - line.stripLeading().length();
        return new ConfigException(file + ":" + number + ":" + (Math.max(column, first) + 1) + ": " + message, cause);
    }

    private static int indexOf(String line, String word) {
        return word.isEmpty() ? -1 : line.indexOf(word);
    }
}
