package org.hopwire.cli.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a running engine read its configuration again. */
@Command(name = "reload", description = {
    "Let a running engine read its configuration file again and go by it: as a whole, or not at all.",
    "Packets flow on, and what has not changed keeps its timers and state. What a running engine cannot change (ports,"
            + " roles, mode, workers, sizes of tables) is named, and then nothing is changed."}, footer = {
                "  hopwire reload", "  hopwire reload --dry-run", "  hopwire reload --pid 4711 --json",
                "  kill -HUP 4711                       (the same; the engine tells on its standard error)"}, exitCodeList = {
                    "0:done, or nothing to do", "1:something needs a restart; nothing was changed",
                    "2:wrong options or arguments",
                    "4:the engine does not answer, or has no room; nothing was changed",
                    "5:no such engine, or its file is missing or wrong; nothing was changed",
                    "70:a defect of Hopwire's; -vv shows where", "130:interrupted"})
public final class ReloadCommand extends HopwireCommand {
    @Option(names = "--pid", paramLabel = "N", description = "Process of the engine (default: the only one).")
    private Long pid;

    @Option(names = {"-n", "--dry-run"}, description = "Say what would change, and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    @Override
    public Integer call() throws CliException {
        EngineFiles files = EngineFiles.ofThisUser();
        String told = ControlClient.ask(files.socket(files.choose(pid)), dryRun ? Reload.PLAN : Reload.RELOAD);
        if (told.isBlank()) {
            throw new CliException(ExitCode.ENVIRONMENT, "the engine has ended before it answered");
        }
        ObjectNode answer = Json.parse(told);
        int exitCode = answer.path("exit_status").asInt();
        if (json) {
            answer.remove("exit_status");
            Json.print(out(), answer);
        } else {
            answer.path("changes").forEach(each -> out().println(line(each)));
            if (answer.path("more").asInt() > 0) {
                out().println("and " + answer.path("more").asInt() + " more");
            }
            out().flush();
        }
        if (exitCode != ExitCode.OK) {
            throw new CliException(exitCode, answer.path("error").asText());
        }
        if (!json && !isQuiet()) {
            err().println("hopwire: " + summary(answer));
        }
        return ExitCode.OK;
    }

    /** One change for people. */
    static String line(JsonNode change) {
        return change.path("key").asText() + ": " + valueOf(change.path("before")) + " -> "
                + valueOf(change.path("after")) + (change.path("needs_restart").asBoolean() ? " needs a restart" : "");
    }

    private static String valueOf(JsonNode value) {
        return value.isNull() ? "absent" : value.asText();
    }

    /** What came of a reload that went well. */
    static String summary(JsonNode answer) {
        int changes = answer.path("changes").size() + answer.path("more").asInt();
        String what = changes == 0 ? "nothing differs" : changes == 1 ? "1 change" : changes + " changes";
        String how = changes == 0 ? "" : answer.path("applied").asBoolean() ? " in force" : " possible, none made";
        return answer.path("file").asText() + ": " + what + how;
    }
}
