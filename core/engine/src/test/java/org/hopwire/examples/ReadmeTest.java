package org.hopwire.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.hopwire.engine.StartupCheck;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The README is part of the program: what it shows compiles, runs and prints what it says. */
class ReadmeTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path EXAMPLE = Path.of("src/test/java/org/hopwire/examples/EmbeddedRouterExample.java");
    private static final int EXAMPLE_LINES = 20;

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    /** What stands fenced behind the marker {@code <!-- name -->}. */
    private static String block(String name) throws IOException {
        Matcher matcher = Pattern.compile("<!-- " + name + " -->\\s*```\\w*\\n(.*?)```", Pattern.DOTALL)
                .matcher(readme());
        assertThat(matcher.find()).as("README.md has a block marked " + name).isTrue();
        return matcher.group(1);
    }

    @Test
    void shouldShowTheExampleAsItIsCompiled() throws IOException {
        assertThat(block("example")).isEqualTo(Files.readString(EXAMPLE));
    }

    @Test
    void shouldKeepTheExampleAtTwentyLines() throws IOException {
        long lines = Files.readAllLines(EXAMPLE).stream().dropWhile(line -> !line.startsWith("public final class"))
                .count();
        assertThat(lines).isLessThanOrEqualTo(EXAMPLE_LINES);
    }

    @Test
    void shouldShowHowToJoinAGroup() throws IOException {
        assertThat(block("join example")).isEqualTo(
                Files.readString(EXAMPLE.resolveSibling("JoinGroupExample.java")));
        assertThat(printedBy(() -> JoinGroupExample.main(new String[0])))
                .isEqualToNormalizingNewlines(block("join output"));
    }

    @Test
    void shouldPrintWhatTheExampleSays() throws IOException {
        assertThat(printedBy(() -> EmbeddedRouterExample.main(new String[0])))
                .isEqualToNormalizingNewlines(block("example output"));
    }

    private static String printedBy(Runnable main) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            main.run();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowEveryFlagOfTheFlagsFile() throws IOException {
        assertThat(block("flags").lines().map(line -> line.replaceAll("\\s+#.*", ""))).containsExactlyElementsOf(
                StartupCheck.flags());
    }

    @Test
    void shouldDrawEveryPackage() throws IOException {
        String picture = block("architecture");
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/org/hopwire"))) {
            assertThat(folders.filter(each -> each.getFileName().toString().equals("package-info.java"))
                    .map(each -> Path.of("src/main/java/org/hopwire").relativize(each.getParent()).toString()
                            .replace('/', '.')))
                    .allSatisfy(name -> assertThat(picture).containsPattern("\\b" + Pattern.quote(name) + "\\b"));
        }
    }

    @Test
    void shouldPointAtFilesThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(readme());
        while (link.find()) {
            if (!Files.exists(ROOT.resolve(link.group(1)))) {
                missing.add(link.group(1));
            }
        }
        assertThat(missing).isEmpty();
    }
}
