package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.Port;
import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.LinuxPortConfig.XdpMode;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.port.linux.sys.SystemCallException;
import org.hopwire.port.linux.tap.TapPort;
import org.hopwire.port.linux.xdp.XdpPort;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.wire.MacAddress;

/** Opens the ports a configuration names, and takes from their interfaces what it leaves open. */
final class DevicePorts {
    private DevicePorts() {}

    /** The configuration with the MAC and MTU of each interface where it names none. */
    static EngineConfig complete(EngineConfig config, Set<String> given) {
        List<PortConfig> completed = new ArrayList<>();
        for (PortConfig each : config.port()) {
            boolean isOurs = PortKind.parse(each.kind()).isDevice() && !given.contains(each.name());
            completed.add(isOurs ? complete(each, completed.size()) : each);
        }
        return config.withPorts(completed);
    }

    private static PortConfig complete(PortConfig port, int index) {
        return switch (PortKind.parse(port.kind())) {
            case AF_PACKET, AF_XDP -> completeFrom(port, describe(port));
            // the interface's own address is that of the kernel's end
            case TAP -> sizedAsTap(port.mac() == null
                    ? port.withMac(MacAddress.format(PortConfig.localMac(index)))
                    : port);
            case TUN -> sizedAsTap(port);
            case PCAP, MEMORY -> port;
        };
    }

    /** An interface that is still to be made has the MTU everybody starts with. */
    private static PortConfig sizedAsTap(PortConfig port) {
        return NetworkNamespace.call(port.options().namespace(), () -> TapPort.describe(requestFor(port, false)))
                .map(device -> sizedAs(port, device)).orElse(port);
    }

    private static Device describe(PortConfig port) {
        String namespace = port.options().namespace();
        try {
            return NetworkNamespace.call(namespace, () -> PacketPort.describe(requestFor(port, false)));
        } catch (SystemCallException e) {
            throw e.errno() == Errno.ENODEV && e.device().equals(port.device())
                    ? e.ofMissing(port.name(), namespace)
                    : e;
        }
    }

    private static PortConfig completeFrom(PortConfig port, Device device) {
        PortConfig sized = sizedAs(port, device);
        return sized.mac() == null && device.mac() != 0 ? sized.withMac(MacAddress.format(device.mac())) : sized;
    }

    private static PortConfig sizedAs(PortConfig port, Device device) {
        if (port.mtu() != null && port.mtu() > device.mtu()) {
            throw new IllegalArgumentException("port " + port.name() + " mtu: " + port.mtu() + " is more than the "
                    + device.mtu() + " of " + device.name());
        }
        return port.mtu() == null ? port.withMtu(device.mtu()) : port;
    }

    private static PortRequest requestFor(PortConfig port, boolean isPromiscuous) {
        return new PortRequest(port.name(), port.device(), port.options(), isPromiscuous);
    }

    /**
     * For each worker a queue of every port of a completed configuration, in its order: the one that was given, or one
     * of ours.
     */
    static List<List<Port>> open(EngineConfig config, Map<String, List<Port>> given) {
        List<List<Port>> opened = new ArrayList<>();
        for (int worker = 0; worker < config.engine().workers(); worker++) {
            opened.add(new ArrayList<>());
        }
        try {
            for (PortConfig each : config.port()) {
                List<? extends Port> queues = queuesOf(each, config, given.get(each.name()));
                for (int worker = 0; worker < opened.size(); worker++) {
                    opened.get(worker).add(queues.get(worker));
                }
            }
            return opened;
        } catch (RuntimeException e) {
            closeOurs(config, opened, given);
            throw e;
        }
    }

    private static List<? extends Port> queuesOf(PortConfig port, EngineConfig config, List<Port> given) {
        PortKind kind = PortKind.parse(port.kind());
        int workers = config.engine().workers();
        boolean hasQueues = kind == PortKind.AF_PACKET || kind == PortKind.AF_XDP;
        if (given != null || !hasQueues) {
            requireQueues(port, given == null ? 1 : given.size(), workers);
        }
        if (given != null) {
            return given;
        }
        if (!kind.isDevice()) {
            return List.of(new MemoryPort(port.name()));
        }
        PortRequest request = requestFor(port, isPromiscuous(port, kind, config.engine().mode()));
        return NetworkNamespace.call(port.options().namespace(), () -> switch (kind) {
            case TAP, TUN -> List.of(TapPort.open(request, kind == PortKind.TUN));
            // the workers' sockets on one interface share its flows
            case AF_PACKET -> PacketPort.open(request, workers);
            case AF_XDP -> openXdp(request, workers, port.vlan() != 0 || !port.taggedVlan().isEmpty());
            case PCAP, MEMORY -> throw new IllegalStateException(kind.label());
        });
    }

    private static void requireQueues(PortConfig port, int queues, int workers) {
        if (queues != workers) {
            throw new IllegalArgumentException(
                    "engine workers: " + workers + ", and port " + port.name() + " of kind \""
                            + port.kind() + "\" has " + queues + (queues == 1 ? " queue" : " queues"));
        }
    }

    /** Slower is better than not at all, and said; never for one worker and not for the other. */
    private static List<? extends Port> openXdp(PortRequest request, int workers, boolean needsTags) {
        try {
            return XdpPort.open(request, workers, needsTags);
        } catch (SystemCallException e) {
            String demand = demandOf(request.config());
            if (!demand.isEmpty()) {
                throw e.withAdvice(demand + " rules AF_PACKET out");
            }
            return PacketPort.open(request.withNotice("AF_PACKET instead of AF_XDP: " + e.getMessage()), workers);
        }
    }

    /** What was asked for that a packet socket does not do; empty for nothing. */
    private static String demandOf(LinuxPortConfig options) {
        if (options.passOthers()) {
            return "options.pass_others";
        }
        return options.xdpMode() == XdpMode.AUTO
                ? ""
                : "options.xdp_mode \"" + options.xdpMode().name().toLowerCase(Locale.ROOT) + "\"";
    }

    /** Closes the ports nobody gave us, where the engine could not be built. */
    static void closeOurs(EngineConfig config, List<List<Port>> opened, Map<String, List<Port>> given) {
        for (List<Port> queues : opened) {
            for (int i = 0; i < queues.size(); i++) {
                if (!given.containsKey(config.port().get(i).name())) {
                    queues.get(i).close();
                }
            }
        }
    }

    /** A card lets only its own address through unless it is told otherwise. */
    private static boolean isPromiscuous(PortConfig port, PortKind kind, EngineMode mode) {
        Boolean asked = port.options().promiscuous();
        if (asked != null || kind == PortKind.TAP || kind == PortKind.TUN) {
            return asked != null && asked;
        }
        return mode == EngineMode.SWITCH
                || (port.mac() != null && MacAddress.parse(port.mac()) != describe(port).mac());
    }
}
