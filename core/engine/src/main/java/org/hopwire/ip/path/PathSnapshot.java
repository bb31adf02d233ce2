package org.hopwire.ip.path;

/**
 * What is known of the way to one destination at one moment.
 *
 * @param destination an IPv4 address
 * @param mtu path MTU in octets, 0 where nothing is known
 * @param gateway first hop a redirect named, 0 where none did
 * @param mtuExpiresInNs nanoseconds until the MTU is forgotten, {@link Long#MAX_VALUE} without one
 * @param gatewayExpiresInNs nanoseconds until the redirect is forgotten, {@link Long#MAX_VALUE} without one
 */
public record PathSnapshot(int destination, int mtu, int gateway, long mtuExpiresInNs, long gatewayExpiresInNs) {}
