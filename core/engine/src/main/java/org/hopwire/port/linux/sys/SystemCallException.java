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

    private SystemCallException(String message, String device, SystemCallException cause) {
        super(message, cause);
        call = cause.call;
        this.device = device;
        errno = cause.errno;
    }

    /**
     * The same failure where it means that an interface is missing, said of the port that should be there.
     *
     * @param namespace network namespace that was looked in; null for our own
     */
    public SystemCallException ofMissing(String port, String namespace) {
        return new SystemCallException("port " + port + ": device \"" + device + "\": no such interface"
                + (namespace == null ? "" : " in network namespace " + namespace), device, this);
    }

    /** The same failure with more to say: clauses follow one another, each after a semicolon. */
    public SystemCallException withAdvice(String more) {
        return new SystemCallException(getMessage() + "; " + more, device, this);
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
