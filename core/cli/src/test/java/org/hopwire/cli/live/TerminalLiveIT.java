package org.hopwire.cli.live;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of rates on a terminal, and ^C typed there. */
class TerminalLiveIT extends ScriptedProgram {
    private static final Pattern REDRAWN = Pattern.compile("\u001b\\[(\\d+)F\u001b\\[J");

    @ParameterizedTest
    @CsvSource({"100, 'Port +in \\[pkt/s] +in \\[Mbit/s] +out \\[pkt/s] +out \\[Mbit/s] +refused'",
        "40, 'Port +in \\[pkt/s] +out \\[pkt/s]'"})
    @DisplayName("the table is drawn over itself, no line longer than the terminal; ^C prints the figures, status 130")
    void shouldDrawATableAndEndWithItsFiguresOnInterrupt(int columns, String header) throws Exception {
        requireTool("script");
        requireTool("stty");
        Run run = run(PROLOGUE + """
                T="$D/typescript"
                : > "$T"; : > "$D/engine.err"
                type() {
                    await capabilities: "$D/engine.err"
                    ping -i 0.02 -q 192.0.2.1 > "$D/ping" &
                    await '^near  *[1-9][0-9]' "$T" 5
                    printf '\\003'
                    await 'frames in' "$T"
                }
                type | script -qefc "stty cols %d rows 24; exec $H run -c $D/c.toml --interval 300ms --duration 100s \\
                    2> $D/engine.err" "$T" > "$D/copy"; echo "ended $?"
                """.formatted(columns));
        assertThat(run.out()).as(run.err() + "").contains("ended 130");
        List<String> tables = tables(Files.readString(folder.resolve("typescript")).replace("\r", ""));
        assertThat(tables).hasSizeGreaterThanOrEqualTo(4);
        List<String> drawn = tables.subList(0, tables.size() - 1);
        assertThat(drawn).allSatisfy(table -> assertThat(table.lines()).allMatch(line -> line.length() <= columns));
        assertThat(drawn).allSatisfy(table -> assertThat(table).containsPattern("(?m)^" + header + '$'));
        assertThat(drawn).anySatisfy(table -> assertThat(table).containsPattern("(?m)^near +[1-9]\\d")
                .containsPattern("(?m)^icmp in +echo-request [1-9]"));
        String last = tables.get(tables.size() - 1);
        assertThat(last).as("the figures at the end").contains("frames in").contains("echo-reply");
        assertThat(told()).isEmpty();
    }

    /** What was drawn between two movements of the cursor; each movement must lead over just the last table. */
    private static List<String> tables(String typescript) {
        String text = typescript.substring(typescript.indexOf("up 0:"));
        List<String> tables = new ArrayList<>();
        Matcher redrawn = REDRAWN.matcher(text);
        int start = 0;
        while (redrawn.find()) {
            String table = text.substring(start, redrawn.start());
            assertThat(table.lines()).as("what is drawn over").hasSize(Integer.parseInt(redrawn.group(1)));
            tables.add(table);
            start = redrawn.end();
        }
        tables.add(text.substring(start));
        return tables;
    }
}
