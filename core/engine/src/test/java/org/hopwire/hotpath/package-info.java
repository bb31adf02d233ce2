/**
 * What the packet path promises and no clock need judge: not a byte allocated, every method small enough to be compiled
 * into its caller, the call sites that must be, no code thrown away once it is warm, and so many copies, sums, queue
 * operations and port calls for a packet as are written down. Each rule takes seconds and holds on any machine.
 *
 * <p>What is expected lies in text files beside this package's classes. {@code mvn -pl core/engine test
 * -Dtest='org.hopwire.hotpath.*' -Dhopwire.expected=write} writes {@code work.txt} and {@code inlined.txt} anew in
 * the source folder; read the difference before it is committed. Start with {@link org.hopwire.hotpath.HotPathTest}.
 */
package org.hopwire.hotpath;
