package org.hopwire.cli.doctor;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.checksum.ChecksumKernel;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.engine.StartupCheck;

/** Looks at everything Hopwire depends on. Asks for no permission and changes nothing. */
final class Examination {
    private static final long LEAST_SOCKET_BUFFER = 4 << 20;

    private final Machine machine;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(Machine machine) {
        this.machine = machine;
    }

    static List<Finding> of(Machine machine) {
        Examination examination = new Examination(machine);
        examination.java();
        examination.flags();
        examination.checks();
        examination.checksum();
        examination.processors();
        if ("Linux".equals(machine.property("os.name"))) {
            examination.linux();
        }
        return List.copyOf(examination.findings);
    }

    private void java() {
        String found = machine.property("java.vendor") + " " + machine.property("java.runtime.version") + " in "
                + machine.property("java.home");
        findings.add(machine.javaFeature() >= StartupCheck.LEAST_JAVA
                ? Finding.ok("java", found)
                : Finding.missing("java", found + " is older than Java " + StartupCheck.LEAST_JAVA,
                        "export JAVA25_HOME=/path/to/a/jdk-" + StartupCheck.LEAST_JAVA));
    }

    private void flags() {
        flag("internals", machine.opensInternals(), "jdk.internal.misc is open to Agrona",
                "jdk.internal.misc is hidden from Agrona", StartupCheck.flag("--add-opens"));
        flag("native-access", machine.hasNativeAccess(), "native access is granted", "native access is not granted",
                StartupCheck.flag("--enable-native-access"));
        findings.add(machine.hasVectorModule()
                ? Finding.ok("vector-module", "jdk.incubator.vector is added")
                : Finding.note("vector-module", "jdk.incubator.vector is not added; checksums run scalar",
                        StartupCheck.flag("--add-modules")));
    }

    private void flag(String name, boolean set, String good, String bad, String remedy) {
        findings.add(set ? Finding.ok(name, good) : Finding.missing(name, bad, remedy));
    }

    private void checks() {
        flag("bounds-checks", !Boolean.parseBoolean(machine.property(StartupCheck.BUFFERS_UNCHECKED)),
                "bounds checks of buffers are on", "bounds checks of buffers are off",
                "remove -D" + StartupCheck.BUFFERS_UNCHECKED + "=true");
        flag("vector-checks", !"0".equals(machine.property(StartupCheck.VECTORS_CHECKED)),
                "bounds checks of vectors are on", "bounds checks of vectors are off",
                "remove -D" + StartupCheck.VECTORS_CHECKED + "=0");
    }

    private void checksum() {
        try {
            ChecksumKernel kernel = InternetChecksum.kernel();
            findings.add(kernel.isVector()
                    ? Finding.ok("checksum", kernel.toString())
                    : Finding.note("checksum", kernel.toString(), ""));
        } catch (IllegalArgumentException e) {
            findings.add(Finding.missing("checksum", e.getMessage(), "remove -Dhopwire.checksum"));
        }
    }

    private void processors() {
        int count = Runtime.getRuntime().availableProcessors();
        findings.add(count > 1
                ? Finding.ok("processors", count + " available")
                : Finding.note("processors", "1 available; an engine on threads of its own wants 2", ""));
    }

    private void linux() {
        findings.add(Finding.ok("kernel", "Linux " + machine.property("os.version")));
        LiveExamination.of(machine, findings);
        socketBuffer("receive-buffer", "net.core.rmem_max", "/proc/sys/net/core/rmem_max");
        socketBuffer("send-buffer", "net.core.wmem_max", "/proc/sys/net/core/wmem_max");
        machine.lines("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").forEach(this::governor);
    }

    private void governor(String governor) {
        findings.add(governor.equals("performance")
                ? Finding.ok("governor", governor)
                : Finding.note("governor", governor + ": the clock follows the load, figures vary",
                        "sudo cpupower frequency-set -g performance"));
    }

    private void socketBuffer(String name, String setting, String file) {
        for (String line : machine.lines(file)) {
            long octets = Long.parseLong(line.strip());
            findings.add(octets >= LEAST_SOCKET_BUFFER
                    ? Finding.ok(name, setting + " = " + octets)
                    : Finding.note(name, setting + " = " + octets + " is little; other programs' sockets drop bursts",
                            "sudo sysctl -w " + setting + "=" + LEAST_SOCKET_BUFFER));
        }
    }
}
