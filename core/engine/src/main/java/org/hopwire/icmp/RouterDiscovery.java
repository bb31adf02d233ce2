package org.hopwire.icmp;

import java.util.random.RandomGenerator;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.MacAddress;
import org.hopwire.wire.RouterAdvertisement;

/**
 * The router's side of router discovery (RFC 1256 section 4): on every port with an address, advertisements at
 * random intervals, an answer to solicitations after a random delay, and a farewell of lifetime 0.
 *
 * <p>One solicitation is answered to its sender alone, at the link-layer address it came from where the neighbour table
 * has none; a second one, one from 0.0.0.0 or one whose link-layer source no station can have, while the answer waits
 * turns it into an advertisement to all, which then also counts as the periodic one (RFC 1256 section 4.3). So a flood
 * of solicitations draws no more than one message per response delay.
 */
final class RouterDiscovery implements ControlHandler {
    /** RFC 1256 section 6, MAX_INITIAL_ADVERTISEMENTS. */
    static final int INITIAL_ADVERTISEMENTS = 3;
    /** RFC 1256 section 6, MAX_INITIAL_ADVERT_INTERVAL. */
    static final long INITIAL_INTERVAL_NS = 16_000_000_000L;
    /** RFC 1256 section 6, MAX_RESPONSE_DELAY. */
    static final long MAX_RESPONSE_DELAY_NS = 2_000_000_000L;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MAX_ENTRIES = 255;
    private static final int TTL = 1;
    private static final int HEADERS = Ipv4Header.MIN_LENGTH + RouterAdvertisement.LENGTH;
    private static final long PERIODIC = 0;
    private static final long RESPONSE = 1;

    private IcmpConfig.RouterDiscoveryConfig config;
    private final InterfaceTable interfaces;
    private final CounterSet<IcmpType> originated;
    private final RandomGenerator random;
    private final PortState[] ports;
    private final Ipv4Header ip = new Ipv4Header();
    private final RouterAdvertisement advertisement = new RouterAdvertisement();
    private ControlTimers timers;

    /** What is under way on one port. */
    private static final class PortState {
        private int sent;
        private long periodicTimer;
        private long periodicDeadlineNs;
        private boolean responding;
        private int asker;
        private long askerMac;
    }

