/**
 * Captures through an engine, in the capture's own time. The caller's thread is the only one. Open
 * {@link org.hopwire.engine.replay.Replay} first.
 */
package org.hopwire.engine.replay;
