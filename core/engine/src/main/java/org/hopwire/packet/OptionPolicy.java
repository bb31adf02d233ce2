package org.hopwire.packet;

/**
 * Which options packets may and must carry.
 *
 * @param sourceRoutes what happens to source-routed packets
 * @param requireSecurity whether a packet without a basic security option (RFC 1108) is refused
 */
public record OptionPolicy(SourceRoutePolicy sourceRoutes, boolean requireSecurity) {}
