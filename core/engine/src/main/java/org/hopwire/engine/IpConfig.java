package org.hopwire.engine;

import org.hopwire.ip.RedirectRule;
import org.hopwire.packet.SourceRoutePolicy;

/**
 * What IP does where the RFCs leave a choice.
 *
 * @param redirects which redirects a router sends; {@code HOST} where absent (RFC 1812 section 5.2.7.2)
 * @param sourceRoutes what happens to source-routed packets; {@code DROP} where absent (RFC 7126)
 */
public record IpConfig(RedirectRule.Mode redirects, SourceRoutePolicy sourceRoutes) {
    /** Fills in what is absent. */
    public IpConfig {
        redirects = redirects == null ? RedirectRule.Mode.HOST : redirects;
        sourceRoutes = sourceRoutes == null ? SourceRoutePolicy.DROP : sourceRoutes;
    }

    /** Redirects to hosts, no source routes. */
    public static IpConfig defaults() {
        return new IpConfig(null, null);
    }
}
