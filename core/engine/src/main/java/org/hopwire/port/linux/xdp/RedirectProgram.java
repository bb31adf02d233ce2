package org.hopwire.port.linux.xdp;

import org.hopwire.port.linux.bpf.Assembler;

/**
 * The XDP program: hands frames to the socket of their receive queue, and what no socket wants to the kernel's own
 * stack.
 */
final class RedirectProgram {
    private static final int CONTEXT = 1;
    private static final int DATA = 2;
    private static final int DATA_END = 3;
    private static final int SCRATCH = 4;
    private static final int FIELD = 5;
    private static final int KEPT_CONTEXT = 6;
    private static final int STACK = 10;
    private static final int QUEUE_AT = -4;
    private static final int TAG_TYPE_AT = -8;
    private static final int TAG_CONTROL_AT = -16;

    private static final int CONTEXT_DATA = 0;
    private static final int CONTEXT_DATA_END = 4;
    private static final int CONTEXT_QUEUE = 16;
    private static final int DROP = 1;
    private static final int PASS = 2;
    private static final int LOOK_UP = 1;
    private static final int ADJUST_HEAD = 44;
    private static final int REDIRECT_MAP = 51;

    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int TYPE = 12;
    private static final int IPV4_HEADER = 20;
    private static final int PROTOCOL = 23;
    /** EtherTypes as a little-endian machine loads them. */
    private static final int VLAN = 0x0081;
    private static final int IPV4 = 0x0008;
    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int PIM = 103;

    private static final String OURS = "ours";
    private static final String THEIRS = "theirs";
    private static final String UNTAGGED = "untagged";
    private static final String UNMENDED = "unmended";
    private static final String LOST = "lost";

    private RedirectProgram() {}

    /**
     * Every frame goes to the socket; to the kernel while there is none.
     *
     * @param tagFunction what the driver tells the VLAN tag by that is not in the frame; 0 for nothing
     */
    static long[] everything(int map, int tagFunction) {
        return redirect(new Assembler().move(KEPT_CONTEXT, CONTEXT), map, tagFunction).assemble();
    }

    /**
     * ICMP, IGMP and PIM go to the socket, in a VLAN or not, and all else to the kernel; ARP as well, where
     * {@link ArpCopies} finds it.
     */
    static long[] controlProtocols(int map, int tagFunction) {
        Assembler program = new Assembler().move(KEPT_CONTEXT, CONTEXT).loadInt(DATA, CONTEXT, CONTEXT_DATA)
                .loadInt(DATA_END, CONTEXT, CONTEXT_DATA_END);
        requireBytes(program, ETHERNET).loadShort(FIELD, DATA, TYPE).jumpIfNotEqual(FIELD, VLAN, UNTAGGED)
                .add(DATA, TAG);
        requireBytes(program, ETHERNET).loadShort(FIELD, DATA, TYPE).label(UNTAGGED)
                .jumpIfNotEqual(FIELD, IPV4, THEIRS);
        requireBytes(program, ETHERNET + IPV4_HEADER).loadByte(FIELD, DATA, PROTOCOL).jumpIfEqual(FIELD, ICMP, OURS)
                .jumpIfEqual(FIELD, IGMP, OURS).jumpIfEqual(FIELD, PIM, OURS);
        program.label(THEIRS).set(0, PASS).exit().label(OURS);
        return redirect(program, map, tagFunction).assemble();
    }

    /** The verifier wants to see each load inside the frame. */
    private static Assembler requireBytes(Assembler program, int bytes) {
        return program.move(SCRATCH, DATA).add(SCRATCH, bytes).jumpIfGreater(SCRATCH, DATA_END, THEIRS);
    }

    private static Assembler redirect(Assembler program, int map, int tagFunction) {
        if (tagFunction != 0) {
            restoreTag(program, map, tagFunction);
        }
        return program.label(UNMENDED).loadInt(2, KEPT_CONTEXT, CONTEXT_QUEUE).loadMap(1, map).set(3, PASS)
                .call(REDIRECT_MAP).exit();
    }

    /**
     * Puts a tag back that the kernel keeps beside the frame, but only for a socket: the kernel's own stack still has
     * its tag. A frame without room for it is dropped rather than taken for an untagged one.
     */
    private static void restoreTag(Assembler program, int map, int tagFunction) {
        program.loadInt(SCRATCH, KEPT_CONTEXT, CONTEXT_QUEUE).storeInt(STACK, QUEUE_AT, SCRATCH).loadMap(1, map)
                .move(2, STACK).add(2, QUEUE_AT).call(LOOK_UP).jumpIfEqual(0, 0, UNMENDED);
        program.storeValue(STACK, TAG_TYPE_AT, 0).storeValue(STACK, TAG_CONTROL_AT, 0).move(1, KEPT_CONTEXT)
                .move(2, STACK).add(2, TAG_TYPE_AT).move(3, STACK).add(3, TAG_CONTROL_AT).callKernel(tagFunction)
                .jumpIfNotEqual(0, 0, UNMENDED);
        program.move(1, KEPT_CONTEXT).set(2, -TAG).call(ADJUST_HEAD).jumpIfNotEqual(0, 0, LOST)
                .loadInt(DATA, KEPT_CONTEXT, CONTEXT_DATA).loadInt(DATA_END, KEPT_CONTEXT, CONTEXT_DATA_END)
                .move(SCRATCH, DATA).add(SCRATCH, ETHERNET + TAG).jumpIfGreater(SCRATCH, DATA_END, LOST);
        for (int word = 0; word < TYPE; word += Integer.BYTES) {
            program.loadInt(FIELD, DATA, word + TAG).storeInt(DATA, word, FIELD);
        }
        program.loadShort(FIELD, STACK, TAG_TYPE_AT).storeShort(DATA, TYPE, FIELD)
                .loadShort(FIELD, STACK, TAG_CONTROL_AT).shortToNetworkOrder(FIELD)
                .storeShort(DATA, TYPE + Short.BYTES, FIELD).jump(UNMENDED).label(LOST).set(0, DROP).exit();
    }
}
