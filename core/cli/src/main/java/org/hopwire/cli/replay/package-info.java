/**
 * {@code hopwire replay}: options, progress, the summary as text and as JSON.
 *
 * <p>Runs on the main thread; {@link org.hopwire.cli.replay.Interruption} is the one place another thread looks in.
 * Open {@link org.hopwire.cli.replay.ReplayCommand} first.
 */
package org.hopwire.cli.replay;
