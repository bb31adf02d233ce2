package org.hopwire.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.Affinity;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.SentFrame;
import org.hopwire.testkit.Tool;

import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The Linux kernel as a router between two cables, in a network namespace of its own: the same addresses, routes and
 * neighbours as {@link RouterDifferences#ours}, its limits off as far as a namespace may.
 */
final class KernelRouter implements AutoCloseable {
    private static final int LONGEST = 1600;
    private static final long PATIENCE_NS = 5_000_000_000L;
    /** Fragments wait for a second, neighbours for less. */
    private static final long LAST_WORDS_NS = 4_000_000_000L;
    private static final byte[] MARK = {0x6d, 0x61, 0x72, 0x6b, 0x6d, 0x61, 0x72, 0x6b};
    private static final int MARK_AT = 14 + 20 + 8;
    private static final List<String> SETTINGS = List.of("net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0",
            "net.ipv4.conf.lan.rp_filter=0", "net.ipv4.conf.wan.rp_filter=0", "net.ipv4.conf.all.send_redirects=0",
            "net.ipv4.conf.lan.send_redirects=0", "net.ipv4.conf.wan.send_redirects=0",
            "net.ipv4.conf.all.accept_source_route=0", "net.ipv4.icmp_ratelimit=0", "net.ipv4.icmp_ratemask=0",
            "net.ipv4.ipfrag_time=1", "net.ipv4.neigh.lan.mcast_solicit=1", "net.ipv4.neigh.wan.mcast_solicit=1",
            "net.ipv4.neigh.lan.retrans_time_ms=100", "net.ipv4.neigh.wan.retrans_time_ms=100");

    private final String router = "hwp-k" + ProcessHandle.current().pid();
    private final String load = "hwp-l" + ProcessHandle.current().pid();
    private final FrameSlab slab = new FrameSlab(2, LONGEST, 0);
    private final long frame = slab.acquire();
    private final long mark = slab.acquire();
    private final Burst sending = new Burst();
    private final Burst received = new Burst();
    private final LinuxPort lan;
    private final LinuxPort wan;
    private int marks;

    /**
     * Makes it, or skips the test.
     *
     * @param more settings beyond the usual ones, as sysctl takes them
     */
    KernelRouter(String... more) {
        Tool.require("ip", "iproute2");
        Tool.require("ethtool", "ethtool");
        try {
            Tool.run("ip", "netns", "add", router);
            Tool.run("ip", "netns", "add", load);
        } catch (IllegalStateException e) {
            abort("network namespaces need root or a user namespace: " + e.getMessage().strip());
        }
        connect("lan", Lab.LAN_MAC, Lab.LAN_HOST_MAC, "192.0.2.1/24", 1500);
        connect("wan", Lab.WAN_MAC, Lab.WAN_HOST_MAC, "198.51.100.1/24", 1280);
        SETTINGS.forEach(each -> in(router, "sysctl", "-qw", each));
        Arrays.stream(more).forEach(each -> in(router, "sysctl", "-qw", each));
        // younger kernels count them for each namespace, older ones for all
        in(router, "sh", "-c", "sysctl -qw net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=1000000 || :");
        neighbours();
        routes();
        lan = open("lan");
        wan = open("wan");
    }

    private void connect(String device, String mac, String hostMac, String address, int mtu) {
        Tool.run("ip", "-n", router, "link", "add", device, "address", mac, "type", "veth", "peer", "name", device,
                "address", hostMac, "netns", load);
        in(router, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
        in(load, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
        for (String each : List.of(router, load)) {
            in(each, "ethtool", "-K", device, "tx", "off", "rx", "off", "gso", "off", "gro", "off", "tso", "off");
            Tool.run("ip", "-n", each, "link", "set", device, "up");
        }
        Tool.run("ip", "-n", router, "link", "set", device, "mtu", Integer.toString(mtu));
        Tool.run("ip", "-n", router, "address", "add", address, "dev", device);
        Tool.run("ip", "-n", router, "link", "set", "lo", "up");
    }

    private void neighbours() {
        for (String[] each : RouterDifferences.NEIGHBOURS) {
            Tool.run("ip", "-n", router, "neighbour", "add", each[1], "lladdr", each[2], "dev", each[0], "nud",
                    "permanent");
        }
    }

    private void routes() {
        RouterDifferences.GATEWAYS.forEach(
                (prefix, gateway) -> Tool.run("ip", "-n", router, "route", "add", prefix, "via", gateway));
        Tool.run("ip", "-n", router, "route", "add", "unreachable", "203.0.113.16/28");
        Tool.run("ip", "-n", router, "route", "add", "prohibit", "203.0.113.32/28");
        Tool.run("ip", "-n", router, "route", "add", "blackhole", "203.0.113.192/28");
    }

    private static void in(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        Tool.run(all);
    }

    private LinuxPort open(String device) {
        LinuxPortConfig options = LinuxPortConfig.defaults().withRingFrames(16_384);
        return NetworkNamespace.call(load,
                () -> PacketPort.open(new PortRequest(device, device, options, true)));
    }

    /** What it sends because of each frame, by number; sums are right, or this fails. */
    List<List<SentFrame>> answers(List<RouterFrame> frames) throws InterruptedException {
        Attribution attribution = new Attribution(frames);
        RuntimeException[] failure = new RuntimeException[1];
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                // one processor, so that the mark's answer comes behind those it marks
                Affinity.pin(0);
                awaitLinks(frames.get(0), attribution);
                frames.forEach(each -> put(each, attribution));
                listen(LAST_WORDS_NS, frames.get(frames.size() - 1), attribution);
            } catch (RuntimeException e) {
                failure[0] = e;
            }
        });
        thread.join();
        if (failure[0] != null) {
            throw failure[0];
        }
        return attribution.answers();
    }

    /** A port looks at its link as it receives. */
    private void awaitLinks(RouterFrame first, Attribution attribution) {
        long startNs = System.nanoTime();
        while (!lan.isUp() || !wan.isUp()) {
            listen(0, first, attribution);
            requirePatience(startNs);
        }
    }

    private void put(RouterFrame each, Attribution attribution) {
        byte[] bytes = each.frame().bytes();
        OffHeap.put(bytes, 0, frame, bytes.length);
        byte[] marking = marking(each.frame().port().equals("lan"));
        OffHeap.put(marking, 0, mark, marking.length);
        LinuxPort port = each.frame().port().equals("lan") ? lan : wan;
        int before = marks;
        long startNs = System.nanoTime();
        send(port, frame, bytes.length, startNs);
        send(port, mark, marking.length, startNs);
        while (marks == before) {
            listen(0, each, attribution);
            requirePatience(startNs);
        }
        listen(0, each, attribution);
    }

    private void send(LinuxPort port, long address, int length, long startNs) {
        sending.clear();
        sending.add(address, length, 0);
        while (port.transmit(sending) == 0) {
            requirePatience(startNs);
        }
        port.flush();
    }

    private static void requirePatience(long startNs) {
        if (System.nanoTime() - startNs > PATIENCE_NS) {
            throw new IllegalStateException("the kernel takes no frame, or does not answer");
        }
    }

    private static byte[] marking(boolean isLan) {
        return (isLan
                ? Packets.ipv4("192.0.2.10", "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                : Packets.ipv4("198.51.100.10", "198.51.100.1").eth(Lab.WAN_HOST_MAC, Lab.WAN_MAC))
                .echo(0, 0, MARK).build();
    }

    private void listen(long ns, RouterFrame current, Attribution attribution) {
        long startNs = System.nanoTime();
        do {
            take(lan, current, attribution);
            take(wan, current, attribution);
        } while (System.nanoTime() - startNs < ns);
    }

    private void take(LinuxPort port, RouterFrame current, Attribution attribution) {
        received.clear();
        port.receive(received);
        for (int i = 0; i < received.size(); i++) {
            byte[] bytes = OffHeap.bytes(received.address[i], received.length[i]);
            if (isMark(bytes)) {
                marks++;
            } else {
                attribution.add(current, new SentFrame(port.name(), bytes));
            }
        }
        port.release(received);
    }

    private static boolean isMark(byte[] bytes) {
        return bytes.length >= MARK_AT + MARK.length
                && Arrays.equals(bytes, MARK_AT, MARK_AT + MARK.length, MARK, 0, MARK.length);
    }

    @Override
    public void close() {
        lan.close();
        wan.close();
        slab.close();
        Tool.run("ip", "netns", "del", router);
        Tool.run("ip", "netns", "del", load);
    }
}
