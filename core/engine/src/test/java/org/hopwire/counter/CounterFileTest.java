package org.hopwire.counter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What one process counts in a file, another reads. */
class CounterFileTest {
    private enum Event {
        LINK_UP, LINK_DOWN
    }

    @TempDir
    private Path folder;
    private Path path;

    @BeforeEach
    void nameFile() {
        path = folder.resolve("counters");
    }

    @Test
    void shouldShowAReaderWhatTheWriterCounts() throws IOException {
        CounterRegistry registry = CounterRegistry.inFile(path, 8, 42, "a kernel");
        CounterSet<Event> events = registry.register(Event.class, "worker-0.port.eth0.7", 3);
        CounterFile reader = CounterFile.open(path);
        events.add(Event.LINK_DOWN, 5);

        assertThat(reader.readings()).containsExactlyElementsOf(registry.snapshot());
        assertThat(reader.readings().get(1)).isEqualTo(
                new CounterReading(3, "worker-0.port.eth0.7", "link-down", 5));
        assertThat(reader.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(reader.startEpochNs()).isEqualTo(42);
        assertThat(reader.about()).isEqualTo("a kernel");
    }

    @Test
    void shouldReplaceWhatAKilledEngineLeft() throws IOException {
        Files.writeString(path, "left behind");
        Files.writeString(folder.resolve("counters.new"), "left behind, unfinished");
        CounterRegistry.inFile(path, 8, 0, "");
        assertThat(CounterFile.open(path).readings()).isEmpty();
        assertThat(folder.resolve("counters.new")).doesNotExist();
    }

    @Test
    void shouldTakeTheFileAwayAndKeepCounting() throws IOException {
        CounterRegistry registry = CounterRegistry.inFile(path, 8, 0, "");
        CounterSet<Event> events = registry.register(Event.class, "a", 3);
        CounterFile reader = CounterFile.open(path);
        registry.close();
        registry.close();
        events.increment(Event.LINK_UP);
        assertThat(path).doesNotExist();
        assertThat(reader.readings().get(0).value()).isOne();
    }

    @Test
    void shouldRefuseWhatIsNoWholeFileOfCounters() throws IOException {
        CounterRegistry.inFile(path, 8, 0, "");
        byte[] whole = Files.readAllBytes(path);
        assertRefused(new byte[0], "not a file of counters (0 octets)");
        assertRefused(new byte[whole.length], "not a file of counters");
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "not a whole file of counters (8 counters in 9215");
        byte[] future = whole.clone();
        future[8] = 2;
        assertRefused(future, "counters of version 2, not 1");
        byte[] none = whole.clone();
        none[12] = 0;
        assertRefused(none, "not a whole file of counters (0 counters");
        Files.write(path, whole);
        assertThat(CounterFile.open(path).readings()).isEmpty();
    }

    private void assertRefused(byte[] content, String why) throws IOException {
        Files.write(path, content);
        assertThatThrownBy(() -> CounterFile.open(path)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(path + ": ").hasMessageContaining(why);
    }

    @Test
    void shouldSurviveNonsenseBehindAHeaderThatIsRight() throws IOException {
        CounterRegistry.inFile(path, 8, 0, "about");
        byte[] whole = Files.readAllBytes(path);
        Arrays.fill(whole, 16, 4096 + 100, (byte) 0x7f);
        Files.write(path, whole);
        CounterFile reader = CounterFile.open(path);
        assertThat(reader.about()).hasSizeLessThanOrEqualTo(2048);
        assertThat(reader.readings()).isEmpty();
    }
}
