package org.hopwire.icmp;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.DistinctErrors;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketParser;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.ParserRig;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.Ipv4Prefix;

/** Frames through parser and handlers of a router with two ports, by virtual time. */
final class IcmpRig implements AutoCloseable {
    static final String MAC = "02:00:00:00:00:01";
    static final String PEER_MAC = "02:00:00:00:00:99";
    /** 2026-01-01T12:34:56.789Z; milliseconds of that day: 45,296,789. */
    static final long EPOCH_NS = 1_767_270_896_789_000_000L;
    static final int MILLIS_OF_DAY = 45_296_789;
    static final InterfaceTable INTERFACES = new InterfaceTable(List.of(
            new Interface(0, "lan0", 0x0200_0000_0001L, false, 1500, 0,
                    List.of(Ipv4Prefix.parse("10.0.0.1/24"), Ipv4Prefix.parse("192.168.5.1/28"))),
            new Interface(1, "wan0", 0x0200_0000_0002L, false, 1500, 0, List.of(Ipv4Prefix.parse("10.0.1.1/30"))),
            new Interface(2, "bare0", 0x0200_0000_0003L, false, 1500, 0, List.of())));

    final ErrorListeners listeners = new ErrorListeners();
    final DistinctErrors failures = new DistinctErrors(DistinctErrors.MIN_CAPACITY_BYTES, () -> 0);
    final IcmpHandlers handlers;
    final ParserRig parser;
    private final PacketPool pool = new PacketPool(16, 4096, PacketPool.HEADROOM);
    final Turn turn = new Turn(pool);

    IcmpRig(IcmpConfig config) {
        this(config, 0xA5);
    }

    IcmpRig(IcmpConfig config, int poison) {
        handlers = new IcmpHandlers(config, INTERFACES, new CounterRegistry(1000), "worker-0",
                new SplittableRandom(7), new IcmpHandlers.Shared(listeners, failures, IcmpRig::neighbourState));
        parser = new ParserRig(new PacketParser(INTERFACES, true, SourceRoutePolicy.DROP), poison);
        turn.begin(1, EPOCH_NS);
    }

    /** 10.0.0.2 is reachable (2), 10.0.0.3 failed (6), nobody else is known. */
    private static int neighbourState(int address) {
        return switch (address) {
            case 0x0A00_0002 -> 2;
            case 0x0A00_0003 -> 6;
            default -> 0;
        };
    }

    /** Every type answered, groups too, routers discovered. */
    static IcmpConfig everything() {
        IcmpConfig config = IcmpConfig.defaults().withEchoBroadcast(true)
                .withRouterDiscovery(IcmpConfig.RouterDiscoveryConfig.defaults().withEnabled(true));
        for (IcmpType type : IcmpType.values()) {
            config = config.withPolicy(type, IcmpConfig.TypePolicy.LEGACY);
        }
        return config;
    }

    /** A frame from the peer to our port 0, to be filled with IP. */
    static Packets toUs() {
        return Packets.frame().eth(PEER_MAC, MAC);
    }

    /** From 10.0.0.2 to 10.0.0.1. */
    static Packets request() {
        return toUs().ip("10.0.0.2", "10.0.0.1");
    }

    /** Lets parser and handler decide; what the handler for refused packets would do is left out. */
    Packet receive(byte[] frame) {
        return receive(0, frame);
    }

    Packet receive(int inPort, byte[] frame) {
        return dispatch(parser.parse(inPort, frame));
    }

    Packet dispatch(Packet packet) {
        turn.releaseSpawned();
        PacketList list = parser.listOf(packet);
        if (list != null) {
            BurstHandler handler = handlers.byClass().get(packet.packetClass());
            if (handler != null) {
                handler.onBurst(list, turn);
            }
        }
        return packet;
    }

    /** All that can be told of a decision from outside. */
    record Outcome(Verdict verdict, DropReason reason, RejectCause cause, int datum, int source, int destination,
            String datagram) {}

    Outcome outcome(byte[] frame) {
        Packet packet = receive(frame);
        boolean shown = packet.verdict() == Verdict.OUTPUT || packet.verdict() == Verdict.PUNT;
        return new Outcome(packet.verdict(), packet.verdict() == Verdict.DROP ? packet.dropReason() : null,
                packet.verdict() == Verdict.REJECT ? packet.cause() : null,
                packet.verdict() == Verdict.REJECT ? packet.causeDatum() : 0, shown ? packet.source() : 0,
                shown ? packet.destination() : 0, shown ? HexFormat.of().formatHex(ParserRig.datagram(packet)) : "");
    }

    long received(IcmpType type) {
        return handlers.counters().received().get(type);
    }

    long sent(IcmpType type) {
        return handlers.counters().sent().get(type);
    }

    @Override
    public void close() {
        parser.close();
        pool.close();
    }
}
