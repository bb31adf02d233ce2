package org.hopwire.port.linux.packet;

import org.hopwire.port.linux.bpf.Assembler;
import org.hopwire.port.linux.bpf.Bpf;
import org.hopwire.port.linux.sys.Descriptor;

/**
 * Keeps what arrives from the kernel's own stack, which comes behind the packet sockets: it answers nothing, and the
 * processor that received a frame has no route to look up for it.
 */
final class IngressGate implements AutoCloseable {
    private static final int VERDICT = 0;
    private static final int DROP = 2;

    private final Descriptor program;
    private final Descriptor link;

    private IngressGate(Descriptor program, Descriptor link) {
        this.program = program;
        this.link = link;
    }

    /** Shuts an interface of the calling thread's network namespace, until {@link #close}. */
    static IngressGate shut(String device, int index) {
        long[] code = new Assembler().set(VERDICT, DROP).exit().assemble();
        Descriptor program = Bpf.load(device, Bpf.Hook.INGRESS, code);
        try {
            return new IngressGate(program, Bpf.attach(device, Bpf.Hook.INGRESS, program, index, 0));
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    @Override
    public void close() {
        link.close();
        program.close();
    }
}
