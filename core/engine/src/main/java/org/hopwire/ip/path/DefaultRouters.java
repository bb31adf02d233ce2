package org.hopwire.ip.path;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.AddressKind;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.RouterAdvertisement;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * The host's side of router discovery (RFC 1256 section 5): asks up to three times after a random delay, keeps the
 * routers that advertise themselves for as long as they say, and publishes the one of highest preference. One whose
 * link-layer address nobody tells is dead until it is heard of again, and gives way to any other (RFC 1122 section
 * 3.3.1.4 and 3.3.1.5). Routes of the configuration go before it.
 */
public final class DefaultRouters implements ControlHandler {
    /** RFC 1256 section 6, MAX_SOLICITATIONS. */
    static final int SOLICITATIONS = 3;
    /** RFC 1256 section 6, SOLICITATION_INTERVAL. */
    static final long SOLICITATION_INTERVAL_NS = 3_000_000_000L;
    /** RFC 1256 section 6, MAX_SOLICITATION_DELAY. */
    static final long MAX_DELAY_NS = 1_000_000_000L;
    /** Routers kept at one time; in a full list the one of lowest preference gives way (RFC 1256 section 5.1). */
    static final int MOST_ROUTERS = 16;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int TTL = 1;

    private final InterfaceTable interfaces;
    private final PathTable table;
    private final CounterSet<PathCounter> counters;
    private final RandomGenerator random;
    private final Silence silence;
    private final List<Router> routers = new ArrayList<>();
    private final int[] solicitationsLeft;
    private final RouterAdvertisement message = new RouterAdvertisement();
    private final Ipv4Header ip = new Ipv4Header();
    private ControlTimers timers;
    private Router chosen;
    private long lastNumber;

    /** A router that has advertised itself. */
    private static final class Router {
        private final int port;
        private final int address;
        private final long number;
        private int preference;
        private long timer;
        private boolean isDead;

        private Router(int port, int address, long number) {
            this.port = port;
            this.address = address;
            this.number = number;
        }
    }

    /** Tells of neighbours that were asked for in vain. */
    @FunctionalInterface
    public interface Silence {
        /** Whether an address on a port was asked for and has not answered. */
        boolean isOf(int port, int address);
    }

    /** A machine over all ports with an address. */
    public DefaultRouters(InterfaceTable interfaces, PathTable table, CounterSet<PathCounter> counters,
            RandomGenerator random, Silence silence) {
        this.silence = silence;
        this.interfaces = interfaces;
        this.table = table;
        this.counters = counters;
        this.random = random;
        solicitationsLeft = new int[interfaces.size()];
    }

    @Override
    public void onStart(ControlTimers handlerTimers, Turn turn) {
        timers = handlerTimers;
        for (int port = 0; port < solicitationsLeft.length; port++) {
            ask(port, turn);
        }
    }

    private void ask(int port, Turn turn) {
        if (!interfaces.get(port).addresses().isEmpty()) {
            // where a question is under way already it goes on
            boolean isAsking = solicitationsLeft[port] > 0;
            solicitationsLeft[port] = SOLICITATIONS;
            if (!isAsking) {
                timers.arm(turn.nowNs() + random.nextLong(MAX_DELAY_NS + 1), -1L - port);
            }
        }
    }

    /** On the control agent's thread: a link's routers go with it; when it comes up it may be another link. */
    public void linkChanged(int port, boolean isUp, Turn turn) {
        if (isUp) {
            ask(port, turn);
            return;
        }
        solicitationsLeft[port] = 0;
        for (Router each : List.copyOf(routers)) {
            if (each.port == port) {
                forget(each);
            }
        }
        choose();
    }

    /** One look at the router in use. */
    @Override
    public int onTurn(Turn turn) {
        if (chosen == null || chosen.isDead || !silence.isOf(chosen.port, chosen.address)) {
            return 0;
        }
        chosen.isDead = true;
        choose();
        return 1;
    }

