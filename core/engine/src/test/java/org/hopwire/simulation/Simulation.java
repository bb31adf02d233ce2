package org.hopwire.simulation;

import java.util.List;
import java.util.function.IntPredicate;

import org.hopwire.simulation.Attachment.Impairment;
import org.hopwire.simulation.Checks.Excess;

/**
 * Plays schedules: chaos first; then all is mended, and after the time in which every timer has had its turn the
 * network must be what the model says; then members join and leave in peace and must get what they asked for in time.
 */
final class Simulation {
    private static final int DETERMINISM_EVERY = 10;
    private static final long CHECK_EVERY_NS = 40 * Plan.SECOND_NS;
    private static final long LONGEST_DELAY_NS = 30 * Plan.SECOND_NS;
    private static final int FRESH_SOCKET = 1000;
    private static final int MOST_CHANGES = 20;
    private static final IntPredicate FRESH = group -> group == Plan.FRESH_GROUP;

    private final Schedule schedule;
    private final World world;
    private final Network network;
    private final Checks checks;
    private final long startNs;
    private int impairments;

    private Simulation(Schedule schedule) {
        this.schedule = schedule;
        world = new World(schedule.plan());
        network = world.network;
        checks = new Checks(world);
        startNs = network.nowNs();
    }

    /** Plays the seed's schedule, every few twice to see whether it goes the same way. */
    static Outcome play(long seed) {
        Schedule schedule = Schedule.of(seed);
        Outcome first = run(schedule);
        if (first.isSound() && seed % DETERMINISM_EVERY == 0) {
            Outcome second = run(schedule);
            if (second.hash() != first.hash()) {
                return new Outcome(List.of("DETERMINISM same seed, other frames"), 0, first.frames(),
                        first.virtualNs());
            }
        }
        return first;
    }

    static Outcome run(Schedule schedule) {
        Simulation simulation = new Simulation(schedule);
        try {
            simulation.chaos();
            simulation.settle();
            simulation.peace();
        } catch (RuntimeException | AssertionError e) {
            simulation.network.complaints.add("BOUNDS " + e);
        } finally {
            simulation.network.close();
        }
        return new Outcome(simulation.network.complaints, simulation.network.hash(), simulation.network.frames(),
                simulation.network.nowNs() - simulation.startNs);
    }

    private boolean isSound() {
        return network.complaints.isEmpty();
    }

    private void chaos() {
        long endNs = startNs + schedule.plan().chaosSeconds() * Plan.SECOND_NS;
        for (Event event : schedule.events()) {
            network.at(startNs + event.atNs(), () -> happen(event, Math.min(endNs, network.nowNs() + event.forNs())));
        }
        for (long ns = startNs + CHECK_EVERY_NS; ns < endNs; ns += CHECK_EVERY_NS) {
            network.at(ns, checks::bounds);
        }
        network.runUntil(endNs);
    }

    private void happen(Event event, long endNs) {
        switch (event.kind()) {
            case JOIN -> world.join(event.who() % world.hosts.size(), event.slot(), event.group(), event.filter());
            case LEAVE -> world.leave(event.who() % world.hosts.size(), event.slot());
            case IMPAIR -> impair(attachment(event), event, endNs);
            case FLAP -> flap(attachment(event), endNs);
            case CRASH, STOP -> crash(event, endNs);
            case FULL -> fill(attachment(event), event, endNs);
            case STALL -> stall(event, endNs);
            case TOPOLOGY -> changeTopology(event);
            case DATA -> sendData(event);
            case FORGE -> network.send(attachment(event), Probe.forged(schedule.plan(), event));
        }
    }

    private Attachment attachment(Event event) {
        return network.attachments.get(event.who() % network.attachments.size());
    }

    private void impair(Attachment at, Event event, long endNs) {
        int percent = 1 + event.filter() * 50 / 32;
        int id = ++impairments;
        Impairment worse = switch (event.slot()) {
            case 0, 1 -> new Impairment(id, percent, 0, 0, 0, false);
            case 2 -> new Impairment(id, 0, percent, 0, Plan.SECOND_NS / 10, false);
            case 3 -> new Impairment(id, percent / 2, percent / 2, percent, Plan.SECOND_NS, false);
            case 4 -> new Impairment(id, 0, 0, 0, 1 + LONGEST_DELAY_NS * percent / 50, false);
            default -> new Impairment(id, 0, 0, 0, 0, true);
        };
        // by the group's bits: out, in or both
        if (event.group() != 1) {
            at.leaving = worse;
        }
        if (event.group() != 2) {
            at.arriving = worse;
        }
        network.at(endNs, () -> mend(at, worse));
    }

