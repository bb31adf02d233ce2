package org.hopwire.port.linux.bpf;

import org.hopwire.port.linux.sys.SystemCallException;

import static org.junit.jupiter.api.Assumptions.abort;

/** Whether this process may give the kernel programs: root of the machine may, root of a user namespace may not. */
public final class BpfAccess {
    private BpfAccess() {}

    /** The same of a test that may need them, or not. */
    public static void requireIf(boolean isNeeded) {
        if (isNeeded) {
            require();
        }
    }

    /** Skips the test where AF_XDP and {@code exclusive} are not to be had. */
    public static void require() {
        try {
            Bpf.socketMap("test", 1).close();
        } catch (SystemCallException e) {
            if (e.isPermission()) {
                abort(e.getMessage());
            }
            throw e;
        }
    }
}
