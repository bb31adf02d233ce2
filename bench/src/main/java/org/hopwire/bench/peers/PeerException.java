package org.hopwire.bench.peers;

/** Why there is no figure: a line for a person, and the exit code that says whose turn it is. */
final class PeerException extends Exception {
    private static final long serialVersionUID = 1;

    /** An answer was wrong. */
    static final int WRONG = 1;
    /** Something is missing on this machine. */
    static final int ENVIRONMENT = 4;
    /** A mistake of ours. */
    static final int DEFECT = 70;

    private final int exitCode;

    PeerException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
