package org.hopwire.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hopwire.live.net.LiveNet;

import static org.assertj.core.api.Assertions.assertThat;

/** A Linux host whose memberships are real sockets, held by {@code member.py} in its namespace. */
final class Member implements AutoCloseable {
    private static final String SCRIPT = "src/test/scripts/member.py";

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    Member(LiveNet net, String host, String address) {
        try {
            process = new ProcessBuilder(net.command(host, "/usr/bin/python3", "-B", SCRIPT, address))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            in = process.outputWriter(StandardCharsets.UTF_8);
            out = process.inputReader(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does what a line says, see the script, and returns the answer. */
    String tell(String line) {
        begin(line);
        return answer();
    }

    /** Does what a line says; {@link #answer} waits for its end. */
    void begin(String line) {
        try {
            in.write(line + '\n');
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String answer() {
        try {
            String answer = out.readLine();
            assertThat(answer).as("answer of member.py, which has ended").isNotNull();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the calls of RFC 3678. */
    void call(String call) {
        assertThat(tell(call)).isEqualTo("done");
    }

    /** Texts heard until a group's datagram says {@code last}. */
    List<String> until(String group, String last) {
        return List.of(tell("until " + group + ' ' + last).split(" ", -1));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
