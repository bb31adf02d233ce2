package org.hopwire.cli.doctor;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether Hopwire can run here, and what to paste where it cannot. */
@Command(name = "doctor", description = {"Check Java, its flags and this machine.",
    "Each line is ok (green), a note (yellow) or missing (red), with the line to paste where something can be"
            + " mended. Exits 0 when nothing is missing, else 4. Asks for no permission."}, footer = {
                "  hopwire doctor", "  hopwire doctor --json",
                "  HOPWIRE_JAVA=/opt/jdk-25/bin/java hopwire doctor"})
public final class DoctorCommand extends HopwireCommand {
    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    private final Machine machine;

    /** Examines the machine it runs on. */
    public DoctorCommand() {
        this(new Machine.Local());
    }

    DoctorCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() {
        List<Finding> findings = Examination.of(machine);
        boolean healthy = findings.stream().noneMatch(each -> each.state() == Finding.State.MISSING);
        if (json) {
            Json.print(out(), document(findings, healthy));
        } else {
            findings.forEach(this::print);
            out().println(healthy ? "Hopwire runs here." : "Hopwire does not run here; mend what is missing.");
        }
        return healthy ? ExitCode.OK : ExitCode.ENVIRONMENT;
    }

    private void print(Finding finding) {
        String state = String.format(Locale.ROOT, "%-7s", label(finding));
        out().println(ansi().string("@|" + finding.state().color() + " " + state + "|@ ")
                + String.format(Locale.ROOT, "%-14s ", finding.name()) + finding.detail());
        if (!finding.remedy().isEmpty()) {
            out().println(" ".repeat(23) + "-> " + finding.remedy());
        }
    }

    private static String label(Finding finding) {
        return finding.state().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode document(List<Finding> findings, boolean healthy) {
        ObjectNode document = Json.document().put("healthy", healthy);
        ArrayNode rows = document.putArray("findings");
        for (Finding finding : findings) {
            rows.addObject().put("name", finding.name()).put("state", label(finding)).put("detail", finding.detail())
                    .put("remedy", finding.remedy());
        }
        return document;
    }
}
