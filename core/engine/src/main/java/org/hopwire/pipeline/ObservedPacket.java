package org.hopwire.pipeline;

import org.agrona.MutableDirectBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.counter.RowLabels;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Verdict;

/**
 * One packet and what became of it.
 *
 * @param epochNs when it was decided on, nanoseconds since 1970 UTC
 * @param fate what became of it
 * @param reason why, as a drop reason or a reject cause; empty where there is nothing to explain
 * @param inPort index of the port it came in by; -1 for packets of ours
 * @param outPort index of the port it left by; -1 where it left by none, or by several
 * @param frameLength octets of the frame as it arrived, or as it leaves
 * @param head its first octets, at most {@value PacketTap#HEAD}
 */
@SuppressWarnings("ArrayRecordComponent") // made for whoever takes the packet, and never compared
public record ObservedPacket(long epochNs, Fate fate, String reason, int inPort, int outPort, int frameLength,
        byte[] head) {
    static final int FIXED = 32;
    private static final int FATE_OFFSET = 8;
    private static final int DROP_OFFSET = 12;
    private static final int CAUSE_OFFSET = 16;
    private static final int IN_OFFSET = 20;
    private static final int OUT_OFFSET = 24;
    private static final int LENGTH_OFFSET = 28;
    static final int NONE = -1;
    private static final Fate[] FATES = Fate.values();
    private static final RejectCause[] CAUSES = RejectCause.values();

    /** What became of a packet. */
    public enum Fate {
        /** Went on as itself, by one port or several: a port has taken it. */
        FORWARDED,
        /** Became an answer or an error in place. */
        ANSWERED,
        /** Gone, with a reason. */
        DROPPED,
        /** Delivered here. */
        CONSUMED,
        /** With the control agent. */
        PUNTED,
        /** A packet of ours that has left. */
        SENT;

        static Fate of(Packet packet) {
            return switch (packet.verdict()) {
                case TRANSMIT, REPLICATE -> packet.is(Packet.ANSWER) ? ANSWERED : FORWARDED;
                case CONSUME -> CONSUMED;
                case PUNT -> PUNTED;
                case DROP, PENDING, REJECT, OUTPUT -> DROPPED;
            };
        }

        /** A bit of its own, for sets. */
        @SuppressWarnings("EnumOrdinal") // lives no longer than the process
        int bit() {
            return 1 << ordinal();
        }

        /** Spelling for people. */
        public String label() {
            return RowLabels.of(this);
        }
    }

    /** Takes packets one by one. */
    @FunctionalInterface
    public interface Taker {
        /** Takes one. */
        void take(ObservedPacket packet);
    }

    /** {@link DropReason#index} of why a packet is gone that ended so, or {@link #NONE}. */
    static int dropOf(Packet packet, Fate fate) {
        return fate == Fate.DROPPED ? packet.dropReason().index() : NONE;
    }

    /** Place of a cause among all, or {@link #NONE}. */
    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    static int indexOf(RejectCause cause) {
        return cause == null ? NONE : cause.ordinal();
    }

    static int inPortOf(Packet packet, Fate fate) {
        return fate == Fate.SENT ? NONE : packet.inPort();
    }

    static int outPortOf(Packet packet, Fate fate) {
        boolean leaves = fate == Fate.FORWARDED || fate == Fate.ANSWERED || fate == Fate.SENT;
        return leaves && packet.has(Verdict.TRANSMIT) ? packet.outPort() : NONE;
    }

    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    static void encode(MutableDirectBuffer to, int at, Packet packet, Fate fate, RejectCause cause, long epochNs) {
        to.putLong(at, epochNs);
        to.putInt(at + FATE_OFFSET, fate.ordinal());
        to.putInt(at + DROP_OFFSET, dropOf(packet, fate));
        to.putInt(at + CAUSE_OFFSET, indexOf(cause));
        to.putInt(at + IN_OFFSET, inPortOf(packet, fate));
        to.putInt(at + OUT_OFFSET, outPortOf(packet, fate));
        to.putInt(at + LENGTH_OFFSET, packet.frameLength());
    }

    static ObservedPacket decode(MutableDirectBuffer from, int at, int length) {
        byte[] head = new byte[length - FIXED];
        from.getBytes(at + FIXED, head);
        int dropped = from.getInt(at + DROP_OFFSET);
        int cause = from.getInt(at + CAUSE_OFFSET);
        String reason = cause == NONE ? "" : RowLabels.of(CAUSES[cause]);
        return new ObservedPacket(from.getLong(at), FATES[from.getInt(at + FATE_OFFSET)],
                dropped == NONE ? reason : DropReason.at(dropped).label(), from.getInt(at + IN_OFFSET),
                from.getInt(at + OUT_OFFSET), from.getInt(at + LENGTH_OFFSET), head);
    }
}
