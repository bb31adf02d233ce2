package org.hopwire.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.sys.Descriptor;

/** What the launcher found out about the streams; Java itself cannot tell standard output from standard error. */
public final class Terminal {
    private static final int STANDARD_OUTPUT = 1;
    private static final long GET_WINDOW_SIZE = 0x5413;
    private static final int WINDOW_SIZE_OCTETS = 8;
    private static final int COLUMNS = 2;

    private Terminal() {}

    /** Room on a screen, in characters and lines. */
    public record Size(int columns, int rows) {
        /** A file, or a terminal that does not say. */
        public static final Size UNBOUNDED = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Room on the terminal that standard output is, now: people change it. */
    public static Size size() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return Size.UNBOUNDED;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINDOW_SIZE_OCTETS, Short.BYTES);
            int errno = Descriptor.adopt("standard output", STANDARD_OUTPUT).tryControl(GET_WINDOW_SIZE,
                    size.address());
            int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, COLUMNS));
            return errno != 0 || rows == 0 || columns == 0 ? Size.UNBOUNDED : new Size(columns, rows);
        }
    }

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
