package org.hopwire.peers;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Tag;

/**
 * Our switch on packet sockets, given each frame at the same moment as the bridge of this kernel: it differs from the
 * bridge where the table says so, and nowhere else.
 */
@Tag("live")
class SwitchLiveTest extends LinuxBridgeTest {
    @Override
    Path folder() {
        return LiveRecording.of("bridge");
    }

    @Override
    Rig rig(String phase) {
        Iterator<String[]> rows = rows(folder().resolve("switch.tsv")).stream().filter(row -> row[0].equals(phase))
                .iterator();
        return new Rig() {
            private String[] row;

            @Override
            public String put(Step step) {
                row = rows.next();
                if (!row[1].equals(step.name())) {
                    throw new IllegalStateException(row[1] + " is not " + step.name());
                }
                return row[2];
            }

            @Override
            public Set<String> groups() {
                return row[3].isEmpty() ? Set.of() : new TreeSet<>(Set.of(row[3].split(", ", -1)));
            }

            @Override
            public void close() {
                // a process that has ended
            }
        };
    }
}
