/**
 * What a configuration says, as records that check themselves and name the field and the value that is wrong.
 * Immutable; any thread may read them.
 *
 * <p>Open {@link org.hopwire.engine.config.EngineConfig} first: it holds all others but {@code [icmp]} and
 * {@code [igmp]}, which live with what they configure.
 */
package org.hopwire.engine.config;
