/**
 * What bridges tell each other (IEEE 802.1D). Flyweights over received bytes; whoever wraps one is its only user.
 *
 * <p>Open {@link org.hopwire.wire.bridge.Bpdu} first.
 */
package org.hopwire.wire.bridge;
