package org.hopwire.live.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.testkit.Tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Network namespaces, a Linux host in each, and the cables between them and the engine's ports. A test that may not
 * make them is skipped, and says why. All of it ends with {@link #close}, and with the virtual machine.
 */
public final class LiveNet implements AutoCloseable {
    /** Device of every host; of one with several cables, of the first. */
    public static final String DEVICE = "eth0";
    private static final String ENGINE = "engine";

    private static final String SEND = """
            import socket, sys
            sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            sender.bind((sys.argv[1], 0))
            for each in sys.argv[2:]:
                sender.send(bytes.fromhex(each))
            """;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix = "hwl" + ProcessHandle.current().pid() + '-' + COUNT.incrementAndGet() + '-';
    private final PortKind kind;
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final List<Running> running = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private final Thread atExit = new Thread(this::sweep);

    /** A net whose ports are of one kind: a cable's end, or a TAP that is the host's own interface. */
    public LiveNet(PortKind kind) {
        this.kind = kind;
        BpfAccess.requireIf(kind == PortKind.AF_XDP);
        Tool.require("ip", "iproute2");
        Tool.require("ethtool", "ethtool");
        Tool.require("sysctl", "procps");
        Tool.require("dumpcap", "wireshark-common");
        Tool.require("tshark", "tshark");
        Tool.require("/usr/bin/python3", "python3");
        Runtime.getRuntime().addShutdownHook(atExit);
        namespace(ENGINE);
    }

    /** Makes a namespace, or skips the test. */
    public void namespace(String name) {
        Ran made = new Running(List.of("ip", "netns", "add", prefix + name)).ran();
        assumeTrue(made.status() == 0, "network namespaces need root or a user namespace: " + made.out().strip());
        namespaces.put(name, prefix + name);
        in(name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1",
                "net.ipv4.icmp_ratelimit=0", "net.ipv4.ping_group_range=0 0");
        in(name, "ip", "link", "set", "lo", "up");
    }

    /**
     * A Linux host at the other end of a port.
     *
     * @param name of the host
     * @param port name of the port, and of its device
     * @param mtu of both ends
     * @param addresses of the host, with prefix length
     */
    public void host(String name, String port, int mtu, String... addresses) {
        namespace(name);
        if (kind == PortKind.TAP) {
            in(name, "ip", "tuntap", "add", "dev", DEVICE, "mode", "tap");
        } else {
            cable(ENGINE, port, name, DEVICE, mtu);
        }
        in(name, "ip", "link", "set", DEVICE, "mtu", Integer.toString(mtu), "up");
        // a program in the kernel's path sees what was left to hardware as it is: open sums, large segments
        in(name, "ethtool", "-K", DEVICE, "tx", kind == PortKind.AF_XDP ? "off" : "on", "tso", "off", "gso", "off");
        address(name, DEVICE, addresses);
    }

    /** A cable between two namespaces, both ends up. */
    public void cable(String name, String device, String otherName, String otherDevice, int mtu) {
        in(name, "ip", "link", "add", device, "mtu", Integer.toString(mtu), "type", "veth", "peer", "name", otherDevice,
                "mtu", Integer.toString(mtu), "netns", prefix + otherName);
        in(name, "ip", "link", "set", device, "up");
        in(otherName, "ip", "link", "set", otherDevice, "up");
    }

    /** Gives a device addresses, with prefix length. */
    public void address(String name, String device, String... addresses) {
        for (String each : addresses) {
            in(name, "ip", "address", "add", each, "brd", "+", "dev", device);
        }
    }

    /** A bridge that does not look into multicast, with a port of the engine's. */
    public void segment(String name, String port, int mtu) {
        namespace(name);
        in(name, "ip", "link", "add", "bridge", "type", "bridge", "mcast_snooping", "0", "forward_delay", "0");
        in(name, "ip", "link", "set", "bridge", "up");
        cable(ENGINE, port, name, port, mtu);
        in(name, "ip", "link", "set", port, "master", "bridge");
    }

    /** A Linux host on a {@link #segment}. */
    public void attach(String name, String segment, int mtu, String... addresses) {
        namespace(name);
        cable(name, DEVICE, segment, name, mtu);
        in(segment, "ip", "link", "set", name, "master", "bridge");
        address(name, DEVICE, addresses);
    }

    /** Where everything goes that is not on a host's own link. */
    public void gateway(String name, String address) {
        in(name, "ip", "route", "add", "default", "via", address);
    }

    /** Starts the engine, whose ports are of the kind that was asked for: none fell back to another. */
    public void begin(Engine engine) {
        assertThat(engine.notices()).noneMatch(line -> line.contains("instead of"));
        engine.start();
    }

    /** The engine's end. */
    public PortConfig port(String port, String host, String... addresses) {
        boolean isTap = kind == PortKind.TAP;
        return PortConfig.device(port, kind, isTap ? DEVICE : port, addresses)
                .withOptions(LinuxPortConfig.defaults().withNamespace(prefix + (isTap ? host : ENGINE)));
    }

    /** Keeps every frame that comes to a host, for {@link #assertSoundFrames}. */
    public void watch(String name) {
        watches.add(new Watch(this, name));
    }

    /** Lets frames of a display filter to a host pass although they are damaged: they were sent so. */
    public void forgive(String name, String filter) {
        watches.stream().filter(each -> each.isOf(name)).forEach(each -> each.forgive(filter));
    }

    /** Sends frames, in hexadecimal, from a host's device. */
    public void inject(String name, String... frames) {
        for (String each : frames) {
            String source = each.replace(" ", "").substring(12, 24).replaceAll("..(?!$)", "$0:");
            watches.stream().filter(watch -> watch.isOf(name)).forEach(watch -> watch.disown(source));
        }
        in(name, Stream.concat(Stream.of("/usr/bin/python3", "-c", SEND, DEVICE), Stream.of(frames))
                .toArray(String[]::new));
    }

    /** Asserts that no frame a watched host got is malformed, has a wrong checksum, or was lost to the watcher. */
    public void assertSoundFrames() {
        watches.forEach(Watch::stop);
        assertThat(watches).isNotEmpty().allSatisfy(Watch::assertSound);
    }

    /** Runs a program on a host to its end, which must be a good one. */
    public Ran in(String name, String... command) {
        return on(name, command).endsWith(0);
    }

    /** Runs a program on a host to its end. */
    public Ran on(String name, String... command) {
        return start(name, command).ran();
    }

    /** Starts a program on a host. */
    public Running start(String name, String... command) {
        Running started = new Running(command(name, command));
        synchronized (running) {
            running.removeIf(each -> !each.isAlive());
            running.add(started);
        }
        return started;
    }

    /** What runs a program on a host. */
    public List<String> command(String name, String... command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", prefix + name), Stream.of(command)).toList();
    }

    /** Ends every program, and deletes the namespaces with their cables. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        sweep();
    }

    private void sweep() {
        running.forEach(Running::close);
        watches.forEach(Watch::close);
        namespaces.values().forEach(each -> new Running(List.of("ip", "netns", "del", each)).ran());
    }
}
