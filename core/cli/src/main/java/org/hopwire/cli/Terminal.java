package org.hopwire.cli;

/** What the launcher found out about the streams; Java itself cannot tell standard output from standard error. */
public final class Terminal {
    private Terminal() {}

    /** Whether colours are welcome on standard output: it is a terminal and {@code NO_COLOR} is not set. */
    static boolean wantsColor() {
        return watchesStdout() && System.getenv("NO_COLOR") == null;
    }

    /** Whether somebody watches standard output. */
    public static boolean watchesStdout() {
        return Boolean.getBoolean("hopwire.stdout.terminal");
    }

    /** Whether somebody watches standard error. */
    public static boolean watchesStderr() {
        return Boolean.getBoolean("hopwire.stderr.terminal");
    }
}
