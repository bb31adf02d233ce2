package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import org.hopwire.simulation.Attachment.Impairment;
import org.hopwire.time.VirtualClock;

/** Nodes and links in virtual time: the earliest of frames, deadlines and orders is always next. */
final class Network {
    private static final long PROPAGATION_NS = 50_000;
    private static final int MOST_TURNS = 20_000;
    private static final int PERCENT = 100;

    final VirtualClock clock = new VirtualClock(1_000_000_000L, 1_700_000_000_000_000_000L);
    final List<Node> nodes = new ArrayList<>();
    final List<Attachment> attachments = new ArrayList<>();
    final List<String> complaints = new ArrayList<>();
    private final SplittableRandom random;
    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private Tap tap = (from, to, frame) -> {};
    private long order;
    private long hash = 0xcbf29ce484222325L;
    private long frames;

    /** Sees frames: leaving where {@code to} is null, else arriving. */
    @FunctionalInterface
    interface Tap {
        void frame(Attachment from, Attachment to, byte[] frame);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Item(long atNs, long order, Attachment from, Attachment to, byte[] frame, Runnable action)
            implements
                Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    Network(long seed) {
        random = new SplittableRandom(seed);
    }

    Node add(Node node, String... ports) {
        nodes.add(node);
        for (String port : ports) {
            Attachment attachment = new Attachment(attachments.size(), node, node.attachments.size(), port);
            attachments.add(attachment);
            node.attachments.add(attachment);
        }
        return node;
    }

    static void cable(Attachment one, Attachment other) {
        one.peers.add(other);
        other.peers.add(one);
    }

    void tap(Tap listener) {
        tap = listener;
    }

    long nowNs() {
        return clock.nowNs();
    }

    /** Frames sent so far. */
    long frames() {
        return frames;
    }

    /** Of every frame sent: when, where and what. */
    long hash() {
        return hash;
    }

    void at(long atNs, Runnable action) {
        items.add(new Item(atNs, order++, null, null, null, action));
    }

    void runFor(long durationNs) {
        runUntil(nowNs() + durationNs);
    }

    void runUntil(long endNs) {
        long nextNs = nextNs();
        while (nextNs <= endNs && complaints.isEmpty()) {
            clock.advanceTo(nextNs);
            step();
            nextNs = nextNs();
        }
        clock.advanceTo(endNs);
    }

    private long nextNs() {
        long nextNs = items.isEmpty() ? Long.MAX_VALUE : items.peek().atNs;
        for (Node node : nodes) {
            nextNs = node.engine == null ? nextNs : Math.min(nextNs, node.nextNs());
        }
        return nextNs;
    }

    private void step() {
        while (!items.isEmpty() && items.peek().atNs <= nowNs()) {
            Item item = items.remove();
            if (item.action == null) {
                arrive(item);
            } else {
                item.action.run();
            }
        }
        for (Node node : nodes) {
            if (node.engine != null && node.nextNs() <= nowNs()) {
                pump(node);
            }
        }
    }

    private void arrive(Item item) {
        Attachment to = item.to;
        if (to.isUp() && !to.arriving.blocked()) {
            tap.frame(item.from, to, item.frame);
            // false where the ring is full: lost, as on a card
            to.memory.inject(item.frame);
            to.node.deadlineNs = nowNs();
        }
    }

    /** Lets a node do all it has to do now. */
    void pump(Node node) {
        int turns = 0;
        boolean busy = true;
        while (busy && turns++ < MOST_TURNS) {
            busy = node.engine.invoke() > 0;
            drain(node);
            busy |= node.engine.nextDeadlineNs() <= nowNs();
        }
        if (busy) {
            complaints.add("BOUNDS " + node.name + " is never done");
        }
        node.deadlineNs = node.engine.nextDeadlineNs();
    }

    /** Carries off what a node has sent, also its last words. */
    void drain(Node node) {
        for (Attachment from : node.attachments) {
            if (from.memory.sentCount() > 0) {
                from.memory.drain().forEach(frame -> send(from, frame));
            }
        }
    }

    /** Puts a frame on the link as if a node had sent it. */
    void send(Attachment from, byte[] frame) {
        note(from, frame);
        tap.frame(from, null, frame);
        for (Attachment to : from.peers) {
            carry(from, to, frame);
        }
    }

    private void note(Attachment from, byte[] frame) {
        frames++;
        mix(nowNs());
        mix(from.index);
        for (byte each : frame) {
            mix(each);
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
    }

    private void carry(Attachment from, Attachment to, byte[] frame) {
        if (from.leaving.blocked() || to.arriving.blocked() || !to.isUp()) {
            return;
        }
        if (happens(from.leaving.lossPercent()) || happens(to.arriving.lossPercent())) {
            return;
        }
        deliver(from, to, frame);
        if (happens(from.leaving.doublePercent()) || happens(to.arriving.doublePercent())) {
            deliver(from, to, frame);
        }
    }

    private void deliver(Attachment from, Attachment to, byte[] frame) {
        boolean corrupt = happens(from.leaving.corruptPercent()) || happens(to.arriving.corruptPercent());
        long delayNs = PROPAGATION_NS + delay(from.leaving) + delay(to.arriving);
        items.add(new Item(nowNs() + delayNs, order++, from, to, corrupt ? corrupted(frame) : frame, null));
    }

    private byte[] corrupted(byte[] frame) {
        byte[] copy = frame.clone();
        int bit = random.nextInt(frame.length * Byte.SIZE);
        copy[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return copy;
    }

    private boolean happens(int percent) {
        return percent > 0 && random.nextInt(PERCENT) < percent;
    }

    private long delay(Impairment impairment) {
        return impairment.delayNs() == 0 ? 0 : random.nextLong(impairment.delayNs());
    }

    void close() {
        for (Node node : nodes) {
            if (node.engine != null) {
                node.stop();
            }
        }
    }
}
