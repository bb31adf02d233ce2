package org.hopwire.pipeline;

import java.util.List;

import org.agrona.concurrent.Agent;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.Turn;
import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;
import org.hopwire.time.TimerHandler;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * The slow path: what workers punt, what timers bring, what the engine says unasked. Sole writer of the timer wheel and
 * of every table its handlers keep.
 */
public final class ControlAgent implements Agent, TimerHandler {
    private static final int SPARE_PACKETS = 256;
    /** What a turn may take: a membership that runs out costs a microsecond, a turn should stay below fifty. */
    private static final int TIMERS_PER_TURN = 24;
    /** A timer that waits longer than that has waited for an agent that did not run. */
    private static final long LATE_NS = 10_000_000;
    private static final int MOST_COMMANDS = 1024;
    private static final int COMMANDS_PER_TURN = 64;

    private final List<ControlHandler> handlers;
    private final List<PacketLink> punts;
    private final PacketLink originated;
    private final CounterSet<PipelineCounter> counters;
    private final ReadMark mark;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final TimerWheel wheel;
    private final Turn turn;
    private final PacketPool pool;
    private final PacketList arrived = new PacketList(SPARE_PACKETS);
    private final PacketList part = new PacketList(SPARE_PACKETS);
    private final MpscVarHandleArrayQueue<Command> commands = new MpscVarHandleArrayQueue<>(MOST_COMMANDS);
    /** Whether a worker may have punted more than a turn takes. */
    private boolean isMorePunted;
    private boolean isBegun;
    private long spawnRefusals;
    private long refusedArms;
    private long staleCancels;
    private volatile boolean stopRequested;
    private boolean stopBegun;
    private volatile boolean stopped;

    /**
     * An agent over the given handlers.
     *
     * @param punts a link from each worker
     * @param originated link to the one that sends for us
     * @param counters counters this agent alone writes
     * @param frameCapacity octets of the longest packet a handler originates
     * @param mark tells what the workers have read
     */
    public ControlAgent(List<ControlHandler> handlers, List<PacketLink> punts, PacketLink originated,
            NanoClock nanoClock, EpochClock epochClock, CounterSet<PipelineCounter> counters, int frameCapacity,
            ReadMark mark) {
        this.handlers = List.copyOf(handlers);
        this.punts = List.copyOf(punts);
        this.originated = originated;
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        this.counters = counters;
        this.mark = mark;
        wheel = new TimerWheel(nanoClock.nowNs());
        pool = new PacketPool(SPARE_PACKETS, frameCapacity, PacketPool.HEADROOM);
        turn = new Turn(pool);
    }

    /** What another thread asks of the control agent. */
    @FunctionalInterface
    public interface Command {
        /** Runs on the control agent's thread, once; what it throws is recorded. */
        void run(Turn turn);
    }

    /** Asks for a command to be run soon, from any thread; false when too many wait already. */
    public boolean submit(Command command) {
        return commands.offer(command);
    }

    @Override
    public void onStart() {
        begin();
        try {
            for (int i = 0; i < handlers.size(); i++) {
                handlers.get(i).onStart(new ControlTimers(wheel, i), turn);
            }
            sendSpawned();
        } finally {
            turn.releaseSpawned();
        }
    }

    @Override
    public int doWork() {
        if (!isBegun) {
            begin();
        }
        isBegun = false;
        try {
            return runTurn();
        } finally {
            turn.releaseSpawned();
        }
    }

    /**
     * Begins the next turn already, and asks the workers for what it will want to know; for whoever runs them before
     * it, on one thread.
     */
    public void lookAhead() {
        begin();
        isBegun = true;
        askBefore(turn.nowNs());
    }

    /** Whether timers are due that wait until the workers have had another turn. */
    public boolean awaitsWorkers() {
        return mark.isAsked();
    }

    /** Where this agent has come late, whatever arrived before a timer was due must be read before it fires. */
    private void askBefore(long nowNs) {
        long nextNs = wheel.nextDeadlineNs();
        if (isLate(nextNs, nowNs) && !mark.isRead(nextNs)) {
            mark.ask(nowNs);
        }
    }

    private static boolean isLate(long deadlineNs, long nowNs) {
        return deadlineNs != TimerWheel.NEVER && nowNs - deadlineNs >= LATE_NS;
    }

    private int runTurn() {
        long nowNs = turn.nowNs();
        askBefore(nowNs);
        boolean isAnswered = mark.isAnswered();
        int work = dispatchPunts();
        mark.settle(isAnswered && !isMorePunted, nowNs);
        work += runCommands() + expireTimers(nowNs);
        for (int i = 0; i < handlers.size(); i++) {
            work += handlers.get(i).onTurn(turn);
        }
        if (stopRequested) {
            stopHandlers();
        }
        sendSpawned();
        countShortages();
        stopped = stopped || (stopBegun && !anyStopping());
        return work;
    }

