/**
 * Other people's implementations beside ours: Linux as host and as switch, FRR as router, tshark and scapy as readers.
 * What they said and did was recorded live by {@code src/test/scripts/record_peers.py} into
 * {@code src/test/resources/peers}, and is replayed here in virtual time. The tests tagged {@code live} ask the same of
 * sessions that {@link org.hopwire.peers.LiveRecording} has recorded while they wait.
 *
 * <p>Single-threaded. Open {@link org.hopwire.peers.LinuxHostTest} first; {@link org.hopwire.peers.LivePeer} is our
 * side of the live runs.
 */
package org.hopwire.peers;
