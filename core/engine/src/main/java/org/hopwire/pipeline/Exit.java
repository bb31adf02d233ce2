package org.hopwire.pipeline;

import java.nio.ByteOrder;
import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.memory.PortSets;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.port.Port;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;

/**
 * The only way out: transmitted by a port or dropped under a reason, and counted once. Nobody else touches a port's
 * transmit side or the counters of whole packets, which is why the identity
 * {@code received = forwarded + consumed + dropped} holds to one frame.
 */
final class Exit {
    private static final int WORD_SHIFT = 6;
    /** Frames that may wait on all ports together; each port gets its share, so that 4,096 ports take 4 MiB. */
    private static final int MOST_WAITING = 128 * Burst.MAX_SIZE;
    private static final int LEAST_BURST = 16;
    private static final int SENT_ONLY = Packet.ORIGINATED | Packet.REPLICA;

    private final Port[] ports;
    private final Burst[] waiting;
    private final Packet[][] waitingPackets;
    private final CounterSet<PipelineCounter> pipeline;
    private final CounterSet<DropReason> drops;
    private final CounterSet<PortCounter>[] portCounters;
    private final CounterSet<IcmpType> lostIcmp;
    private final PacketLink punts;
    private final DropListener listener;

    private final PacketList refused = new PacketList(Burst.MAX_SIZE);
    private final PacketList replicated = new PacketList(2 * Burst.MAX_SIZE);
    /** Ports on which something waits: of thousands, a burst leaves by few. */
    private final long[] busy;
    private PortSets portSets;
    private final UnsafeBuffer header = new UnsafeBuffer(0, 0);
    private final int[] dropped = new int[DropReason.count()];
    private int droppedTotal;
    private int unsendable; // of the burst handed to a port last
    private int forwarded;
    private int consumed;
    private int originated;
    private int lost;
    private int membershipLost;
    private int copies;
    private int copiesLost;
    private int mirrorsLost;
    private int suppressed;
    private int reassembledDropped;
    private long spawnRefusals;

    @SuppressWarnings("unchecked")
    Exit(Port[] ports, WorkerCounters counters, PacketLink punts, DropListener listener) {
        this.ports = ports;
        this.punts = punts;
        this.listener = listener;
        pipeline = counters.pipeline();
        drops = counters.drops();
        lostIcmp = counters.lostIcmp();
        portCounters = counters.ports().toArray(CounterSet[]::new);
        waiting = new Burst[ports.length];
        int capacity = Math.clamp(MOST_WAITING / Math.max(1, ports.length), LEAST_BURST, Burst.MAX_SIZE);
        Arrays.setAll(waiting, i -> new Burst(capacity));
        waitingPackets = new Packet[ports.length][capacity];
        busy = new long[PortSets.wordsFor(ports.length)];
    }

    void received(int port, Burst burst) {
        long octets = 0;
        for (int i = 0; i < burst.size(); i++) {
            octets += burst.originalLength[i];
        }
        portCounters[port].add(PortCounter.RECEIVED, burst.size());
        portCounters[port].add(PortCounter.RECEIVED_OCTETS, octets);
        pipeline.add(PipelineCounter.RECEIVED, burst.size());
        pipeline.increment(PipelineCounter.BURSTS);
    }

    /** How often no spare packet was free, since the start. */
    void spawnRefusals(long total) {
        if (total != spawnRefusals) {
            pipeline.add(PipelineCounter.SPAWN_REFUSED, total - spawnRefusals);
            spawnRefusals = total;
        }
    }

    void leave(Packet[] packets, int size, Turn turn) {
        long epochNs = turn.epochNs();
        int i = 0;
        while (i < size) {
            Packet packet = packets[i];
            if (isReadyFor(packet, packet.outPort())) {
                i = queueRow(packets, i, size, epochNs);
            } else {
                leave(packet, turn, epochNs);
                i++;
            }
        }
    }

    /** Whether nothing is left to do but to send it. */
    private static boolean isReadyFor(Packet packet, int port) {
        return packet.has(Verdict.TRANSMIT) && packet.outPort() == port && !packet.is(Packet.MIRRORED);
    }

