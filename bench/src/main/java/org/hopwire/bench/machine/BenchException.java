package org.hopwire.bench.machine;

/** Ends a command: one line for the person, and the exit code. */
public final class BenchException extends RuntimeException {
    /** An answer was wrong. */
    public static final int WRONG = 1;
    /** The command line asks for what cannot be. */
    public static final int USAGE = 2;
    /** Something outside is missing: a tool, a permission, a commit, a place to write. */
    public static final int ENVIRONMENT = 4;
    /** A file is not what it should be. */
    public static final int INPUT = 5;
    /** A mistake of ours. */
    public static final int DEFECT = 70;
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /** With one of the codes above. */
    public BenchException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Something outside is missing. */
    public static BenchException environment(String message) {
        return new BenchException(ENVIRONMENT, message);
    }

    /** What the program ends with. */
    public int exitCode() {
        return exitCode;
    }
}
