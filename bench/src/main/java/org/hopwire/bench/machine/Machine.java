package org.hopwire.bench.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Where something was measured.
 *
 * @param id
 *            names processor model, its flags and number of processors, not kernel or JDK; two are never compared
 * @param cpu
 *            model
 * @param cores
 *            processors of the machine
 * @param kernel
 *            operating system and its version
 * @param jdk
 *            runtime version
 * @param governor
 *            of the first processor's frequency, or "unknown"
 * @param load
 *            one-minute average, negative where not known
 */
public record Machine(String id, String cpu, int cores, String kernel, String jdk, String governor, double load) {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path GOVERNOR = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");

    /** This one, now. */
    public static Machine here() {
        int cores = Runtime.getRuntime().availableProcessors();
        List<String> info = lines(CPU);
        String model = field(info, "model name");
        return new Machine(id(model, field(info, "flags"), cores), model, cores,
                System.getProperty("os.name") + " " + System.getProperty("os.version"), Runtime.version().toString(),
                lines(GOVERNOR).stream().findFirst().orElse("unknown"), loadNow());
    }

    /** Threads that ran or waited to, on average over a minute; below 0 where the system does not say. */
    public static double loadNow() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static String id(String model, String flags, int cores) {
        String sorted = String.join(" ", new TreeSet<>(List.of(flags.split("\\s+", -1))));
        String slug = model.toLowerCase(Locale.ROOT).replaceAll("\\(.*?\\)|processor|cpu|@.*", " ").trim()
                .replaceAll("[^a-z0-9]+", "-");
        return slug + "-" + cores + "c-" + digest(model + "|" + sorted + "|" + cores);
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(List<String> info, String name) {
        return info.stream().filter(each -> each.startsWith(name)).findFirst()
                .map(each -> each.substring(each.indexOf(':') + 1).trim()).orElse(System.getProperty("os.arch"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