    /** Queues packets for one port that follow one another, up to the first that is not, and answers where that is. */
    private int queueRow(Packet[] packets, int first, int size, long epochNs) {
        int port = packets[first].outPort();
        Burst out = waiting[port];
        Packet[] behind = waitingPackets[port];
        int i = first;
        do {
            if (out.isFull()) {
                transmit(port);
            }
            put(packets[i], out, 0, epochNs, behind);
            i++;
        } while (i < size && isReadyFor(packets[i], port));
        busy[port >> WORD_SHIFT] |= 1L << port;
        return i;
    }

    private static void put(Packet packet, Burst out, int flags, long epochNs, Packet[] behind) {
        int at = out.send(packet.frameAddress(), packet.frameLength(), flags, epochNs);
        // as in PacketList: the look is cheaper than the write
        if (behind[at] != packet) {
            behind[at] = packet;
        }
    }

    void leave(PacketList packets, Turn turn) {
        long epochNs = turn.epochNs();
        for (int i = 0; i < packets.size(); i++) {
            leave(packets.get(i), turn, epochNs);
        }
    }

    private void leave(Packet packet, Turn turn, long epochNs) {
        if (packet.is(Packet.MIRRORED)) {
            mirror(packet);
        }
        if (packet.has(Verdict.TRANSMIT)) {
            queue(packet, packet.outPort(), 0, epochNs);
        } else {
            settle(packet, turn);
        }
    }

    private void settle(Packet packet, Turn turn) {
        switch (packet.verdict()) {
            case REPLICATE -> replicate(packet, turn);
            case DROP -> drop(packet, packet.dropReason());
            case CONSUME -> consume(packet);
            case PUNT -> punt(packet);
            case PENDING, REJECT, OUTPUT, TRANSMIT -> drop(packet, DropReason.LOOP);
        }
    }

    private void queue(Packet packet, int port, int flags, long epochNs) {
        Burst out = waiting[port];
        if (out.isFull()) {
            transmit(port);
        }
        put(packet, out, flags, epochNs, waitingPackets[port]);
        busy[port >> WORD_SHIFT] |= 1L << port;
    }

    /** The same bytes on every port of the packet's set. */
    private void replicate(Packet packet, Turn turn) {
        if (replicated.isFull()) {
            drop(packet, DropReason.NO_SLOT);
            return;
        }
        replicated.add(packet);
        portSets = turn.portSets();
        for (int i = 0; i < portSets.words(); i++) {
            long ports64 = portSets.word(packet.portSet(), i);
            while (ports64 != 0) {
                int port = i << WORD_SHIFT | Long.numberOfTrailingZeros(ports64);
                queue(packet, port, Burst.SHARED, turn.epochNs());
                ports64 &= ports64 - 1;
            }
        }
    }

    private void mirror(Packet packet) {
        // what is punted or answered anyway is not sent twice
        boolean goesOn = switch (packet.verdict()) {
            case TRANSMIT, REPLICATE -> true;
            case PENDING, DROP, REJECT, PUNT, CONSUME, OUTPUT -> false;
        };
        if (goesOn && !punts.sendCopy(packet)) {
            mirrorsLost++;
        }
    }

    private void punt(Packet packet) {
        // a flood of fragments leaves room for whatever else must reach the control agent
        boolean isWelcome = packet.packetClass() != PacketClass.FRAGMENT || punts.isRoomy();
        if (isWelcome && punts.sendCopy(packet)) {
            consume(packet);
        } else {
            drop(packet, DropReason.PUNT_FULL);
        }
    }

    private void consume(Packet packet) {
        if (!packet.is(Packet.ORIGINATED)) {
            consumed++;
        }
    }

    /** Whoever looks at the packet afterwards sees what truly became of it. */
    private void drop(Packet packet, DropReason reason) {
        countDrop(packet, reason);
        packet.drop(reason);
    }

    private void countDrop(Packet packet, DropReason reason) {
        if (packet.is(Packet.REPLICA)) {
            copiesLost++;
            return;
        }
        if (packet.is(Packet.ORIGINATED)) {
            dropOurs(packet, reason);
            return;
        }
        if (packet.is(Packet.ANSWER)) {
            countLostIcmp(packet);
        }
        dropped[reason.index()]++;
        droppedTotal++;
        if (listener != null) {
            show(packet, reason);
        }
    }

