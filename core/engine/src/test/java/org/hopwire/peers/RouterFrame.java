package org.hopwire.peers;

import org.hopwire.testkit.SentFrame;

/**
 * A frame that both routers are given.
 *
 * @param number among all, from 0
 * @param datagram identification of its IP header, where it has one; fragments share it
 * @param kind what it tries, for the table of differences
 * @param frame by which port it comes, and its octets
 */
record RouterFrame(int number, int datagram, String kind, SentFrame frame) {}