    RouterDiscovery(IcmpConfig.RouterDiscoveryConfig config, InterfaceTable interfaces,
            CounterSet<IcmpType> originated, RandomGenerator random) {
        this.config = config;
        this.interfaces = interfaces;
        this.originated = originated;
        this.random = random;
        ports = new PortState[interfaces.size()];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = new PortState();
        }
    }

    @Override
    public void onStart(ControlTimers handlerTimers, Turn turn) {
        timers = handlerTimers;
        begin(turn.nowNs());
    }

    private void begin(long nowNs) {
        for (int i = 0; i < ports.length; i++) {
            if (advertises(i)) {
                ports[i].sent = 0;
                armPeriodic(i, nowNs);
            }
        }
    }

    private boolean advertises(int port) {
        return config.enabled() && !interfaces.get(port).addresses().isEmpty();
    }

    /**
     * Puts another configuration in force, on the control agent's thread: begins, says goodbye, or goes on. What is
     * under way keeps its time unless the intervals have changed.
     */
    void reconfigure(IcmpConfig.RouterDiscoveryConfig changed, Turn turn) {
        IcmpConfig.RouterDiscoveryConfig old = config;
        if (old.enabled() && !changed.enabled()) {
            onStop(turn);
        }
        config = changed;
        if (changed.enabled() && !old.enabled()) {
            begin(turn.nowNs());
        } else if (changed.enabled() && !hasIntervals(old, changed)) {
            rearm(turn.nowNs());
        }
    }

    /** RFC 1256 section 4.3: an interface that comes into use begins with a few advertisements in short order. */
    void linkChanged(int port, boolean isUp, Turn turn) {
        if (isUp && advertises(port)) {
            ports[port].sent = 0;
            timers.cancel(ports[port].periodicTimer);
            armPeriodic(port, turn.nowNs());
        }
    }

    private static boolean hasIntervals(IcmpConfig.RouterDiscoveryConfig one, IcmpConfig.RouterDiscoveryConfig other) {
        return one.maxAdvertisementIntervalSeconds().equals(other.maxAdvertisementIntervalSeconds())
                && one.minAdvertisementIntervalSeconds().equals(other.minAdvertisementIntervalSeconds());
    }

    private void rearm(long nowNs) {
        for (int i = 0; i < ports.length; i++) {
            if (advertises(i)) {
                timers.cancel(ports[i].periodicTimer);
                armPeriodic(i, nowNs);
            }
        }
    }

    private void armPeriodic(int port, long nowNs) {
        PortState state = ports[port];
        state.periodicDeadlineNs = nowNs + intervalNs(state.sent);
        state.periodicTimer = timers.arm(state.periodicDeadlineNs, (long) port << 1 | PERIODIC);
    }

    /** RFC 1256 section 4.3: uniform between the bounds, and short while the first few go out. */
    private long intervalNs(int sent) {
        long least = config.minAdvertisementIntervalSeconds() * SECOND_NS;
        long most = config.maxAdvertisementIntervalSeconds() * SECOND_NS;
        long interval = least + random.nextLong(most - least + 1);
        return sent < INITIAL_ADVERTISEMENTS ? Math.min(interval, INITIAL_INTERVAL_NS) : interval;
    }

    @Override
    public boolean handles(Packet punted) {
        return config.enabled() && punted.packetClass() == PacketClass.ICMP_QUERY
                && punted.view().getByte(punted.headerLength()) == IcmpType.ROUTER_SOLICITATION.number();
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            solicited(part.get(i), turn.nowNs());
        }
    }

    private void solicited(Packet solicitation, long nowNs) {
        int port = solicitation.inPort();
        if (!advertises(port)) {
            return;
        }
        PortState state = ports[port];
        int asker = isStation(solicitation.sourceMac(), interfaces.get(port)) ? solicitation.source() : 0;
        if (state.responding) {
            boolean repeated = state.asker == asker && state.askerMac == solicitation.sourceMac();
            state.asker = repeated ? asker : 0;
            return;
        }
        long deadlineNs = nowNs + random.nextLong(MAX_RESPONSE_DELAY_NS + 1);
        if (state.periodicDeadlineNs - deadlineNs > 0) {
            state.responding = true;
            state.asker = asker;
            state.askerMac = solicitation.sourceMac();
            timers.arm(deadlineNs, (long) port << 1 | RESPONSE);
        }
    }

    /** Not a group, nobody or ourselves: whoever writes such a source is not answered alone. */
    private static boolean isStation(long mac, Interface ingress) {
        return mac != 0 && mac != ingress.mac() && !MacAddress.isGroup(mac);
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        int port = (int) (payload >>> 1);
        PortState state = ports[port];
        if ((payload & RESPONSE) == 0) {
            advertiseToAll(port, turn);
        } else {
            state.responding = false;
            if (advertises(port)) {
                respond(port, state, turn);
            }
        }
    }

    private void respond(int port, PortState state, Turn turn) {
        if (state.asker != 0) {
            Packet answer = send(port, state.asker, config.lifetimeSeconds(), turn);
            if (answer != null) {
                answer.answerTo(port, state.askerMac);
            }
        } else {
            timers.cancel(state.periodicTimer);
            advertiseToAll(port, turn);
        }
    }

    private void advertiseToAll(int port, Turn turn) {
        ports[port].sent = Math.min(ports[port].sent + 1, INITIAL_ADVERTISEMENTS);
        send(port, config.advertisementAddressValue(), config.lifetimeSeconds(), turn);
        armPeriodic(port, turn.nowNs());
    }

    /** RFC 1256 section 4.3: a router that ceases to advertise says so. */
    @Override
    public void onStop(Turn turn) {
        for (int i = 0; i < ports.length; i++) {
            if (advertises(i)) {
                timers.cancel(ports[i].periodicTimer);
                send(i, config.advertisementAddressValue(), 0, turn);
            }
        }
    }

    private Packet send(int port, int destination, int lifetimeSeconds, Turn turn) {
        Interface egress = interfaces.get(port);
        int room = (egress.mtu() - HEADERS) / RouterAdvertisement.ENTRY_LENGTH;
        int entries = Math.min(egress.addresses().size(), Math.min(room, MAX_ENTRIES));
        Packet packet = turn.spawn(HEADERS + entries * RouterAdvertisement.ENTRY_LENGTH);
        if (packet != null) {
            int source = egress.addressTowards(destination);
            writeHeader(packet, source, destination);
            writeAdvertisement(packet, egress, entries, lifetimeSeconds);
            packet.readdress(source, destination);
            packet.output(port);
            originated.increment(IcmpType.ROUTER_ADVERTISEMENT);
        }
        return packet;
    }

    private void writeHeader(Packet packet, int source, int destination) {
        ip.wrap(packet.view(), 0).writeFresh(0, packet.length(), TTL, IpProtocol.ICMP, source, destination);
        ip.flagsAndOffset(Ipv4Header.DONT_FRAGMENT);
        ip.checksum(InternetChecksum.checksum(InternetChecksum.header20(packet.address())));
    }

    private void writeAdvertisement(Packet packet, Interface egress, int entries, int lifetimeSeconds) {
        advertisement.wrap(packet.view(), Ipv4Header.MIN_LENGTH).writeAdvertisement(entries, lifetimeSeconds);
        for (int i = 0; i < entries; i++) {
            advertisement.entry(i, egress.addresses().get(i).address(), config.preference());
        }
        EchoHandler.writeChecksum(packet, Ipv4Header.MIN_LENGTH);
    }
}
