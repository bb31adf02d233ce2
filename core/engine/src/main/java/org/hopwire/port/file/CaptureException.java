package org.hopwire.port.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** A capture file is damaged or of an unsupported kind; the message is one line that names place and cause. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    CaptureException(String message) {
        super(message);
    }

    CaptureException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether nothing is wrong with the capture: the thread that waited for more of it was interrupted. */
    public boolean isInterrupt() {
        return getCause() instanceof ClosedByInterruptException;
    }
}
