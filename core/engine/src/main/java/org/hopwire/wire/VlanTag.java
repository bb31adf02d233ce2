package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * VLAN tag (IEEE 802.1Q, 802.1ad), between the source address and the type of an Ethernet frame.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-----+-+-----------------------+
 * |  TPID (0x8100, 0x88a8, ...)   | PCP |D|        VLAN id        |
 * +-------------------------------+-----+-+-----------------------+
 * </pre>
 *
 * <p>The lower half is the TCI. The type of what follows lies in the two octets behind the tag.
 */
public final class VlanTag {
    /** Octets of one tag. */
    public static final int LENGTH = 4;

    /** Index of the outermost tag in a frame: where the untagged frame has its type. */
    public static final int FIRST_OFFSET = 12;

    /** Largest VLAN id that may be used; 4095 is reserved, 0 carries only a priority. */
    public static final int MAX_VLAN_ID = 4094;

    private static final int TCI = 2;
    private static final int ID_MASK = 0xFFF;
    private static final int DROP_ELIGIBLE = 0x1000;
    private static final int PRIORITY_SHIFT = 13;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the tag whose TPID starts at {@code offset}. */
    public VlanTag wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** Which kind of tag, see {@link EtherType#isVlan}. */
    public int tpid() {
        return buffer.getShort(offset, BIG_ENDIAN) & 0xFFFF;
    }

    /** Priority, drop eligibility and VLAN id together. */
    public int tci() {
        return buffer.getShort(offset + TCI, BIG_ENDIAN) & 0xFFFF;
    }

    /** VLAN id, 0 to 4095. */
    public int vlanId() {
        return vlanId(tci());
    }

    /** VLAN id of a TCI. */
    public static int vlanId(int tci) {
        return tci & ID_MASK;
    }

    /** Priority of a TCI, 0 to 7. */
    public static int priority(int tci) {
        return tci >> PRIORITY_SHIFT & 7;
    }

    /** Drop eligibility of a TCI. */
    public static boolean dropEligible(int tci) {
        return (tci & DROP_ELIGIBLE) != 0;
    }

    /** Puts a TCI together from a priority of 0 to 7 and a VLAN id of 0 to 4095. */
    public static int tci(int priority, boolean dropEligible, int vlanId) {
        return priority << PRIORITY_SHIFT | (dropEligible ? DROP_ELIGIBLE : 0) | vlanId;
    }

    /** Writes the low 16 bits. */
    public VlanTag tpid(int tpid) {
        buffer.putShort(offset, (short) tpid, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public VlanTag tci(int tci) {
        buffer.putShort(offset + TCI, (short) tci, BIG_ENDIAN);
        return this;
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        int tci = tci();
        return builder.append(EtherType.name(tpid())).append(' ').append(vlanId(tci)).append(" priority ")
                .append(priority(tci));
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }
}