    @Override
    public boolean handles(Packet punted) {
        return punted.packetClass() == PacketClass.ICMP_OTHER
                && punted.icmpType() == IcmpType.ROUTER_ADVERTISEMENT.number();
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            hear(part.get(i), turn.nowNs());
        }
    }

    /** The worker has checked the message; what is not on a network of the port is no router of ours (section 5.2). */
    private void hear(Packet packet, long nowNs) {
        Interface ingress = interfaces.get(packet.inPort());
        message.wrap(packet.view(), packet.headerLength());
        int lifetime = message.lifetimeSeconds();
        boolean taken = false;
        for (int i = 0; i < message.count(); i++) {
            int address = message.address(i);
            boolean usable = ingress.networkOf(address) != null && interfaces.kind(address) == AddressKind.REMOTE;
            if (usable) {
                take(ingress.index(), address, message.preference(i), lifetime, nowNs);
                taken = true;
            }
        }
        if (taken) {
            solicitationsLeft[ingress.index()] = 0;
            counters.increment(PathCounter.ADVERTISEMENTS_TAKEN);
            choose();
        }
    }

    private void take(int port, int address, int preference, int lifetimeSeconds, long nowNs) {
        Router router = find(port, address);
        if (lifetimeSeconds == 0) {
            forget(router);
            return;
        }
        if (router == null) {
            router = add(port, address, preference);
        }
        if (router != null) {
            router.preference = preference;
            router.isDead = silence.isOf(port, address);
            timers.cancel(router.timer);
            router.timer = timers.arm(nowNs + lifetimeSeconds * SECOND_NS, router.number);
        }
    }

    private Router find(int port, int address) {
        for (Router each : routers) {
            if (each.address == address && each.port == port) {
                return each;
            }
        }
        return null;
    }

    private Router add(int port, int address, int preference) {
        if (routers.size() == MOST_ROUTERS) {
            Router least = least();
            if (least.preference >= preference) {
                return null;
            }
            forget(least);
        }
        Router router = new Router(port, address, ++lastNumber);
        routers.add(router);
        return router;
    }

    private Router least() {
        Router least = routers.get(0);
        for (Router each : routers) {
            least = each.preference < least.preference ? each : least;
        }
        return least;
    }

    private void forget(Router router) {
        if (router != null) {
            timers.cancel(router.timer);
            router.timer = TimerWheel.NO_TIMER;
            routers.remove(router);
        }
    }

    /** One that lives, of highest preference; of equals the one that is chosen already, else the one heard of first. */
    private void choose() {
        Router best = routers.contains(chosen) && isDefault(chosen) ? chosen : null;
        for (Router each : routers) {
            if (isDefault(each) && (best == null || isBetter(each, best))) {
                best = each;
            }
        }
        if (best != chosen) {
            chosen = best;
            counters.increment(PathCounter.ROUTER_CHANGED);
            publish();
        }
    }

    private static boolean isBetter(Router one, Router other) {
        return one.isDead == other.isDead ? one.preference > other.preference : other.isDead;
    }

    private static boolean isDefault(Router router) {
        return router.preference != RouterAdvertisement.NOT_A_DEFAULT;
    }

    private void publish() {
        if (chosen == null) {
            table.noDefaultRouter();
        } else {
            table.defaultRouter(chosen.port, chosen.address);
        }
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        if (payload < 0) {
            solicit((int) (-1 - payload), turn);
            return;
        }
        for (Router each : routers) {
            if (each.number == payload) {
                each.timer = TimerWheel.NO_TIMER;
                routers.remove(each);
                choose();
                return;
            }
        }
    }

    private void solicit(int port, Turn turn) {
        if (solicitationsLeft[port] == 0) {
            return;
        }
        solicitationsLeft[port]--;
        timers.arm(turn.nowNs() + SOLICITATION_INTERVAL_NS, -1L - port);
        Packet packet = turn.spawn(Ipv4Header.MIN_LENGTH + RouterAdvertisement.LENGTH);
        if (packet != null) {
            int source = interfaces.get(port).primaryAddress();
            ip.wrap(packet.view(), 0).writeFresh(0, packet.length(), TTL, IpProtocol.ICMP, source,
                    Ipv4Address.ALL_ROUTERS);
            ip.checksum(InternetChecksum.checksum(InternetChecksum.header20(packet.address())));
            message.wrap(packet.view(), Ipv4Header.MIN_LENGTH).writeSolicitation();
            writeChecksum(packet);
            packet.readdress(source, Ipv4Address.ALL_ROUTERS);
            packet.output(port);
            counters.increment(PathCounter.SOLICITATIONS_SENT);
        }
    }

    private static void writeChecksum(Packet packet) {
        int at = Ipv4Header.MIN_LENGTH;
        int sum = InternetChecksum.sum(packet.address() + at, RouterAdvertisement.LENGTH);
        packet.view().putShort(at + 2, (short) InternetChecksum.checksum(sum), BIG_ENDIAN);
    }
}
