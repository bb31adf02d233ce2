/**
 * The composition root and the public API: configuration records in, a running engine out, snapshots back.
 *
 * <p>{@link org.hopwire.engine.Engine} is built by {@link org.hopwire.engine.EngineBuilder} and run either on threads
 * of its own or by its caller, one turn at a time. {@link org.hopwire.engine.replay.Replay} drives it through a capture
 * file in virtual time. The only package that reads a clock, with {@code engine.replay}. Open
 * {@link org.hopwire.engine.Engine} first.
 */
package org.hopwire.engine;
