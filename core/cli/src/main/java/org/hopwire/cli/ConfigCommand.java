package org.hopwire.cli;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.config.ConfigException;
import org.hopwire.cli.config.ConfigLoader;
import org.hopwire.engine.config.EngineConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Commands about configuration files. */
@Command(name = "config", description = "Work with configuration files.", synopsisSubcommandLabel = "COMMAND", subcommands = ConfigCommand.Check.class, footer = "  hopwire config check router.toml")
final class ConfigCommand extends HopwireCommand {
    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "Missing command");
    }

    /** Says whether a configuration can be used, and where it is wrong. */
    @Command(name = "check", description = "Check a configuration and name its first mistake by line and column.", footer = {
        "  hopwire config check router.toml", "  hopwire config check router.toml --json"})
    static final class Check extends HopwireCommand {
        @Parameters(paramLabel = "FILE", description = "TOML configuration.")
        private Path file;

        @Option(names = "--json", description = "Print a JSON document.")
        private boolean json;

        @Override
        public Integer call() throws CliException, ConfigException {
            requireEngine();
            if (json) {
                return printDocument();
            }
            out().println(file + ": ok (" + summary(ConfigLoader.load(file)) + ")");
            return ExitCode.OK;
        }

        private int printDocument() {
            ObjectNode document = Json.document().put("file", file.toString());
            int exitCode = ExitCode.OK;
            try {
                EngineConfig config = ConfigLoader.load(file);
                document.put("ok", true).put("ports", config.port().size()).put("routes", config.route().size())
                        .put("neighbors", config.neighbor().size());
            } catch (ConfigException e) {
                document.put("ok", false).put("error", e.getMessage());
                exitCode = ExitCode.BAD_INPUT;
            }
            Json.print(out(), document);
            return exitCode;
        }

        private static String summary(EngineConfig config) {
            return config.port().size() + " ports, " + config.route().size() + " routes, "
                    + config.neighbor().size() + " neighbors";
        }
    }
}
