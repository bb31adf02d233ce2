/**
 * Ports without a wire: for tests, embedding, benchmarks and load.
 *
 * <p>Writer: the thread that runs the worker the port belongs to, and nobody beside it;
 * {@link org.hopwire.port.memory.LoopbackPair} joins two ports that belong to one thread. Open
 * {@link org.hopwire.port.memory.MemoryPort} to test an engine, {@link org.hopwire.port.memory.GeneratorPort} to load
 * one.
 */
package org.hopwire.port.memory;