    private static void mend(Attachment at, Impairment worse) {
        at.leaving = at.leaving.equals(worse) ? Impairment.NONE : at.leaving;
        at.arriving = at.arriving.equals(worse) ? Impairment.NONE : at.arriving;
    }

    private void flap(Attachment at, long endNs) {
        world.carrier(at, false);
        network.at(endNs, () -> world.carrier(at, true));
    }

    private void crash(Event event, long endNs) {
        Node node = network.nodes.get(event.who() % network.nodes.size());
        world.down(node, event.kind() == Event.Kind.STOP);
        node.offUntilNs = Math.max(node.offUntilNs, endNs);
        network.at(endNs, () -> world.revive(node));
    }

    private void fill(Attachment at, Event event, long endNs) {
        at.memory.transmitLimit(event.slot());
        network.at(endNs, () -> at.memory.transmitLimit(Long.MAX_VALUE));
    }

    private void changeTopology(Event event) {
        if (!world.switches.isEmpty()) {
            Node node = world.switches.get(event.who() % world.switches.size());
            if (node.engine != null) {
                changeTopology(event, node);
            }
        }
    }

    /** Told by whoever runs the switch, or by another bridge, once or as fast as a hostile one can. */
    private void changeTopology(Event event, Node node) {
        if (event.slot() == 0) {
            schedule.plan().vlans().forEach(node.engine::topologyChanged);
            node.deadlineNs = network.nowNs();
            return;
        }
        Attachment at = node.attachments.get(event.filter() % node.attachments.size());
        for (int i = 0; i < (event.slot() == 1 ? 1 : MOST_CHANGES) && !at.peers.isEmpty(); i++) {
            network.at(network.nowNs() + i * Plan.SECOND_NS / 2,
                    () -> network.send(at.peers.get(0), Probe.topologyChange(event.group())));
        }
    }

    /** The node does nothing for a while, as where its process is stopped, and then goes on. */
    private void stall(Event event, long endNs) {
        Node node = network.nodes.get(event.who() % network.nodes.size());
        node.stalledUntilNs = Math.max(node.stalledUntilNs, endNs);
    }

    private void sendData(Event event) {
        Node router = world.routers.get(event.who() % world.routers.size());
        if (router.engine != null) {
            World.up(router).memory.inject(Probe.data(event.group(), event.slot()));
            router.deadlineNs = network.nowNs();
        }
    }

    private void settle() {
        int seconds = schedule.plan().settleSeconds();
        long before = network.frames();
        network.runFor(seconds * Plan.SECOND_NS);
        if (isSound()) {
            checks.bounds();
            checks.storm(before, seconds);
            checks.querier();
            if (world.proxy != null) {
                checks.proxyQueries();
            }
            checks.states();
        }
        if (isSound()) {
            checks.flows("SAFETY", FRESH.negate(), Excess.NONE);
        }
        if (isSound() && world.proxy != null) {
            checks.upstream();
        }
    }

    /** With no frame lost: a new member gets the group in time, and a group without members ends in time. */
    private void peace() {
        if (!isSound() || !schedule.plan().isRoomy()) {
            return;
        }
        for (int host = 0; host < world.hosts.size(); host += 1 + (int) (schedule.plan().seed() & 1)) {
            world.join(host, FRESH_SOCKET, Plan.FRESH_GROUP, (int) (schedule.plan().seed() >>> host) & 31);
        }
        network.runFor(schedule.plan().announcementSeconds() * Plan.SECOND_NS);
        checks.flows("LIVENESS", FRESH, Excess.NONE);
        leaveFresh(2);
        // who stays must not lose a frame because others went; a source that all who stay exclude takes longer to go
        network.runFor((schedule.plan().robustness() + 1) * Plan.SECOND_NS);
        checks.flows("LIVENESS", FRESH, Excess.ANY);
        leaveFresh(1);
        network.runFor(schedule.plan().pruneSeconds() * Plan.SECOND_NS);
        checks.flows("LIVENESS", FRESH, Excess.NOT_BY_QUERIER);
        network.runFor(schedule.plan().hops() * (schedule.plan().groupMembershipSeconds() + 1L) * Plan.SECOND_NS);
        checks.flows("LIVENESS", FRESH, Excess.NONE);
        checks.bounds();
        checks.states();
    }

    private void leaveFresh(int every) {
        for (int host = 0; host < world.hosts.size(); host += every) {
            world.leave(host, FRESH_SOCKET);
        }
    }
}
