/**
 * The Internet checksum (RFC 1071): summing, copying while summing, and incremental update (RFC 1624).
 *
 * <p>Everything here is stateless and static, so any thread may call it; there is no writer. Open
 * {@link org.hopwire.checksum.InternetChecksum} first: it is the only class others call. Behind it stand two twins
 * that give the same answer, a scalar one and one on the Vector API; which of them runs is decided once, when the
 * class is initialised, and {@link org.hopwire.checksum.ChecksumKernel} says which and why.
 *
 * <p>Sums are plain {@code int}s from 0 to 0xffff as a big-endian reader computes them. A sum is 0 only if every byte
 * was zero: ones'-complement addition never turns a sum that is not zero into zero. A checksum <em>field</em> is the
 * complement of a sum.
 */
package org.hopwire.checksum;
