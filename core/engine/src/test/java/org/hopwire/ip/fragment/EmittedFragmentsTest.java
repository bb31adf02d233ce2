package org.hopwire.ip.fragment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.replay.Replay;
import org.hopwire.engine.replay.ReplayOptions;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.memory.FrameSlab;
import org.hopwire.port.file.CaptureWriter;
import org.hopwire.testkit.Fragments;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Independent readers put our fragments together: tshark and scapy find in them exactly what went in. */
class EmittedFragmentsTest {
    private static final int DATAGRAMS = 120;
    private static final String LAN_HOST = "192.0.2.10";
    private static final String US = "192.0.2.1";

    @TempDir
    private Path folder;
    private final List<byte[]> whole = new ArrayList<>();

    /** Datagrams through the router, of ports and a protocol no dissector claims, some with options. */
    @BeforeEach
    void makeDatagrams() {
        SplittableRandom random = new SplittableRandom(20261122);
        for (int id = 1; id <= DATAGRAMS; id++) {
            byte[] data = new byte[random.nextInt(1, 9_000)];
            random.nextBytes(data);
            // the version bits of no protocol that is recognised by its looks
            data[0] = 0x7f;
            var packets = Lab.fromLan("198.51.100.10").id(id).ttl(9);
            if (id % 3 == 0) {
                packets.options("07 07 08 01 02 03 04 00 94 04 00 00");
            }
            whole.add(packets.udp(50_001, 50_002, data).build());
        }
    }

    private static EngineConfig router(int mtu) {
        return new EngineConfig(null,
                List.of(PortConfig.pcap("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC),
                        PortConfig.pcap("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC).withMtu(mtu)),
                List.of(), List.of(new NeighborConfig("lan", LAN_HOST, Lab.LAN_HOST_MAC),
                        new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)),
                IpConfig.defaults(), IcmpConfig.defaults());
    }

    private Path replay(int mtu, List<byte[]> frames) throws IOException {
        Path in = folder.resolve("in.pcapng");
        try (CaptureWriter writer = CaptureWriter.create(in.toString()); FrameSlab slab = new FrameSlab(1, 65_600, 0)) {
            int lan = writer.addInterface("lan");
            long address = slab.acquire();
            UnsafeBuffer buffer = new UnsafeBuffer(address, 65_600);
            for (int i = 0; i < frames.size(); i++) {
                buffer.putBytes(0, frames.get(i));
                writer.write(lan, Lab.NOON_NS + i * 1_000L, address, frames.get(i).length);
            }
        }
        Path out = folder.resolve("out.pcapng");
        assertThat(new Replay(router(mtu), ReplayOptions.of(in.toString(), out.toString()), null).run().failure())
                .isNull();
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {68, 576, 1280, 1500})
    void shouldSendWhatTsharkPutsTogether(int mtu) throws IOException {
        Tool.require("tshark", "tshark");
        Path out = replay(mtu, whole);
        assertThat(Tool.run("tshark", "-r", out.toString(), "-o", "ip.defragment:TRUE", "-o", "ip.check_checksum:TRUE",
                "-o", "udp.check_checksum:TRUE", "-Y", "_ws.malformed || ip.fragment.error || "
                        + "ip.fragment.overlap || ip.checksum.status!=1 || udp.checksum.status!=1"))
                .isEmpty();
        List<String> read = Tool.run("tshark", "-r", out.toString(), "-o", "ip.defragment:TRUE", "-o",
                "udp.check_checksum:TRUE", "-Y", "udp.checksum.status==1", "-T", "fields", "-e", "ip.id", "-e",
                "udp.length");
        assertThat(read).hasSize(DATAGRAMS).map(line -> line.split("\t", -1)[1])
                .isEqualTo(whole.stream().map(each -> String.valueOf(Fragments.payload(each).length)).toList());
    }

    @Test
    void shouldSendWhatScapyPutsTogether() throws IOException {
        Tool.requireScapy();
        Path out = replay(576, whole);
        List<String> theirs = Tool.run("/usr/bin/python3", "src/test/scripts/defragment.py", out.toString(), LAN_HOST);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            byte[] payload = Fragments.payload(whole.get(i));
            expected.add(String.join("\t", String.valueOf(i + 1), "17", "8", String.valueOf(payload.length),
                    HexFormat.of().formatHex(payload)));
        }
        assertThat(theirs).isEqualTo(expected);
    }

    @Test
    void shouldAnswerPingsInFragmentsThatScapyPutsTogether() throws IOException {
        Tool.requireScapy();
        List<byte[]> fragments = Stream.of(2_000, 9_000, 65_507)
                .flatMap(size -> Fragments.every(1480,
                        Lab.fromLan(US).id(size & 0xff).echo(1, size, new byte[size]).build()).stream())
                .toList();
        Path out = replay(1500, fragments);
        assertThat(Tool.run("/usr/bin/python3", "src/test/scripts/defragment.py", out.toString(), US))
                .map(line -> line.split("\t", -1)).allSatisfy(fields -> {
                    assertThat(fields[1]).isEqualTo("1");
                    assertThat(fields[4]).startsWith("0000");
                }).map(fields -> fields[3]).containsExactlyInAnyOrder("2008", "9008", "65515");
    }
}
