package org.hopwire.cli.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import org.hopwire.cli.live.EngineFiles;
import org.hopwire.port.linux.sys.SystemCallException;
import org.hopwire.port.linux.sys.ThisProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A host, a router and a server inside this machine, to try the engine on real packets. */
@Command(name = "lab", synopsisSubcommandLabel = "COMMAND", description = {
    "Make a host, a router and a server inside this machine.",
    "Three network namespaces, joined by two pairs of interfaces; the router's has no address, so that only an engine"
            + " can answer there. Needs root or user namespaces; with sudo, put it before every command."}, footer = {
                "  hopwire lab up", "  hopwire lab exec host ping -c 3 192.0.2.1",
                "  hopwire lab down"}, subcommands = {LabCommand.Up.class, LabCommand.Exec.class,
                    LabCommand.Status.class, LabCommand.Down.class})
public final class LabCommand extends HopwireCommand {
    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "Missing command");
    }

    /** Makes it. */
    @Command(name = "up", description = {"Make the lab and say what to try in it.",
        "A lab that is up stays as it is."}, footer = {"  hopwire lab up", "  hopwire lab up --json"})
    static final class Up extends HopwireCommand {
        @Option(names = "--json", description = "Print a JSON document.")
        private boolean json;

        @Override
        public Integer call() throws CliException {
            EngineFiles files = EngineFiles.ofThisUser();
            Lab lab = Lab.of(files);
            if (!lab.isUp()) {
                lab.takeDown();
                LabMaker.make(lab);
            }
            if (json) {
                Json.print(out(), document(lab));
            } else {
                Tour.of(lab).forEach(out()::println);
            }
            return ExitCode.OK;
        }
    }

    private static ObjectNode document(Lab lab) {
        ObjectNode document = Json.document().put("up", lab.isUp());
        if (lab.isUp()) {
            document.put("rootless", lab.isRootless()).put("configuration", lab.configuration().toString());
            ObjectNode nodes = document.putObject("nodes");
            for (Node node : Node.values()) {
                nodes.put(node.toString(), lab.holder(node).pid());
            }
        }
        return document;
    }

    private static Lab requireUp() throws CliException {
        Lab lab = Lab.of(EngineFiles.ofThisUser());
        if (!lab.isUp()) {
            throw new CliException(ExitCode.BAD_INPUT,
                    "this user has no lab that is up; make one with 'hopwire lab up'");
        }
        return lab;
    }

    /** Becomes another program inside it. */
    @Command(name = "exec", description = {"Run a command on one of the lab's machines.",
        "The command takes this one's place: terminal, signals and exit status are its own."}, footer = {
            "  hopwire lab exec router hopwire run --config router.toml", "  hopwire lab exec host ping -c 3 192.0.2.1",
            "  hopwire lab exec server ip address"})
    public static final class Exec extends HopwireCommand {
        @Parameters(index = "0", paramLabel = "NODE", converter = Node.Converter.class, description = "One of router, host, server.")
        private Node node;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run, and its arguments.")
        private List<String> command;

        @Override
        public Integer call() throws CliException {
            Lab lab = requireUp();
            List<String> words = lab.inside(node);
            words.add("--");
            List<String> asked = new ArrayList<>(command);
            if (asked.get(0).equals("--")) {
                asked.remove(0);
            }
            if (!asked.isEmpty() && asked.get(0).equals(Launcher.NAME)) {
                asked.set(0, Launcher.path());
            }
            words.addAll(asked);
            try {
                // inside a user namespace everybody is root, and would look for engines in root's folder
                ThisProcess.setEnvironment(EngineFiles.VARIABLE, EngineFiles.ofThisUser().folder().toString());
                out().flush();
                ThisProcess.become(words.get(0), words);
            } catch (SystemCallException e) {
                throw new CliException(ExitCode.ENVIRONMENT, e.getMessage(), e);
            }
            return ExitCode.DEFECT;
        }
    }

    /** Says whether there is one. */
    @Command(name = "status", description = "Say whether the lab is up; exits 1 where it is not.", exitCodeList = {
        "0:the lab is up", "1:it is not", "2:wrong options or arguments", "130:interrupted"}, footer = {
            "  hopwire lab status", "  hopwire lab status --json"})
    static final class Status extends HopwireCommand {
        @Option(names = "--json", description = "Print a JSON document.")
        private boolean json;

        @Override
        public Integer call() throws CliException {
            Lab lab = Lab.of(EngineFiles.ofThisUser());
            boolean up = lab.isUp();
            if (json) {
                Json.print(out(), document(lab));
            } else if (up) {
                Tour.of(lab).forEach(out()::println);
            } else {
                out().println("the lab is down");
            }
            return up ? ExitCode.OK : ExitCode.NO;
        }
    }

    /** Takes it away. */
    @Command(name = "down", description = {"Take the lab away, with all that runs inside it.",
        "Where there is none, nothing is done."}, footer = "  hopwire lab down")
    static final class Down extends HopwireCommand {
        @Override
        public Integer call() throws CliException {
            List<String> told = Lab.of(EngineFiles.ofThisUser()).takeDown();
            if (!isQuiet()) {
                told.forEach(each -> err().println("hopwire: " + each));
            }
            return ExitCode.OK;
        }
    }

    /** How this program is started. */
    static final class Launcher {
        /** What people type. */
        static final String NAME = "hopwire";

        private Launcher() {}

        /** The launcher's file, or the bare name where this JVM was started without it. */
        static String path() {
            String home = System.getProperty("hopwire.home");
            return home == null ? NAME : Path.of(home, "bin", NAME).toString();
        }

        /** What to type here. */
        static String words() {
            if (System.getenv("SUDO_USER") != null) {
                // sudo looks in folders of its own
                return "sudo " + path();
            }
            return Tool.isOnPath(NAME) ? NAME : path();
        }
    }
}
