package org.hopwire.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.hopwire.bench.machine.Machine;
import org.hopwire.bench.machine.Shell;

/** What a figure depends on besides the code: the machine, and what the peers are made with. */
final class Facts {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String HUGE_PAGES = "HugePages_Total:";

    private Facts() {}

    /** Names and values, in the order a person reads them. */
    static Map<String, String> here() {
        Machine machine = Machine.here();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", machine.cpu());
        facts.put("cores", Integer.toString(machine.cores()));
        facts.put("kernel", machine.kernel());
        facts.put("jvm", System.getProperty("java.vm.name") + " " + machine.jdk());
        facts.put("gcc", Shell.line("gcc", "-dumpfullversion"));
        facts.put("dpdk", Shell.line("pkg-config", "--modversion", "libdpdk"));
        facts.put("reservedHugePages", reservedHugePages());
        return facts;
    }

    private static String reservedHugePages() {
        try {
            return Files.readAllLines(MEMORY).stream().filter(line -> line.startsWith(HUGE_PAGES)).findFirst()
                    .map(line -> line.substring(HUGE_PAGES.length()).strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
