/**
 * {@code bench soak}: an engine in a process of its own routes between two cables for as long as one likes, while what
 * it takes of memory and descriptors is watched and every frame is accounted for. Begin with {@link
 * org.hopwire.bench.soak.SoakCommand}.
 */
package org.hopwire.bench.soak;