    /** What is dropped before it became an answer is still a copy of another's packet: nothing of ours is lost. */
    private void dropOurs(Packet packet, DropReason reason) {
        boolean isWritten = !packet.has(Verdict.DROP) || packet.is(Packet.ANSWER);
        if (!isWritten && packet.is(Packet.REASSEMBLED)) {
            reassembledDropped++;
            if (listener != null) {
                show(packet, reason);
            }
        } else if (!isWritten) {
            suppressed++;
        } else {
            lost++;
            membershipLost += packet.view().getByte(Ipv4Header.PROTOCOL_OFFSET) == IpProtocol.IGMP ? 1 : 0;
            countLostIcmp(packet);
        }
    }

    /** A message that was written and cannot leave was not sent. */
    private void countLostIcmp(Packet packet) {
        if (packet.packetClass() == PacketClass.ARP) {
            return;
        }
        UnsafeBuffer view = packet.view();
        int at = (view.getByte(0) & 0xf) << 2;
        if (view.getByte(Ipv4Header.PROTOCOL_OFFSET) == IpProtocol.ICMP && at < view.capacity()) {
            lostIcmp.increment(IcmpType.of(view.getByte(at)));
        }
    }

    /** An answer has overwritten the frame it answers: what is shown then is the answer, its link header blank. */
    private void show(Packet packet, DropReason reason) {
        if (packet.is(Packet.ANSWER) && !packet.has(Verdict.TRANSMIT)) {
            header.wrap(packet.frame(EthernetHeader.LENGTH), EthernetHeader.LENGTH);
            header.setMemory(0, EthernetHeader.LENGTH, (byte) 0);
            header.putShort(EthernetHeader.LENGTH - 2, (short) EtherType.IPV4, ByteOrder.BIG_ENDIAN);
        }
        listener.onDrop(packet, reason);
    }

    /** Sends what waits on every port, then adds up the burst's counts. */
    void flush() {
        for (int i = 0; i < busy.length; i++) {
            long ports64 = busy[i];
            busy[i] = 0;
            while (ports64 != 0) {
                int port = i << WORD_SHIFT | Long.numberOfTrailingZeros(ports64);
                if (waiting[port].size() > 0) {
                    transmit(port);
                }
                ports64 &= ports64 - 1;
            }
        }
        settleReplicated();
        punts.flush();
        count();
    }

    /** Only now is known which copies left: the first counts as the frame itself, the others as copies of it. */
    private void settleReplicated() {
        for (int i = 0; i < replicated.size(); i++) {
            Packet packet = replicated.get(i);
            int sent = packet.copiesSent();
            int unsent = portSets.count(packet.portSet()) - sent;
            if (packet.is(Packet.REPLICA)) {
                originated += sent;
                copies += sent;
                copiesLost += unsent;
            } else if (sent > 0) {
                countSent(packet);
                originated += sent - 1;
                copies += sent - 1;
                copiesLost += unsent;
            } else {
                copiesLost += Math.max(0, unsent - 1);
                drop(packet, unsent == 0 ? DropReason.NO_EGRESS_PORT : DropReason.PORT_FULL);
            }
        }
        replicated.clear();
    }

    /** Counts what a failed burst left uncounted, so that the identity holds, and forgets what waits. */
    void abandon(int received) {
        for (Burst out : waiting) {
            out.clear();
        }
        Arrays.fill(busy, 0);
        refused.clear();
        punts.flush();
        countCopiesOfFailedBurst();
        int unaccounted = received - forwarded - consumed - droppedTotal;
        dropped[DropReason.FAULT.index()] += unaccounted;
        droppedTotal += unaccounted;
        count();
    }

    /** Copies that had left before the burst failed were sent all the same. */
    private void countCopiesOfFailedBurst() {
        for (int i = 0; i < replicated.size(); i++) {
            Packet packet = replicated.get(i);
            int sent = packet.copiesSent();
            if (sent > 0) {
                boolean first = !packet.is(Packet.REPLICA);
                countSent(packet);
                originated += sent - 1;
                copies += first ? sent - 1 : sent;
            }
        }
        replicated.clear();
    }

