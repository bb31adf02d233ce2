/**
 * Where frames live: aligned off-heap slabs of fixed slots, and the burst that names a set of frames while they are
 * borrowed; {@link org.hopwire.memory.PortSets} holds the ports such a frame leaves by, where they are several.
 *
 * <p>Writer: each slab and each burst belongs to one thread (the worker or port that made it); nothing here is shared.
 * {@link org.hopwire.memory.Pages} maps zeroed pages, and {@link org.hopwire.memory.OffHeap} has acquire and release
 * accesses, for tables that one thread writes and others read.
 * Open {@link org.hopwire.memory.Burst} first, then {@link org.hopwire.memory.FrameSlab}.
 */
package org.hopwire.memory;
