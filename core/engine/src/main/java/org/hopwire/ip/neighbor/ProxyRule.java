package org.hopwire.ip.neighbor;

/** Which addresses are answered for on behalf of stations behind other ports (RFC 1027). */
@FunctionalInterface
public interface ProxyRule {
    /** Nobody is answered for. */
    ProxyRule NONE = (port, address) -> false;

    /** Whether a request on {@code port} for {@code address}, which is none of ours, is answered with our MAC. */
    boolean answers(int port, int address);
}
