/**
 * Capture files as ports: pcap and pcapng in and out, streamed, in any byte order and resolution.
 *
 * <p>Writer: the thread that owns the ports; a {@link org.hopwire.port.file.CaptureFeed} and all its
 * {@link org.hopwire.port.file.FilePort}s belong to one. Open {@link org.hopwire.port.file.CaptureFeed} for a replay,
 * {@link org.hopwire.port.file.CaptureReader} and {@link org.hopwire.port.file.CaptureWriter} for the formats.
 */
package org.hopwire.port.file;
