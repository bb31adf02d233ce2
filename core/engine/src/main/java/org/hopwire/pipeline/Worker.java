package org.hopwire.pipeline;

import java.util.Arrays;

import org.agrona.concurrent.Agent;
import org.hopwire.memory.Burst;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.BurstParser;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.port.Port;
import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;

/**
 * One thread, one pass, one exit: receives a burst from each port it owns, parses it, lets the handlers decide, turns
 * refusals into errors, routes what is ours, transmits, releases. Nothing on this path allocates, locks, throws or
 * logs.
 */
public final class Worker implements Agent {
    private final Port[] ports;
    private BurstParser parser;
    private Dispatcher dispatcher;
    private BurstHandler errors;
    private final BurstHandler output;
    private final BurstGate.Pass gate;
    private final ReadMark.Reader reader;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final PacketLink originated;
    private final Exit exit;
    private final PacketTap tap;

    /** A spawned packet is a copy of any frame, or an error about it. */
    private final PacketPool pool = new PacketPool(Burst.MAX_SIZE, PacketPool.LONGEST_FRAME, PacketPool.HEADROOM);
    /** A frame costs a spare one for each port but one by which it leaves, and for each fragment but the first. */
    private final PacketPool frames = new PacketPool(FRAMES, FRAME_CAPACITY, PacketPool.HEADROOM);
    private final Turn turn;
    private final Burst burst = new Burst();
    private final Packet[] packets = new Packet[Burst.MAX_SIZE];
    private final PacketList[] byClass = new PacketList[PacketClass.count()];
    private final PacketList rejects = new PacketList(2 * Burst.MAX_SIZE);
    private final PacketList outputs = new PacketList(2 * Burst.MAX_SIZE);
    private final PacketList arrived = new PacketList(Burst.MAX_SIZE);
    private volatile boolean drainRequested;
    private volatile boolean drained;

    /** Frames of usual length; longer ones take a spare packet instead. */
    private static final int FRAME_CAPACITY = 1600;
    /** Room for a full burst by nine ports, or for the longest datagram in fragments of 68 octets. */
    private static final int FRAMES = 8 * Burst.MAX_SIZE;

    /** A worker of the given parts; it alone uses them from {@link #onStart} on. */
    public Worker(WorkerParts parts) {
        ports = parts.ports().toArray(Port[]::new);
        turn = new Turn(pool, frames, Math.max(1, ports.length));
        parser = parts.parser();
        dispatcher = parts.dispatcher();
        errors = parts.errors();
        output = parts.output();
        nanoClock = parts.nanoClock();
        epochClock = parts.epochClock();
        originated = parts.originated();
        tap = parts.tap();
        gate = parts.gate();
        reader = parts.reader();
        exit = new Exit(ports, parts.counters(), parts.punts(), parts.drops());
        Arrays.setAll(packets, i -> new Packet());
        Arrays.setAll(byClass, i -> new PacketList(Burst.MAX_SIZE));
    }

    /**
     * Puts other handlers in force. On the control agent's thread, while the {@link BurstGate} is closed and clear:
     * this worker finds them when it is open again.
     */
    public void replace(BurstParser newParser, Dispatcher newDispatcher, BurstHandler newErrors) {
        parser = newParser;
        dispatcher = newDispatcher;
        errors = newErrors;
    }

    @Override
    public int doWork() {
        if (!gate.enter()) {
            // for a moment only: not worth going to sleep
            Thread.onSpinWait();
            return 1;
        }
        try {
            return turn();
        } finally {
            gate.leave();
        }
    }

    private int turn() {
        long question = reader.question();
        int work = sendOriginated();
        int received = 0;
        boolean isMoreWaiting = false;
        for (int i = 0; i < ports.length; i++) {
            int count = pollPort(i);
            received += count;
            isMoreWaiting |= count == Burst.MAX_SIZE;
        }
        reader.end(question, isMoreWaiting);
        if (drainRequested) {
            drain(received);
        }
        return work + received;
    }

    /** Stops the ports' intake, all before any is asked whether it is empty; later turns tell when all are. */
    private void drain(int received) {
        if (drained) {
            return;
        }
        boolean areEmpty = true;
        for (Port port : ports) {
            areEmpty &= port.stopIntake();
        }
        drained = areEmpty && received == 0;
    }

    /**
     * Asks for the ports' intake to be stopped in the next turn, and what has arrived to be dealt with; from any
     * thread. The worker still sends.
     */
    public void requestDrain() {
        drainRequested = true;
    }

    /** Whether all that had arrived before {@link #requestDrain} has been dealt with; from any thread. */
    public boolean isDrained() {
        return drained;
    }

    private int pollPort(int index) {
        Port port = ports[index];
        burst.clear();
        int received = port.receive(burst);
        if (received > 0) {
            turn.begin(nanoClock.nowNs(), epochClock.epochNs());
            processSafely(index, received);
            port.release(burst);
        }
        return received;
    }

