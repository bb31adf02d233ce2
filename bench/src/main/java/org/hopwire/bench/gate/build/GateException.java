package org.hopwire.bench.gate.build;

/** Ends a command: one line for the person, and the exit code. */
public final class GateException extends RuntimeException {
    /** The command line asks for what cannot be. */
    public static final int USAGE = 2;
    /** Something outside is missing: a tool, a commit, a place to write. */
    public static final int ENVIRONMENT = 4;
    /** A file is not what it should be. */
    public static final int INPUT = 5;
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /** With one of the codes above. */
    public GateException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Something outside is missing. */
    public static GateException environment(String message) {
        return new GateException(ENVIRONMENT, message);
    }

    /** What the program ends with. */
    public int exitCode() {
        return exitCode;
    }
}
