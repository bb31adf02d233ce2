package org.hopwire.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds of the kernel's.
 *
 * @param descriptors open ones
 * @param ringMappings mapped rings of sockets
 * @param virtualKib address space in KiB
 */
public record ProcessHoldings(long descriptors, long ringMappings, long virtualKib) {
    /** Counts them. */
    public static ProcessHoldings now() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
                Stream<String> maps = Files.lines(Path.of("/proc/self/maps"));
                Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return new ProcessHoldings(descriptors.count(), maps.filter(line -> line.contains("socket:")).count(),
                    status.filter(line -> line.startsWith("VmSize:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum());
        }
    }
}
