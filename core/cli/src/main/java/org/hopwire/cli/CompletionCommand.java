package org.hopwire.cli;

import java.util.Arrays;
import java.util.Locale;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Prints what a shell needs to complete the program's commands and options. */
@Command(name = "completion", description = "Print a completion script for a shell.", footer = {
    "  source <(hopwire completion bash)", "  hopwire completion zsh >> ~/.zshrc",
    "  hopwire completion fish > ~/.config/fish/completions/hopwire.fish"})
final class CompletionCommand extends HopwireCommand {
    /** Shells with a script. */
    enum Shell {
        BASH, ZSH, FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tells the choices as they are typed. */
    static final class ShellConverter implements ITypeConverter<Shell> {
        @Override
        public Shell convert(String value) {
            return Arrays.stream(Shell.values()).filter(shell -> shell.toString().equals(value)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of bash, zsh, fish"));
        }
    }

    @Parameters(paramLabel = "SHELL", converter = ShellConverter.class, description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Override
    public Integer call() {
        CommandLine root = spec().root().commandLine();
        // the bash script looks for zsh by itself and loads bashcompinit there
        out().print(shell == Shell.FISH ? fish(root) : AutoComplete.bash(root.getCommandName(), root));
        out().flush();
        return ExitCode.OK;
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c hopwire -n __fish_use_subcommand -f\n");
        appendOptions(script, root, "__fish_use_subcommand");
        root.getSubcommands().forEach((name, command) -> {
            appendCommand(script, command, "__fish_use_subcommand");
            String inside = "__fish_seen_subcommand_from " + name;
            appendOptions(script, command, inside);
            command.getSubcommands().values().forEach(below -> appendCommand(script, below, inside));
        });
        return script.toString();
    }

    private static void appendCommand(StringBuilder script, CommandLine command, String condition) {
        String[] description = command.getCommandSpec().usageMessage().description();
        script.append("complete -c hopwire -n '").append(condition).append("' -a ").append(command.getCommandName())
                .append(describe(description)).append('\n');
    }

    private static void appendOptions(StringBuilder script, CommandLine command, String condition) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            script.append("complete -c hopwire -n '").append(condition).append('\'');
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
            }
            script.append(option.arity().max() > 0 ? " -r" : "").append(describe(option.description())).append('\n');
        }
    }

    private static String describe(String[] description) {
        return description.length == 0 ? "" : " -d '" + description[0].replace("'", "\\'") + "'";
    }
}
