/**
 * Where destinations lead: up to a million prefixes and more, changed while workers look them up.
 *
 * <p>{@link org.hopwire.ip.route.RouteTable} is written by the control agent alone, in off-heap memory.
 * {@link org.hopwire.ip.route.RouteReader}, one per handler of a worker, looks up a whole burst in stages and waits for
 * nobody: each destination gets what the table said before an update or after it. What an update replaced is used anew
 * once every reader has moved on ({@link org.hopwire.memory.Grace}). Open {@link org.hopwire.ip.route.RouteTable}
 * first.
 */
package org.hopwire.ip.route;
