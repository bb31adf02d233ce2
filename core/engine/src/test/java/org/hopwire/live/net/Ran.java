package org.hopwire.live.net;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program that has ended.
 *
 * @param command what was run
 * @param status its exit status
 * @param out what it printed, errors among it
 */
public record Ran(String command, int status, String out) {
    private static final Pattern PINGS = Pattern
            .compile("(\\d+) packets transmitted, (\\d+) received.* ([\\d.]+)% packet loss");

    /** Asserts that it printed each of these. */
    public Ran says(String... texts) {
        assertThat(out).as(command).contains(texts);
        return this;
    }

    /** Asserts that it printed none of these. */
    public Ran saysNothingOf(String... texts) {
        assertThat(out).as(command).doesNotContain(texts);
        return this;
    }

    /** Asserts its exit status. */
    public Ran endsWith(int expected) {
        assertThat(status).as("exit status of %s%n%s", command, out).isEqualTo(expected);
        return this;
    }

    /** Asserts ping's last line: how many echo requests left, and how many answers came. */
    public Ran pings(int sent, int received) {
        Matcher summary = matcher(PINGS);
        assertThat(summary.group(1) + " sent, " + summary.group(2) + " received").as("%s%n%s", command, out)
                .isEqualTo(sent + " sent, " + received + " received");
        return this;
    }

    /** Where the output has it. */
    public Matcher matcher(Pattern pattern) {
        Matcher matcher = pattern.matcher(out);
        assertThat(matcher.find()).as("%s in the output of %s%n%s", pattern, command, out).isTrue();
        return matcher;
    }
}
