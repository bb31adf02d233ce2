package org.hopwire.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.hopwire.engine.config.ConfigChange;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.IgmpEvent;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole engine with four ports in virtual time, port number n being 10.0.n.5/24; what it says of membership is read
 * into short lines, by offset and not by the engine's own classes.
 */
final class MulticastLab implements AutoCloseable {
    static final long SECOND_NS = 1_000_000_000L;
    static final String GROUP = "239.1.2.3";
    static final String JOIN = "04 00 00 00 ef 01 02 03";
    static final String LEAVE = "03 00 00 00 ef 01 02 03";
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final String[] RECORDS = {"?", "IS_IN", "IS_EX", "TO_IN", "TO_EX", "ALLOW", "BLOCK"};
    private static final int IP = 14;

    final VirtualClock clock = new VirtualClock(SECOND_NS, SECOND_NS);
    final List<String> delivered = new ArrayList<>();
    final Engine engine;
    private final Map<String, MemoryPort> ports = new LinkedHashMap<>();
    private final List<PortConfig> configured = new ArrayList<>();
    private final EngineMode mode;
    private final long startNs;

    MulticastLab(EngineMode mode, IgmpConfig igmp) {
        this(mode, igmp, 1500);
    }

    MulticastLab(EngineMode mode, IgmpConfig igmp, int mtuOfB) {
        this.mode = mode;
        EngineBuilder builder = Engine.builder().mode(mode).seed(1).clocks(clock, clock).igmp(igmp)
                .multicastListener(packet -> delivered.add(
                        NAMES.get(packet.inPort()) + " " + Ipv4Address.format(packet.source())));
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            PortConfig port = mode == EngineMode.SWITCH
                    ? PortConfig.memory(name)
                    : PortConfig.memory(name, "10.0." + i + ".5/24");
            ports.put(name, new MemoryPort(name));
            configured.add(port.withMac("02:00:00:00:00:0" + (i + 1)).withMtu(i == 1 ? mtuOfB : 1500));
            builder.port(configured.getLast(), ports.get(name));
        }
        engine = builder.build();
        startNs = clock.nowNs();
        engine.invoke();
        run();
    }

    void run() {
        VirtualTime.settle(engine);
    }

    /** Puts other roles' settings in force while the engine runs; what that changes. */
    List<ConfigChange> change(IgmpConfig igmp) {
        List<ConfigChange> changes = engine.reconfigure(new EngineConfig(new EngineSettings(mode, null, 1L), configured,
                null, null, null, null, igmp));
        run();
        return changes;
    }

    void quiet() {
        ports.values().forEach(MemoryPort::drain);
    }

    void pass(double seconds) {
        VirtualTime.pass(engine, clock, Math.round(seconds * SECOND_NS));
    }

    /** Membership messages that left a port in that time, each behind the second since the start it left at. */
    List<String> during(String port, double seconds) {
        List<String> lines = new ArrayList<>();
        VirtualTime.passTo(engine, clock, clock.nowNs() + Math.round(seconds * SECOND_NS),
                () -> lines.addAll(timed(port)));
        return lines;
    }

    private List<String> timed(String port) {
        double seconds = (clock.nowNs() - startNs) / (double) SECOND_NS;
        return said(port).stream().map(line -> String.format(Locale.ROOT, "%.2f ", seconds) + line).toList();
    }

    void on(String port, Packets frame) {
        assertThat(ports.get(port).inject(frame.build())).isTrue();
        run();
    }

    void inject(String port, byte[] frame) {
        assertThat(ports.get(port).inject(frame)).isTrue();
    }

    /** How many frames a port takes from now on. */
    void room(String port, long frames) {
        ports.get(port).transmitLimit(frames);
    }

    List<byte[]> frames(String port) {
        return ports.get(port).drain();
    }

    /** Membership messages that left a port since it was last asked. */
    List<String> said(String port) {
        return frames(port).stream().filter(frame -> frame[IP + 9] == 2).map(MulticastLab::line).toList();
    }

    String group(String port) {
        return engine.membership().groups().stream().filter(each -> each.port().equals(port))
                .map(MulticastLab::line).sorted().collect(Collectors.joining(", "));
    }

    List<IgmpEvent> events() {
        List<IgmpEvent> events = new ArrayList<>();
        engine.pollEvents(events::add);
        return events;
    }

    long count(String event) {
        return engine.snapshot().igmpEvents().entrySet().stream().filter(each -> each.getKey().endsWith(event))
                .mapToLong(Map.Entry::getValue).sum();
    }

    long dropped(String reason) {
        return engine.snapshot().dropped().getOrDefault(reason, 0L);
    }

    /** Whether every port has as many spare slots as before its first frame. */
    boolean spareSlots() {
        run();
        quiet();
        return ports.values().stream().map(MemoryPort::available).distinct().count() == 1;
    }

    /** Checks what is true of every engine at rest. */
    void check() {
        assertThat(engine.failures()).isEmpty();
        EngineSnapshot figures = engine.snapshot();
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
    }

    @Override
    public void close() {
        check();
        engine.close();
    }

    static String line(GroupSnapshot group) {
        String sources = group.sources().stream()
                .map(each -> (each.forwarded() ? "" : "!") + Ipv4Address.format(each.address()))
                .collect(Collectors.joining(" "));
        return Ipv4Address.format(group.group()) + " " + group.mode() + (sources.isEmpty() ? "" : " " + sources);
    }

    /** Source, destination and content of a membership message. */
    static String line(byte[] frame) {
        int at = IP + (frame[IP] & 15) * 4;
        int length = (frame[IP + 2] & 255) * 256 + (frame[IP + 3] & 255) - (at - IP);
        String ends = address(frame, IP + 12) + " > " + address(frame, IP + 16) + " ";
        return ends + switch (frame[at] & 255) {
            case 0x11 -> query(frame, at, length);
            case 0x12 -> "report-v1 " + address(frame, at + 4);
            case 0x16 -> "report-v2 " + address(frame, at + 4);
            case 0x17 -> "leave " + address(frame, at + 4);
            case 0x22 -> "report-v3" + records(frame, at);
            default -> Hex.format(frame, at, length);
        };
    }

    private static String query(byte[] frame, int at, int length) {
        String common = (frame[at + 1] & 255) + " " + address(frame, at + 4);
        if (length == 8) {
            return (frame[at + 1] == 0 ? "query-v1 " : "query-v2 ") + common;
        }
        StringBuilder text = new StringBuilder("query-v3 ").append(common);
        text.append((frame[at + 8] & 8) == 0 ? "" : " S").append(" qrv=").append(frame[at + 8] & 7).append(" qqic=")
                .append(frame[at + 9] & 255);
        for (int i = at + 12; i < at + length; i += 4) {
            text.append(' ').append(address(frame, i));
        }
        return text.toString();
    }

    private static String records(byte[] frame, int start) {
        StringBuilder text = new StringBuilder();
        int at = start + 8;
        for (int i = 0; i < (frame[start + 7] & 255); i++) {
            text.append(i == 0 ? " " : ", ").append(RECORDS[frame[at]]).append(' ').append(address(frame, at + 4));
            int sources = (frame[at + 2] & 255) * 256 + (frame[at + 3] & 255);
            for (int j = 0; j < sources; j++) {
                text.append(' ').append(address(frame, at + 8 + 4 * j));
            }
            at += 8 + 4 * sources;
        }
        return text.toString();
    }

    private static String address(byte[] bytes, int at) {
        return (bytes[at] & 255) + "." + (bytes[at + 1] & 255) + "." + (bytes[at + 2] & 255) + "."
                + (bytes[at + 3] & 255);
    }

    /** MAC of a multicast group (RFC 1112 section 6.4). */
    static String mac(String group) {
        byte[] octets = new byte[4];
        int address = Packets.address(group);
        for (int i = 0; i < 4; i++) {
            octets[i] = (byte) (address >>> (24 - 8 * i));
        }
        return String.format(Locale.ROOT, "01:00:5e:%02x:%02x:%02x", octets[1] & 127, octets[2] & 255,
                octets[3] & 255);
    }

    static Packets message(String source, String destination, byte... igmp) {
        return Packets.ipv4(source, destination).eth("02:00:00:00:0f:01", mac(destination)).ttl(1).routerAlert()
                .igmp(igmp);
    }

    static Packets message(String source, String destination, String hex) {
        return message(source, destination, Hex.parse(hex));
    }

    private static byte[] aboutGroup(int type, int code, String group) {
        byte[] bytes = new byte[8];
        bytes[0] = (byte) type;
        bytes[1] = (byte) code;
        int address = Packets.address(group);
        for (int i = 0; i < 4; i++) {
            bytes[4 + i] = (byte) (address >>> (24 - 8 * i));
        }
        return bytes;
    }

    static Packets reportV1(String source, String group) {
        return message(source, group, aboutGroup(0x12, 0, group));
    }

    static Packets reportV2(String source, String group) {
        return message(source, group, aboutGroup(0x16, 0, group));
    }

    static Packets leaveV2(String source, String group) {
        return message(source, "224.0.0.2", aboutGroup(0x17, 0, group));
    }

    /** A query of 8 octets: version 1 where the code is 0. */
    static Packets oldQuery(String source, int code) {
        return message(source, "224.0.0.1", aboutGroup(0x11, code, "0.0.0.0"));
    }

    /** A version 3 query; general where the group is 0.0.0.0. */
    static Packets query(String source, int code, String group, int flags, int qqic, String... sources) {
        byte[] bytes = Arrays.copyOf(aboutGroup(0x11, code, group), 12 + 4 * sources.length);
        bytes[8] = (byte) flags;
        bytes[9] = (byte) qqic;
        bytes[11] = (byte) sources.length;
        for (int i = 0; i < sources.length; i++) {
            int address = Packets.address(sources[i]);
            for (int j = 0; j < 4; j++) {
                bytes[12 + 4 * i + j] = (byte) (address >>> (24 - 8 * j));
            }
        }
        return message(source, group.equals("0.0.0.0") ? "224.0.0.1" : group, bytes);
    }

    /** A version 3 report of records given as hex. */
    static Packets report(String source, String... records) {
        return message(source, "224.0.0.22",
                "22 00 00 00 00 00 00 " + String.format(Locale.ROOT, "%02x", records.length) + " "
                        + String.join(" ", records));
    }

    static Packets data(String source, String group) {
        return data(source, group, 20);
    }

    static Packets data(String source, String group, int octets) {
        return Packets.ipv4(source, group).eth("02:00:00:00:0f:02", mac(group)).ttl(7).udp(5000, 5000,
                new byte[octets]);
    }
}
