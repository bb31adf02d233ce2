/**
 * Datagrams in pieces: cutting what a link cannot carry, and putting together what is for this engine.
 *
 * <p>{@link org.hopwire.ip.fragment.Fragmenter} and {@link org.hopwire.ip.fragment.FragmentGate} belong to a worker,
 * {@link org.hopwire.ip.fragment.Reassembly} and what it keeps to the control agent. What is in transit is never put
 * together. Two fragments that overlap in one octet cost their whole datagram, and all memory is bounded, by source and
 * in total. A datagram that is complete goes back to the worker, through its parser, as if it had come whole. Open
 * {@link org.hopwire.ip.fragment.Reassembly} first.
 */
package org.hopwire.ip.fragment;
