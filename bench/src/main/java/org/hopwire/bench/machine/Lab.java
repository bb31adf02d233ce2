package org.hopwire.bench.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Network namespaces of this process's own, and cables between them, on which nobody says anything unasked: the kernel
 * has no address there, and no IPv6. They go with {@link #close}, and what a killed process has left, with the next.
 */
public final class Lab implements AutoCloseable {
    private static final String PREFIX = "hopwire-bench-";
    private static final int PID = 2;
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final String SILENCE = "for f in /proc/sys/net/ipv6/conf/all /proc/sys/net/ipv6/conf/default;"
            + " do [ ! -d $f ] || echo 1 > $f/disable_ipv6; done";

    private final List<String> namespaces;
    private boolean isOpen = true;

    /**
     * One end of a cable.
     *
     * @param namespace by name, as {@link #namespace} has it
     * @param device name there
     * @param mac link-layer address
     */
    public record End(String namespace, String device, String mac) {
        private String words() {
            return "name " + device + " netns " + namespace + " address " + mac;
        }
    }

    private Lab(List<String> namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * Makes a namespace for each role.
     *
     * @throws BenchException with what {@code ip} said, if this process may not
     */
    public static Lab open(String... roles) {
        sweep();
        Lab lab = new Lab(Arrays.stream(roles).map(Lab::name).toList());
        try {
            lab.namespaces.forEach(Lab::make);
            return lab;
        } catch (BenchException e) {
            lab.close();
            throw e;
        }
    }

    private static String name(String role) {
        return PREFIX + ProcessHandle.current().pid() + "-" + role;
    }

    private static void make(String namespace) {
        Shell.run("ip netns add " + namespace);
        Shell.run("ip -n " + namespace + " link set lo up");
        Shell.run(inside(namespace, List.of("sh", "-c", SILENCE)));
    }

    private static void sweep() {
        String[] names = Files.isDirectory(NAMESPACES) ? NAMESPACES.toFile().list() : null;
        if (names != null) {
            Arrays.stream(names).filter(Lab::isAbandoned).forEach(each -> Shell.run("ip netns del " + each));
        }
    }

    private static boolean isAbandoned(String name) {
        String[] parts = name.split("-", -1);
        return name.startsWith(PREFIX) && parts.length > PID && parts[PID].matches("\\d{1,9}")
                && ProcessHandle.of(Long.parseLong(parts[PID])).isEmpty();
    }

    /** Name of a role's namespace. */
    public String namespace(String role) {
        return name(role);
    }

    /**
     * Puts a cable between two namespaces.
     *
     * @throws BenchException where it cannot; then all is gone
     */
    public void cable(End one, End other) {
        try {
            Shell.run("ip link add " + one.words() + " type veth peer " + other.words());
            for (End each : List.of(one, other)) {
                Shell.run("ip -n " + each.namespace() + " link set dev " + each.device() + " up");
            }
        } catch (BenchException e) {
            close();
            throw e;
        }
    }

    /** The words that run a command in a namespace. */
    public static List<String> inside(String namespace, List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        return words;
    }

    @Override
    public synchronized void close() {
        if (isOpen) {
            isOpen = false;
            // one that was never made is no matter
            namespaces.forEach(each -> Shell.line("ip", "netns", "del", each));
        }
    }
}
