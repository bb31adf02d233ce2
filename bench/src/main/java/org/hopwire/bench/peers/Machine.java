package org.hopwire.bench.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a figure depends on besides the code. */
final class Machine {
    private Machine() {}

    /** Names and values, in the order a person reads them. */
    static Map<String, String> facts() throws InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", valueIn("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("gcc", Shell.line("gcc", "-dumpfullversion"));
        facts.put("dpdk", Shell.line("pkg-config", "--modversion", "libdpdk"));
        facts.put("reservedHugePages", valueIn("/proc/meminfo", "HugePages_Total"));
        return facts;
    }

    /** Threads that ran or waited to, on average over a minute; below 0 where the system does not say. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String valueIn(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(key)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
