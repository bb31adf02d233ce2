package org.hopwire.port;

import org.hopwire.memory.Burst;

/** A port that does what another one does, but for what its subclass has it do otherwise. */
public abstract class PortAround<P extends Port> implements Port {
    private final P inner;

    /** Around a port, which it closes. */
    protected PortAround(P inner) {
        this.inner = inner;
    }

    /** The port around which it is. */
    public final P inner() {
        return inner;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public int receive(Burst burst) {
        return inner.receive(burst);
    }

    @Override
    public int transmit(Burst burst) {
        return inner.transmit(burst);
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public void release(Burst burst) {
        inner.release(burst);
    }

    @Override
    public void close() {
        inner.close();
    }
}
