/**
 * What {@code hopwire run} needs the kernel's permission for, what to do where it has none, and how it gives up what it
 * holds beyond that.
 *
 * <p>No state but that of the process; runs on its caller's thread, before any other of ours. Open
 * {@link org.hopwire.cli.privilege.Privileges} first.
 */
package org.hopwire.cli.privilege;
