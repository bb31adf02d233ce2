package org.hopwire.engine.config;

import org.hopwire.ip.RedirectRule;
import org.hopwire.packet.OptionPolicy;
import org.hopwire.packet.SourceRoutePolicy;

/**
 * What IP does where the RFCs leave a choice.
 *
 * @param redirects which redirects a router sends; {@code HOST} where absent (RFC 1812 section 5.2.7.2)
 * @param sourceRoutes what happens to source-routed packets; {@code DROP} where absent (RFC 7126)
 * @param requireSecurity whether a packet without a basic security option is refused with "required option missing"
 *     (RFC 1108 section 2.8); false where absent
 */
public record IpConfig(RedirectRule.Mode redirects, SourceRoutePolicy sourceRoutes, boolean requireSecurity) {
    /** Fills in what is absent. */
    public IpConfig {
        redirects = redirects == null ? RedirectRule.Mode.HOST : redirects;
        sourceRoutes = sourceRoutes == null ? SourceRoutePolicy.DROP : sourceRoutes;
    }

    /** Redirects to hosts, no source routes, no option required. */
    public static IpConfig defaults() {
        return new IpConfig(null, null, false);
    }

    /** The same with other redirects. */
    public IpConfig withRedirects(RedirectRule.Mode mode) {
        return new IpConfig(mode, sourceRoutes, requireSecurity);
    }

    /** The same with another policy for source routes. */
    public IpConfig withSourceRoutes(SourceRoutePolicy policy) {
        return new IpConfig(redirects, policy, requireSecurity);
    }

    /** The same, refusing packets without a basic security option, or not. */
    public IpConfig withRequireSecurity(boolean required) {
        return new IpConfig(redirects, sourceRoutes, required);
    }

    /** What the parser is told of IP options. */
    public OptionPolicy options() {
        return new OptionPolicy(sourceRoutes, requireSecurity);
    }
}