    /** A handler that throws costs its burst, counted; the frames go home all the same, and are never tried again. */
    private void processSafely(int index, int received) {
        try {
            process(index, received);
        } catch (RuntimeException | Error e) {
            abandon(received);
            ports[index].release(burst);
            throw e;
        }
    }

    private void abandon(int received) {
        exit.abandon(received);
        rejects.clear();
        outputs.clear();
        for (PacketList part : byClass) {
            part.clear();
        }
        turn.releaseSpawned();
    }

    private void process(int index, int received) {
        exit.received(index, burst);
        parser.parse(burst, index, Port.MIN_HEADROOM, packets, byClass);
        boolean watched = tap.isWatched();
        if (watched) {
            tap.arrived(packets, received);
        }
        boolean allSorted = sorted() == received;
        int verdicts = dispatcher.dispatch(byClass, turn);
        if (watched) {
            tap.decided(packets, received);
        }
        // where nothing of the kind is among them nobody looks at every packet again
        boolean refuses = !allSorted || (verdicts & Verdict.REJECT.bit()) != 0;
        answerRejects(refuses ? received : 0);
        routeOutputs(refuses || (verdicts & Verdict.OUTPUT.bit()) != 0 ? received : 0);
        exit.leave(packets, received, turn);
        exit.leave(turn.spawned(), turn);
        exit.lostReplicas(turn.takeFrameRefusals());
        exit.spawnRefusals(turn.spawnRefusals());
        exit.flush();
        quenchRefused(watched ? received : 0);
        if (watched) {
            // only now is known what a port has taken
            tap.settled(packets, received, turn);
        }
        turn.releaseSpawned();
    }

    /** Packets the parser has left for the handlers. */
    private int sorted() {
        int sum = 0;
        for (PacketList part : byClass) {
            sum += part.size();
        }
        return sum;
    }

    /** What a port had no room for may draw a source quench, where a legacy policy sends one (RFC 6633). */
    private void quenchRefused(int watched) {
        PacketList refused = exit.refused();
        if (refused.size() == 0) {
            return;
        }
        tap.decided(packets, watched);
        errors.onBurst(refused, turn);
        for (int i = 0; i < refused.size(); i++) {
            if (refused.get(i).has(Verdict.OUTPUT)) {
                outputs.add(refused.get(i));
            }
        }
        if (outputs.size() > 0) {
            output.onBurst(outputs, turn);
            outputs.clear();
        }
        exit.leave(refused, turn);
        refused.clear();
        exit.flush();
    }

    private void answerRejects(int received) {
        collect(Verdict.REJECT, received, rejects);
        if (rejects.size() > 0) {
            errors.onBurst(rejects, turn);
            rejects.clear();
        }
    }

    private void routeOutputs(int received) {
        collect(Verdict.OUTPUT, received, outputs);
        if (outputs.size() > 0) {
            output.onBurst(outputs, turn);
            outputs.clear();
        }
    }

    private void collect(Verdict verdict, int received, PacketList into) {
        for (int i = 0; i < received; i++) {
            Packet packet = packets[i];
            if (packet.has(verdict)) {
                into.add(packet);
            }
        }
        collect(verdict, arrived, into);
        collect(verdict, turn.spawned(), into);
    }

    private static void collect(Verdict verdict, PacketList from, PacketList into) {
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i).has(verdict)) {
                into.add(from.get(i));
            }
        }
    }

    private int sendOriginated() {
        originated.receive(arrived);
        int work = arrived.size();
        if (work > 0) {
            turn.begin(nanoClock.nowNs(), epochClock.epochNs());
            try {
                resume();
                answerRejects(0);
                routeOutputs(0);
                exit.leave(arrived, turn);
                exit.leave(turn.spawned(), turn);
                exit.flush();
                if (tap.isWatched()) {
                    tap.sent(arrived, turn);
                    tap.sent(turn.spawned(), turn);
                }
            } catch (RuntimeException | Error e) {
                abandon(0);
                throw e;
            } finally {
                turn.releaseSpawned();
                originated.giveBack(arrived);
            }
        }
        return work;
    }

    /** What has waited for something the control agent knows by now is decided on as if it had just come in. */
    private void resume() {
        for (int i = 0; i < arrived.size(); i++) {
            Packet packet = arrived.get(i);
            if (packet.is(Packet.REASSEMBLED)) {
                parser.parseReassembled(packet);
            }
            if (packet.isPending()) {
                byClass[packet.packetClass().index()].add(packet);
            }
        }
        dispatcher.dispatch(byClass, turn);
    }

    /** Whether every port has said that no frame will come again. */
    public boolean isExhausted() {
        for (Port port : ports) {
            if (!port.isExhausted()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onClose() {
        pool.close();
        frames.close();
    }

    @Override
    public String roleName() {
        return "worker";
    }
}
