/**
 * Programs that embed the engine, as the README shows them; a test compares the two and runs them.
 *
 * <p>Open {@link org.hopwire.examples.EmbeddedRouterExample} first.
 */
package org.hopwire.examples;
