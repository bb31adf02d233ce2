/**
 * {@code hopwire lab}: a host, a router and a server in network namespaces of their own, for the first five minutes and
 * for tests; made with the system's own tools, by root or in a user namespace.
 *
 * <p>No state but a file in the user's folder; runs on its caller's thread. Open {@link org.hopwire.cli.lab.Lab} first.
 */
package org.hopwire.cli.lab;
