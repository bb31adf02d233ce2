package org.hopwire.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import picocli.CommandLine;

/** Runs the program inside the test and keeps what it says. */
public record Program(int exitCode, String out, String err) {
    /** The bundled recording. */
    public static final Path RECORDING = Path.of("src/main/dist/demo/recording.pcapng");
    /** The configuration it was made for. */
    public static final Path ROUTER = Path.of("src/main/dist/demo/router.toml");

    /** One run with these arguments. */
    public static Program run(Object... args) {
        return run(Hopwire.commandLine(), args);
    }

    /** One run of any command. */
    public static Program run(CommandLine command, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = command.execute(words);
        return new Program(exitCode, out.toString(), err.toString());
    }

    /** Standard output as the one JSON document it must be. */
    public JsonNode json() {
        try {
            return JsonMapper.builder().enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not one JSON document: " + out, e);
        }
    }
}
