package org.hopwire.bench.soak;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/** What this process takes of the system, read with next to no garbage. */
final class ProcessFigures {
    private static final int PAGE = 4096;
    private static final UnixOperatingSystemMXBean SYSTEM = (UnixOperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final byte[] buffer = new byte[1 << 16];

    long residentBytes() {
        int length = read("/proc/self/statm", false);
        int at = 0;
        while (buffer[at] != ' ') {
            at++;
        }
        long pages = 0;
        for (at++; at < length && buffer[at] != ' '; at++) {
            pages = 10 * pages + buffer[at] - '0';
        }
        return pages * PAGE;
    }

    long descriptors() {
        return SYSTEM.getOpenFileDescriptorCount();
    }

    long mappings() {
        return read("/proc/self/maps", true);
    }

    /** Octets, or lines, of a file; the buffer holds its last part. */
    private int read(String file, boolean countsLines) {
        int count = 0;
        try (InputStream in = new FileInputStream(file)) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                count += countsLines ? lines(n) : n;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int lines(int length) {
        int lines = 0;
        for (int i = 0; i < length; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
