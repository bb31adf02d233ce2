package org.hopwire.bench.scale.latency;

import org.HdrHistogram.Histogram;
import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.FrameQueue;
import org.hopwire.port.Port;

/**
 * Both ends of a measurement on one thread: {@link #in} hands over the frames that are due, from a ring that holds so
 * many and loses the rest; {@link #out} notes how long each had been due when it was sent. Frames are sent in the order
 * in which they came, all of them, or the measurement means nothing.
 */
final class ScheduledPorts implements AutoCloseable {
    /** Frames the ring holds, as a port of the machine's does. */
    static final int RING = 4096;
    private static final int RESTORED_OCTETS = 64;

    private final FrameSlab slab;
    private final FrameSlab original;
    private final long originalAddress;
    private final long[] slots = new long[2 * Burst.MAX_SIZE];
    private final int length;
    private final Histogram histogram;
    private Schedule schedule;
    private long next;
    private long taken;
    private long sent;
    private long lost;
    /** Numbers of the frames on their way, oldest first. */
    private final long[] underWay = new long[4 * Burst.MAX_SIZE];
    private long longestNs;
    private long longestEndNs;

    ScheduledPorts(byte[] frame, Histogram histogram) {
        this.histogram = histogram;
        length = frame.length;
        slab = new FrameSlab(slots.length, frame.length + FrameQueue.MIN_TAILROOM, FrameQueue.HEADROOM);
        original = new FrameSlab(1, frame.length, 0);
        originalAddress = original.acquire();
        OffHeap.put(frame, 0, originalAddress, frame.length);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slab.acquire();
            OffHeap.put(frame, 0, slots[i], frame.length);
        }
    }

    /** Begins anew. */
    void begin(Schedule newSchedule) {
        schedule = newSchedule;
        next = 0;
        taken = 0;
        sent = 0;
        lost = 0;
        longestNs = 0;
        histogram.reset();
    }

    long lost() {
        return lost;
    }

    long sent() {
        return sent;
    }

    /** Longest time of a packet. */
    long longestNs() {
        return longestNs;
    }

    /** When the packet that took longest was sent, monotonic. */
    long longestEndNs() {
        return longestEndNs;
    }

    /** Where packets come in. */
    Port in() {
        return new End("lan") {
            @Override
            public int receive(Burst burst) {
                return take(burst);
            }
        };
    }

    /** Where they go out. */
    Port out() {
        return new End("wan") {
            @Override
            public int transmit(Burst burst) {
                note(burst.size());
                return burst.size();
            }
        };
    }

    private int take(Burst burst) {
        long due = schedule.dueBy(System.nanoTime());
        if (due - next > RING) {
            lost += due - next - RING;
            next = due - RING;
        }
        int count = (int) Math.min(burst.capacity(), due - next);
        for (int i = 0; i < count; i++) {
            long slot = slots[(int) (taken % slots.length)];
            OffHeap.copy(originalAddress, slot, RESTORED_OCTETS);
            burst.add(slot, length, FrameQueue.MIN_TAILROOM);
            underWay[(int) (taken % underWay.length)] = next;
            taken++;
            next++;
        }
        return count;
    }

    private void note(int count) {
        long nowNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long took = nowNs - schedule.dueNs(underWay[(int) (sent % underWay.length)]);
            histogram.recordValue(Math.max(0, took));
            if (took > longestNs) {
                longestNs = took;
                longestEndNs = nowNs;
            }
            sent++;
        }
    }

    @Override
    public void close() {
        slab.close();
        original.close();
    }

    /** A port that does nothing; a {@code SinkPort} would read each frame, within the time that is measured. */
    private static class End implements Port {
        private final String name;

        End(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int receive(Burst burst) {
            return 0;
        }

        @Override
        public int transmit(Burst burst) {
            return burst.size();
        }

        @Override
        public void flush() {
            // nothing waits
        }

        @Override
        public void release(Burst burst) {
            // the slots go round
        }

        @Override
        public void close() {
            // whoever made it frees the memory
        }
    }
}
