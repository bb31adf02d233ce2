package org.hopwire.port.linux.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The Linux capabilities a program on live interfaces may need; their numbers are part of the kernel's interface. */
public enum Capability {
    /** Reading files whatever their permissions say. */
    CAP_DAC_READ_SEARCH(2),
    /** Giving capabilities up for good. */
    CAP_SETPCAP(8),
    /** TCP and UDP ports below 1024. */
    CAP_NET_BIND_SERVICE(10),
    /** Making TAP interfaces, attaching XDP programs. */
    CAP_NET_ADMIN(12),
    /** AF_PACKET and AF_XDP sockets. */
    CAP_NET_RAW(13),
    /** Locking more memory than the limit allows. */
    CAP_IPC_LOCK(14),
    /** Entering a network namespace. */
    CAP_SYS_ADMIN(21),
    /** Loading BPF programs. */
    CAP_BPF(39);

    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String EFFECTIVE = "CapEff:";
    private static final int HEX = 16;

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** Its bit in the kernel's masks. */
    public long bit() {
        return 1L << number;
    }

    /** As tools spell it, {@code cap_net_raw}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A mask of several. */
    public static long mask(Collection<Capability> capabilities) {
        return capabilities.stream().mapToLong(Capability::bit).reduce(0, (all, bit) -> all | bit);
    }

    /** Those of ours that a mask holds. */
    public static Set<Capability> in(long mask) {
        Set<Capability> held = EnumSet.noneOf(Capability.class);
        for (Capability each : values()) {
            if ((mask & each.bit()) != 0) {
                held.add(each);
            }
        }
        return held;
    }

    /** Several as tools take them, {@code cap_net_admin,cap_net_raw}. */
    public static String labels(Collection<Capability> capabilities) {
        return capabilities.stream().map(Capability::label).collect(Collectors.joining(","));
    }

    /** What the calling thread may use now, of all capabilities the kernel has; 0 where this cannot be read. */
    public static long effective() {
        return read(EFFECTIVE);
    }

    /** What the calling thread may allow itself; 0 where this cannot be read. */
    public static long permitted() {
        return read("CapPrm:");
    }

    private static long read(String field) {
        try {
            return read(Files.readAllLines(STATUS), field);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What may be used now, from the lines of a status file of {@code /proc}. */
    public static long effective(Collection<String> statusLines) {
        return read(statusLines, EFFECTIVE);
    }

    private static long read(Collection<String> statusLines, String field) {
        return statusLines.stream().filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .mapToLong(hex -> Long.parseUnsignedLong(hex, HEX)).findFirst().orElse(0);
    }
}
