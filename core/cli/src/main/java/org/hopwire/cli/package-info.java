/**
 * The program {@code hopwire}: its command tree, its conventions (streams, exit codes, one line for a mistake) and
 * the commands too small for a package of their own.
 *
 * <p>Everything runs on the main thread. Open {@link org.hopwire.cli.Hopwire} first, then
 * {@link org.hopwire.cli.HopwireCommand}, which every command extends.
 */
package org.hopwire.cli;
