package org.hopwire.ip.neighbor;

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
import org.hopwire.wire.ArpHeader;

/** ARP on the control agent: what others say, what we say unasked, and the packets that wait for an answer. */
final class ArpHandler implements ControlHandler {
    /** RFC 5227 section 1.1, ANNOUNCE_INTERVAL. */
    private static final long ANNOUNCE_INTERVAL_NS = 2 * NeighbourMachine.SECOND_NS;
    /** RFC 5227 section 1.1, DEFEND_INTERVAL. */
    private static final long DEFEND_INTERVAL_NS = 10 * NeighbourMachine.SECOND_NS;
    /** A port with more addresses than can be told of at once tells of the first; the others are asked for. */
    private static final int MOST_ANNOUNCED = 32;

    private ArpConfig config;
    private final InterfaceTable interfaces;
    private final NeighbourTable table;
    private final NeighbourMachine machine;
    private final ArpWriter writer;
    private final NeighbourEvents events;
    private final CounterSet<NeighbourCounter> counters;
    private final ProxyRule proxy;
    private final ArpHeader arp = new ArpHeader();
    private final PortState[] ports;
    private ControlTimers timers;

    /** What is under way on one port. */
    private static final class PortState {
        private int announcementsLeft;
        private long timer;
        private boolean defended;
        private long defendedNs;
    }

    ArpHandler(ArpConfig config, InterfaceTable interfaces, NeighbourTable table, NeighbourMachine machine,
            ArpWriter writer, NeighbourEvents events, ProxyRule proxy, CounterSet<NeighbourCounter> counters) {
        this.config = config;
        this.interfaces = interfaces;
        this.table = table;
        this.machine = machine;
        this.writer = writer;
        this.events = events;
        this.proxy = proxy;
        this.counters = counters;
        ports = new PortState[interfaces.size()];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = new PortState();
        }
    }

    @Override
    public void onStart(ControlTimers handlerTimers, Turn turn) {
        timers = handlerTimers;
        machine.start(handlerTimers);
        for (int port = 0; port < ports.length; port++) {
            announceFromNowOn(port, turn);
        }
    }

    void reconfigure(ArpConfig changed) {
        config = changed;
    }

    private void announceFromNowOn(int port, Turn turn) {
        PortState state = ports[port];
        timers.cancel(state.timer);
        state.announcementsLeft = table.resolves(port) ? config.announcements() : 0;
        armAnnouncement(port, state, turn.nowNs());
    }

    private void armAnnouncement(int port, PortState state, long deadlineNs) {
        state.timer = state.announcementsLeft == 0 ? TimerWheel.NO_TIMER : timers.arm(deadlineNs, -1L - port);
    }

    private void announce(int port, Turn turn) {
        PortState state = ports[port];
        Interface egress = interfaces.get(port);
        for (int i = 0; i < Math.min(MOST_ANNOUNCED, egress.addresses().size()); i++) {
            writer.announce(turn, egress, egress.addresses().get(i).address());
        }
        state.announcementsLeft--;
        armAnnouncement(port, state, turn.nowNs() + ANNOUNCE_INTERVAL_NS);
    }

    @Override
    public boolean handles(Packet punted) {
        return punted.packetClass() == PacketClass.ARP || punted.packetClass() == PacketClass.UNRESOLVED;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        machine.begin(turn);
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (packet.packetClass() == PacketClass.ARP) {
                arp.wrap(packet.view(), 0);
                hear(packet.inPort(), turn);
            } else {
                machine.await(packet);
            }
        }
    }

    private void hear(int port, Turn turn) {
        boolean request = arp.operation() == ArpHeader.REQUEST;
        counters.increment(request ? NeighbourCounter.REQUESTS_RECEIVED : NeighbourCounter.REPLIES_RECEIVED);
        int sender = arp.senderIp();
        boolean forUs = isOurs(arp.targetIp(), port);
        if (isOurs(sender, port)) {
            defend(port, sender, turn);
            return;
        }
        Neighbour neighbour = machine.store().find(port, sender);
        if (neighbour != null) {
            machine.merge(neighbour, arp.senderMac());
        } else if (request && forUs && sender != 0) {
            machine.learn(port, sender, arp.senderMac());
        } else if (!request) {
            counters.increment(NeighbourCounter.UNSOLICITED);
        }
        if (request) {
            answer(port, forUs, turn);
        }
    }

    private boolean isOurs(int address, int port) {
        return interfaces.kind(address) == AddressKind.LOCAL && interfaces.owner(address) == port;
    }

    private void answer(int port, boolean forUs, Turn turn) {
        int wanted = arp.targetIp();
        if (forUs || proxy.answers(port, wanted)) {
            writer.reply(turn, interfaces.get(port), wanted, arp.senderMac(), arp.senderIp(),
                    forUs ? NeighbourCounter.REPLIES_SENT : NeighbourCounter.PROXY_REPLIES_SENT);
        }
    }

    /** RFC 5227 section 2.4 (b): the address stays in use, and is announced, but not again for ten seconds. */
    private void defend(int port, int address, Turn turn) {
        counters.increment(NeighbourCounter.CONFLICT);
        PortState state = ports[port];
        if (!state.defended || turn.nowNs() - state.defendedNs >= DEFEND_INTERVAL_NS) {
            state.defended = true;
            state.defendedNs = turn.nowNs();
            events.conflict(port, address, arp.senderMac(), turn.nowNs());
            writer.announce(turn, interfaces.get(port), address);
        }
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        machine.begin(turn);
        if (payload < 0) {
            announce((int) (-1 - payload), turn);
        } else {
            machine.onTimer((int) payload);
        }
    }

    void linkChanged(int port, boolean isUp, Turn turn) {
        machine.begin(turn);
        if (isUp) {
            announceFromNowOn(port, turn);
        } else {
            machine.forgetPort(port);
        }
    }
}
