package org.hopwire.ip.neighbor;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Address;

import static org.assertj.core.api.Assertions.assertThat;

/** A router whose neighbours are found by ARP, but for 192.0.2.10 on {@code lan} and 198.51.100.10 on {@code wan}. */
final class ArpLab implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;
    static final String NOBODY = "00:00:00:00:00:00";
    static final String EVERYBODY = "ff:ff:ff:ff:ff:ff";
    /** A station on wan that has to be asked for. */
    static final String FAR = "198.51.100.77";
    static final String FAR_MAC = "02:00:00:00:02:4d";

    final Lab lab;

    ArpLab() {
        this(ArpConfig.defaults().withAnnouncements(0), builder -> {});
    }

    ArpLab(ArpConfig arp, Lab.Setup setup) {
        lab = new Lab(builder -> {
            builder.ip(ip(arp));
            setup.on(builder);
        });
    }

    static IpConfig ip(ArpConfig arp) {
        return IpConfig.defaults().withArp(arp).withPorts(PortOptions.of("lan").withArp(true),
                PortOptions.of("wan").withArp(true));
    }

    static void host(EngineBuilder builder) {
        builder.mode(EngineMode.HOST);
    }

    static byte[] arp(int operation, String senderMac, String sender, String targetMac, String target, String linkTo) {
        return Packets.frame().eth(senderMac, linkTo).raw(0x0806,
                Packets.arp(operation, senderMac, sender, targetMac, target)).build();
    }

    static byte[] reply(String sender, String senderMac) {
        return arp(2, senderMac, sender, Lab.WAN_MAC, "198.51.100.1", Lab.WAN_MAC);
    }

    static byte[] request(String senderMac, String sender, String target) {
        return arp(1, senderMac, sender, NOBODY, target, EVERYBODY);
    }

    /** A packet from the host on lan for a station on wan. */
    static byte[] toward(String destination, int number) {
        return Lab.fromLan(destination).id(number).udp(1000, 2000, new byte[] {(byte) number}).build();
    }

    /** What leaves by lan. */
    List<byte[]> onLan(byte[]... frames) {
        return lab.onLan(frames);
    }

    /** What leaves by wan. */
    List<byte[]> onWan(byte[]... frames) {
        for (byte[] frame : frames) {
            assertThat(lab.wan().inject(frame)).isTrue();
        }
        lab.run();
        return wan();
    }

    List<byte[]> wan() {
        return new ArrayList<>(lab.wan().drain());
    }

    void pass(long ns) {
        lab.pass(ns);
    }

    long count(String row) {
        return lab.snapshot().neighbours().getOrDefault(row, 0L);
    }

    long dropped(String reason) {
        return lab.snapshot().dropped().getOrDefault(reason, 0L);
    }

    NeighbourSnapshot neighbour(String port, String address) {
        return lab.engine().neighbours().stream().filter(each -> each.port().equals(port)
                && each.address() == Ipv4Address.parse(address)).findFirst().orElse(null);
    }

    /** Every frame has gone one way. */
    void assertBalance() {
        EngineSnapshot figures = lab.snapshot();
        assertThat(figures.received()).as("received")
                .isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).as("transmitted").isEqualTo(figures.forwarded() + figures.originated());
        assertThat(lab.engine().failures()).isEmpty();
    }

    static byte[] only(List<byte[]> frames) {
        assertThat(frames.stream().map(Hex::format)).hasSize(1);
        return frames.get(0);
    }

    @Override
    public void close() {
        assertBalance();
        lab.close();
    }
}
