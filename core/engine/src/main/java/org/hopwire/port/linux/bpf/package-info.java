/**
 * Programs for the kernel's virtual machine: written instruction by instruction, loaded and attached by links that end
 * with the process.
 *
 * <p>Writer: whoever opens a port. Open {@link org.hopwire.port.linux.bpf.Bpf}.
 */
package org.hopwire.port.linux.bpf;
