package org.hopwire.engine.config;

import java.util.List;

import org.hopwire.ip.RedirectRule;
import org.hopwire.ip.ReversePathCheck;
import org.hopwire.ip.fragment.ReassemblyConfig;
import org.hopwire.ip.neighbor.ArpConfig;
import org.hopwire.ip.path.PathConfig;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.PacketParser.OptionPolicy;
import org.hopwire.packet.SourceRoutePolicy;

/**
 * What IP does where the RFCs leave a choice.
 *
 * @param redirects which redirects a router sends; {@code HOST} where absent (RFC 1812 section 5.2.7.2)
 * @param sourceRoutes what happens to source-routed packets; {@code DROP} where absent (RFC 7126 section 4.3);
 *     {@code FORWARD} of a router only
 * @param requireSecurity whether a packet without a basic security option is refused with "required option missing"
 *     (RFC 1108 section 2.8); false where absent
 * @param recordRoute what becomes of packets with a record route; {@code PROCESS} where absent, which RFC 1812 section
 *     5.3.13.5 wants of a default, although RFC 7126 section 4.5.5 would rather drop them
 * @param timestamp what becomes of packets with a timestamp option; {@code PROCESS} where absent (RFC 1812 section
 *     5.3.13.6; RFC 7126 section 4.7.5)
 * @param arp how neighbours are found and kept; what RFC 1122 and RFC 5227 recommend where absent
 * @param reassembly how much is kept of datagrams for us that come in fragments (RFC 1122 section 3.3.2)
 * @param path what is learned of ways to destinations; path MTU and, of a host, redirects where absent
 * @param port what differs from port to port
 */
public record IpConfig(RedirectRule.Mode redirects, SourceRoutePolicy sourceRoutes, boolean requireSecurity,
        OptionStamp.Policy recordRoute, OptionStamp.Policy timestamp, ArpConfig arp, ReassemblyConfig reassembly,
        PathConfig path, List<PortOptions> port) {
    /** Fills in what is absent. */
    public IpConfig {
        redirects = redirects == null ? RedirectRule.Mode.HOST : redirects;
        sourceRoutes = sourceRoutes == null ? SourceRoutePolicy.DROP : sourceRoutes;
        recordRoute = recordRoute == null ? OptionStamp.Policy.PROCESS : recordRoute;
        timestamp = timestamp == null ? OptionStamp.Policy.PROCESS : timestamp;
        reassembly = reassembly == null ? ReassemblyConfig.defaults() : reassembly;
        arp = arp == null ? ArpConfig.defaults() : arp;
        path = path == null ? PathConfig.defaults() : path;
        port = port == null ? List.of() : List.copyOf(port);
    }

    /**
     * Choices for one port.
     *
     * @param name of the port
     * @param arp whether neighbours are found by ARP, and ARP is answered; where absent, on every kind of port but
     *     {@code "pcap"} and {@code "memory"}, on which nobody would answer
     * @param proxyArp whether requests for addresses behind other ports are answered (RFC 1027); false where absent
     * @param reversePath which sources may come by the port (RFC 3704); {@code OFF} where absent
     * @param directedBroadcast whether a router forwards broadcasts to the port's networks (RFC 2644); false where
     *     absent
     */
    public record PortOptions(String name, Boolean arp, boolean proxyArp, ReversePathCheck.Mode reversePath,
            boolean directedBroadcast) {
        /** Checks every field. */
        public PortOptions {
            reversePath = reversePath == null ? ReversePathCheck.Mode.OFF : reversePath;
            if (name == null) {
                throw new IllegalArgumentException("ip.port name: missing");
            }
            if (proxyArp && Boolean.FALSE.equals(arp)) {
                throw new IllegalArgumentException("ip.port " + name + " proxy_arp: arp is off");
            }
        }

        /** The defaults. */
        public static PortOptions of(String name) {
            return new PortOptions(name, null, false, null, false);
        }

        /** The same with ARP, or without. */
        public PortOptions withArp(boolean on) {
            return new PortOptions(name, on, proxyArp, reversePath, directedBroadcast);
        }

        /** The same answering for others, or not. */
        public PortOptions withProxyArp(boolean on) {
            return new PortOptions(name, arp, on, reversePath, directedBroadcast);
        }

        /** The same with another check of sources. */
        public PortOptions withReversePath(ReversePathCheck.Mode mode) {
            return new PortOptions(name, arp, proxyArp, mode, directedBroadcast);
        }

        /** The same forwarding broadcasts to its networks, or not. */
        public PortOptions withDirectedBroadcast(boolean on) {
            return new PortOptions(name, arp, proxyArp, reversePath, on);
        }
    }

    /** Redirects to hosts, no source routes, no option required, record routes and timestamps continued. */
    public static IpConfig defaults() {
        return new IpConfig(null, null, false, null, null, null, null, null, null);
    }

    /** The same with other redirects. */
    public IpConfig withRedirects(RedirectRule.Mode mode) {
        return new IpConfig(mode, sourceRoutes, requireSecurity, recordRoute, timestamp, arp, reassembly, path, port);
    }

    /** The same with another policy for source routes. */
    public IpConfig withSourceRoutes(SourceRoutePolicy policy) {
        return new IpConfig(redirects, policy, requireSecurity, recordRoute, timestamp, arp, reassembly, path, port);
    }

    /** The same, refusing packets without a basic security option, or not. */
    public IpConfig withRequireSecurity(boolean required) {
        return new IpConfig(redirects, sourceRoutes, required, recordRoute, timestamp, arp, reassembly, path, port);
    }

    /** The same with another policy for record routes. */
    public IpConfig withRecordRoute(OptionStamp.Policy policy) {
        return new IpConfig(redirects, sourceRoutes, requireSecurity, policy, timestamp, arp, reassembly, path, port);
    }

    /** The same with another policy for timestamp options. */
    public IpConfig withTimestamp(OptionStamp.Policy policy) {
        return new IpConfig(redirects, sourceRoutes, requireSecurity, recordRoute, policy, arp, reassembly, path, port);
    }

    /** The same with neighbours found and kept otherwise. */
    public IpConfig withArp(ArpConfig config) {
        return new IpConfig(redirects, sourceRoutes, requireSecurity, recordRoute, timestamp, config, reassembly, path,
                port);
    }

    /** The same learning otherwise of ways to destinations. */
    public IpConfig withPath(PathConfig config) {
        return new IpConfig(redirects, sourceRoutes, requireSecurity, recordRoute, timestamp, arp, reassembly, config,
                port);
    }

    /** The same with other choices for single ports. */
    public IpConfig withPorts(PortOptions... options) {
        return new IpConfig(redirects, sourceRoutes, requireSecurity, recordRoute, timestamp, arp, reassembly, path,
                List.of(options));
    }

    /** The same with other bounds of reassembly. */
    public IpConfig withReassembly(ReassemblyConfig bounds) {
        return new IpConfig(redirects, sourceRoutes, requireSecurity, recordRoute, timestamp, arp, bounds, path, port);
    }

    /** Choices for the port of a name. */
    public PortOptions port(String name) {
        return port.stream().filter(each -> each.name().equals(name)).findFirst().orElse(PortOptions.of(name));
    }

    /**
     * What the parser is told of IP options.
     *
     * @param ways where a source route may lead
     */
    public OptionPolicy options(SourceRoutePolicy.Ways ways) {
        return new OptionPolicy(sourceRoutes, requireSecurity, recordRoute, timestamp, ways);
    }
}