    private void transmit(int port) {
        Burst out = waiting[port];
        Packet[] behind = waitingPackets[port];
        int accepted = ports[port].transmit(out);
        ports[port].flush();
        unsendable = 0;
        long octets = settleAccepted(out, behind, accepted);
        int sent = accepted - unsendable;
        for (int i = accepted; i < out.size(); i++) {
            if ((out.flags[i] & Burst.SHARED) == 0) {
                refuse(behind[i], ports[port].isUp());
            }
        }
        portCounters[port].add(PortCounter.TRANSMITTED, sent);
        portCounters[port].add(PortCounter.TRANSMITTED_OCTETS, octets);
        if (sent < out.size()) {
            portCounters[port].add(PortCounter.REFUSED, out.size() - sent);
        }
        out.clear();
    }

    /** Counts what a port has accepted; answers the octets of what it could send. */
    private long settleAccepted(Burst out, Packet[] behind, int accepted) {
        long octets = 0;
        // in registers: a count in memory would make each packet wait for the one before
        int transit = 0;
        int answers = 0;
        for (int i = 0; i < accepted; i++) {
            int flags = out.flags[i];
            octets += out.length[i];
            if ((flags & (Burst.UNSENDABLE | Burst.SHARED)) == 0 && !behind[i].is(SENT_ONLY)) {
                int answer = behind[i].is(Packet.ANSWER) ? 1 : 0;
                answers += answer;
                transit += 1 - answer;
            } else if ((flags & Burst.UNSENDABLE) == 0) {
                onSent(behind[i], flags);
            } else {
                octets -= out.length[i];
                dropUnsendable(behind[i], flags);
            }
        }
        forwarded += transit;
        originated += answers;
        consumed += answers;
        return octets;
    }

    private void dropUnsendable(Packet packet, int flags) {
        unsendable++;
        if ((flags & Burst.SHARED) == 0) {
            drop(packet, DropReason.OVERSIZE);
        }
    }

    private void refuse(Packet packet, boolean isUp) {
        if (!isUp) {
            drop(packet, DropReason.PORT_DOWN);
        } else if (packet.is(Packet.ORIGINATED | Packet.ANSWER) || refused.isFull()) {
            drop(packet, DropReason.PORT_FULL);
        } else {
            packet.reject(RejectCause.SOURCE_QUENCH, 0);
            refused.add(packet);
        }
    }

    /** Transit packets a port had no room for: still to be answered or dropped. */
    PacketList refused() {
        return refused;
    }

    private void onSent(Packet packet, int flags) {
        if ((flags & Burst.SHARED) == 0) {
            countSent(packet);
            if (packet.is(Packet.REPLICA)) {
                copies++;
            }
        } else {
            packet.copySent();
        }
    }

    /** Copies for which there was no spare packet. */
    void lostReplicas(int count) {
        copiesLost += count;
    }

    private void countSent(Packet packet) {
        if (!packet.is(Packet.ORIGINATED | Packet.ANSWER)) {
            forwarded++;
        } else {
            originated++;
            consumed += packet.is(Packet.ORIGINATED) ? 0 : 1;
        }
    }

    private void count() {
        add(PipelineCounter.FORWARDED, forwarded);
        add(PipelineCounter.CONSUMED, consumed);
        add(PipelineCounter.ORIGINATED, originated);
        add(PipelineCounter.ORIGINATED_LOST, lost);
        add(PipelineCounter.MEMBERSHIP_LOST, membershipLost);
        add(PipelineCounter.REPLICATED, copies);
        add(PipelineCounter.REPLICAS_LOST, copiesLost);
        add(PipelineCounter.MIRRORS_LOST, mirrorsLost);
        add(PipelineCounter.ORIGINATED_SUPPRESSED, suppressed);
        add(PipelineCounter.REASSEMBLED_DROPPED, reassembledDropped);
        if (droppedTotal > 0) {
            countDrops();
        }
        forwarded = 0;
        consumed = 0;
        originated = 0;
        membershipLost = 0;
        lost = 0;
        copies = 0;
        copiesLost = 0;
        mirrorsLost = 0;
        suppressed = 0;
        reassembledDropped = 0;
    }

    private void add(PipelineCounter row, int count) {
        if (count > 0) {
            pipeline.add(row, count);
        }
    }

    private void countDrops() {
        pipeline.add(PipelineCounter.DROPPED, droppedTotal);
        for (int i = 0; i < dropped.length; i++) {
            if (dropped[i] > 0) {
                drops.add(i, dropped[i]);
                dropped[i] = 0;
            }
        }
        droppedTotal = 0;
    }
}
