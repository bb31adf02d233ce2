package org.hopwire.cli.privilege;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.Capability;

import static org.hopwire.port.linux.sys.Capability.CAP_BPF;
import static org.hopwire.port.linux.sys.Capability.CAP_IPC_LOCK;
import static org.hopwire.port.linux.sys.Capability.CAP_NET_ADMIN;
import static org.hopwire.port.linux.sys.Capability.CAP_NET_BIND_SERVICE;
import static org.hopwire.port.linux.sys.Capability.CAP_NET_RAW;
import static org.hopwire.port.linux.sys.Capability.CAP_SYS_ADMIN;

/** Which capabilities a configuration asks for, while it opens its ports and when an interface comes back later. */
final class Needs {
    private static final int FIRST_FREE_TCP_PORT = 1024;

    private Needs() {}

    /** Without these a port does not open. */
    static Set<Capability> of(PortConfig port) {
        Set<Capability> needed = EnumSet.noneOf(Capability.class);
        boolean isInherited = port.device() != null && port.device().startsWith(PortRequest.INHERITED);
        switch (PortKind.parse(port.kind())) {
            case AF_PACKET -> needed.addAll(isInherited ? Set.of() : Set.of(CAP_NET_RAW));
            case AF_XDP -> needed.addAll(Set.of(CAP_NET_RAW, CAP_NET_ADMIN, CAP_BPF));
            case TAP, TUN -> needed.addAll(isInherited || isPrepared(port) ? Set.of() : Set.of(CAP_NET_ADMIN));
            case PCAP, MEMORY -> {
                // no kernel is asked
            }
        }
        if (port.options().exclusive()) {
            needed.addAll(Set.of(CAP_NET_ADMIN, CAP_BPF));
        }
        if (port.options().namespace() != null) {
            needed.add(CAP_SYS_ADMIN);
        }
        return needed;
    }

    /** An interface that an administrator has made for its user. */
    private static boolean isPrepared(PortConfig port) {
        return Files.exists(Path.of("/sys/class/net").resolve(port.device()).resolve("tun_flags"));
    }

    /** What is of use to a configuration as a whole; {@code prometheus} is an address or null. */
    static Set<Capability> of(EngineConfig config, String prometheus) {
        Set<Capability> useful = EnumSet.noneOf(Capability.class);
        config.port().forEach(each -> useful.addAll(of(each)));
        if (config.port().stream().anyMatch(each -> PortKind.parse(each.kind()) == PortKind.AF_XDP)) {
            useful.add(CAP_IPC_LOCK);
        }
        if (prometheus != null && isReserved(prometheus)) {
            useful.add(CAP_NET_BIND_SERVICE);
        }
        return useful;
    }

    private static boolean isReserved(String address) {
        String port = address.substring(address.lastIndexOf(':') + 1);
        return port.matches("\\d{1,4}") && Integer.parseInt(port) < FIRST_FREE_TCP_PORT;
    }
}