    private int expireTimers(long nowNs) {
        long nextNs = wheel.nextDeadlineNs();
        if (!isLate(nextNs, nowNs)) {
            return wheel.poll(nowNs, this, TIMERS_PER_TURN);
        }
        return mark.isRead(nextNs) ? wheel.poll(mark.readNs(), this, TIMERS_PER_TURN) : 0;
    }

    private int runCommands() {
        int done = 0;
        Command command = commands.relaxedPoll();
        while (command != null) {
            command.run(turn);
            command = ++done < COMMANDS_PER_TURN ? commands.relaxedPoll() : null;
        }
        return done;
    }

    private void countShortages() {
        spawnRefusals = count(PipelineCounter.SPAWN_REFUSED, turn.spawnRefusals(), spawnRefusals);
        refusedArms = count(PipelineCounter.TIMER_REFUSED, wheel.refusedArms(), refusedArms);
        staleCancels = count(PipelineCounter.TIMER_STALE, wheel.staleCancels(), staleCancels);
    }

    private long count(PipelineCounter row, long total, long counted) {
        if (total != counted) {
            counters.add(row, total - counted);
        }
        return total;
    }

    private void begin() {
        turn.begin(nanoClock.nowNs(), epochClock.epochNs());
    }

    private int dispatchPunts() {
        int work = 0;
        isMorePunted = false;
        for (int i = 0; i < punts.size(); i++) {
            work += dispatchPunts(punts.get(i));
        }
        return work;
    }

    private int dispatchPunts(PacketLink link) {
        link.receive(arrived);
        int work = arrived.size();
        isMorePunted |= arrived.isFull();
        try {
            for (int i = 0; work > 0 && i < handlers.size(); i++) {
                dispatchTo(handlers.get(i));
            }
        } finally {
            // also where a handler failed: packets go home and are not tried again
            part.clear();
            link.giveBack(arrived);
        }
        return work;
    }

    private void dispatchTo(ControlHandler handler) {
        for (int i = 0; i < arrived.size(); i++) {
            Packet packet = arrived.get(i);
            if (handler.handles(packet)) {
                part.add(packet);
            }
        }
        if (part.size() > 0) {
            handler.onBurst(part, turn);
            part.clear();
        }
    }

    @Override
    public void onTimer(int kind, long payload, long deadlineNs, long nowNs) {
        handlers.get(kind).onTimer(payload, deadlineNs, turn);
    }

    private void sendSpawned() {
        PacketList spawned = turn.spawned();
        for (int i = 0; i < spawned.size(); i++) {
            Packet packet = spawned.get(i);
            if (isDecided(packet) && !originated.sendCopy(packet)) {
                counters.increment(PipelineCounter.ORIGINATED_LOST);
                countMembership(packet);
            }
        }
        originated.flush();
    }

    private void countMembership(Packet packet) {
        boolean isIp = packet.packetClass() != PacketClass.ARP;
        if (isIp && packet.view().getByte(Ipv4Header.PROTOCOL_OFFSET) == IpProtocol.IGMP) {
            counters.increment(PipelineCounter.MEMBERSHIP_LOST);
        }
    }

    /** What has waited here is the worker's to forward or deliver; whatever else nobody has decided on stays. */
    private static boolean isDecided(Packet packet) {
        return switch (packet.verdict()) {
            case OUTPUT, TRANSMIT, REJECT -> true;
            case PENDING -> packet.packetClass() == PacketClass.TRANSIT || packet.is(Packet.REASSEMBLED);
            // an answer of ours that a worker has counted as sent
            case DROP -> packet.is(Packet.ANSWER);
            case PUNT, CONSUME, REPLICATE -> false;
        };
    }

    /** Monotonic time of the next timer, {@link Long#MAX_VALUE} where none is armed. */
    public long nextDeadlineNs() {
        return wheel.nextDeadlineNs();
    }

    /** Asks every handler, in the next turn, for what it has to say before the end; from any thread. */
    public void requestStop() {
        stopRequested = true;
    }

    /** Whether every handler has said what it had to say after {@link #requestStop}; from any thread. */
    public boolean isStopped() {
        return stopped;
    }

    private boolean anyStopping() {
        for (int i = 0; i < handlers.size(); i++) {
            if (handlers.get(i).isStopping()) {
                return true;
            }
        }
        return false;
    }

    private void stopHandlers() {
        stopRequested = false;
        stopBegun = true;
        for (int i = 0; i < handlers.size(); i++) {
            handlers.get(i).onStop(turn);
        }
    }

    @Override
    public void onClose() {
        pool.close();
    }

    @Override
    public String roleName() {
        return "control";
    }
}
