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

    private static final int CONTEXT_DATA = 0;
    private static final int CONTEXT_DATA_END = 4;
    private static final int CONTEXT_QUEUE = 16;
    private static final int PASS = 2;
    private static final int REDIRECT_MAP = 51;

    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int TYPE = 12;
    private static final int IPV4_HEADER = 20;
    private static final int PROTOCOL = 23;
    /** EtherTypes as a little-endian machine loads them. */
    private static final int ARP = 0x0608;
    private static final int VLAN = 0x0081;
    private static final int IPV4 = 0x0008;
    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int PIM = 103;

    private static final String OURS = "ours";
    private static final String THEIRS = "theirs";
    private static final String UNTAGGED = "untagged";

    private RedirectProgram() {}

    /** Every frame goes to the socket; to the kernel while there is none. */
    static long[] everything(int map) {
        return redirect(new Assembler(), map, CONTEXT).assemble();
    }

    /** ARP, ICMP, IGMP and PIM go to the socket, in a VLAN or not, and all else to the kernel. */
    static long[] controlProtocols(int map) {
        Assembler program = new Assembler().move(KEPT_CONTEXT, CONTEXT).loadInt(DATA, CONTEXT, CONTEXT_DATA)
                .loadInt(DATA_END, CONTEXT, CONTEXT_DATA_END);
        requireBytes(program, ETHERNET).loadShort(FIELD, DATA, TYPE).jumpIfNotEqual(FIELD, VLAN, UNTAGGED)
                .add(DATA, TAG);
        requireBytes(program, ETHERNET).loadShort(FIELD, DATA, TYPE).label(UNTAGGED).jumpIfEqual(FIELD, ARP, OURS)
                .jumpIfNotEqual(FIELD, IPV4, THEIRS);
        requireBytes(program, ETHERNET + IPV4_HEADER).loadByte(FIELD, DATA, PROTOCOL).jumpIfEqual(FIELD, ICMP, OURS)
                .jumpIfEqual(FIELD, IGMP, OURS).jumpIfEqual(FIELD, PIM, OURS);
        program.label(THEIRS).set(0, PASS).exit().label(OURS);
        return redirect(program, map, KEPT_CONTEXT).assemble();
    }

    /** The verifier wants to see each load inside the frame. */
    private static Assembler requireBytes(Assembler program, int bytes) {
        return program.move(SCRATCH, DATA).add(SCRATCH, bytes).jumpIfGreater(SCRATCH, DATA_END, THEIRS);
    }

    private static Assembler redirect(Assembler program, int map, int context) {
        return program.loadInt(2, context, CONTEXT_QUEUE).loadMap(1, map).set(3, PASS).call(REDIRECT_MAP).exit();
    }
}
