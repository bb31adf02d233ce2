package org.hopwire.port.linux.sys;

/** A system call that failed on the way up or down of a port; on the packet path nothing throws. */
public final class SystemCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String device;
    private final int errno;

    /**
     * One line: device, call, error number by name.
     *
     * @param device interface, file or descriptor the call was about
     * @param call function and option, as in {@code setsockopt PACKET_RX_RING}
     * @param errno error number
     */
    public SystemCallException(String device, String call, int errno) {
        this(device, call, errno, "");
    }

    /**
     * The same with advice.
     *
     * @param advice what a person can do about it, without a full stop; empty where nothing is known
     */
    public SystemCallException(String device, String call, int errno, String advice) {
        super(device + ": " + call + ": " + Errno.name(errno) + (advice.isEmpty() ? "" : "; " + advice));
        this.call = call;
        this.device = device;
        this.errno = errno;
    }

    /** The same failure with more to say: clauses follow one another, each after a semicolon. */
    public SystemCallException withAdvice(String more) {
        return new SystemCallException(this, more);
    }

    private SystemCallException(SystemCallException cause, String more) {
        super(cause.getMessage() + "; " + more, cause);
        call = cause.call;
        device = cause.device;
        errno = cause.errno;
    }

    /** Function and option. */
    public String call() {
        return call;
    }

    /** Interface, file or descriptor the call was about. */
    public String device() {
        return device;
    }

    /** Error number, as in {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Whether a privilege is missing. */
    public boolean isPermission() {
        return errno == Errno.EPERM || errno == Errno.EACCES;
    }
}
