package org.hopwire.cli;

/** What the program's exit status says. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** The answer is no. */
    public static final int NO = 1;
    /** Wrong options or arguments. */
    public static final int USAGE = 2;
    /** This machine or JVM lacks something, or permission for it. */
    public static final int ENVIRONMENT = 4;
    /** An input file is damaged, empty, missing or says something impossible. */
    public static final int BAD_INPUT = 5;
    /** A defect of Hopwire's. */
    public static final int DEFECT = 70;
    /** Ended by the user. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
