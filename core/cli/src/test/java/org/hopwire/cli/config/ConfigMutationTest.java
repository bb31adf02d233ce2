package org.hopwire.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.util.SplittableRandom;

import org.hopwire.cli.Program;
import org.hopwire.engine.config.EngineConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** F7: whatever becomes of a configuration, it is either bound or refused in one line. */
class ConfigMutationTest {
    private static final long SEED = 20_260_102;
    private static final int ROUNDS = 800;
    private static final String[] PIECES = {"[", "]", "[[", "]]", "=", "\"", "'", "\n", "#", ".", ",", "{", "}", "-1",
        "0", "9999999999", "1.5", "nan", "true", "1979-05-27", "port", "route", "to", "icmp", "\"\"", "\"\"\"", "\\u",
        "\u0000", "\ud83d\ude00", "a.b.c"};

    @Test
    void shouldBindOrRefuseInOneLine() throws IOException {
        String original = Files.readString(Program.ROUTER);
        SplittableRandom random = new SplittableRandom(SEED);
        int bound = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = mutate(original, random);
            try {
                ConfigLoader.read("f.toml", text, EngineConfig.class);
                bound++;
            } catch (ConfigException e) {
                assertThat(e.getMessage()).as("seed %d, round %d", SEED, i).startsWith("f.toml:")
                        .doesNotContain("\n").doesNotContain("Exception").doesNotContain("com.fasterxml");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", round " + i + ":\n" + text, e);
            }
        }
        // neither all bound nor all refused: the mutations reach both sides
        assertThat(bound).isBetween(ROUNDS / 100, ROUNDS * 9 / 10);
    }

    private static String mutate(String original, SplittableRandom random) {
        StringBuilder text = new StringBuilder(original);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            }
        }
        return text.toString();
    }
}
