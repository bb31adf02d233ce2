package org.hopwire.bench.gate.run;

/** A fork that gave no figures; the message says why. */
public final class ForkFailedException extends Exception {
    private static final long serialVersionUID = 1;

    /** With a reason. */
    public ForkFailedException(String reason) {
        super(reason);
    }
}
