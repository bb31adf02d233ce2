package org.hopwire.bench.peers.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.peers.work.Interval;
import org.hopwire.bench.peers.work.JavaCase;
import org.hopwire.bench.peers.work.Peer;
import org.hopwire.bench.peers.work.Row;
import org.hopwire.bench.peers.work.Settings;
import org.hopwire.bench.peers.work.Target;
import org.hopwire.bench.peers.work.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PeersJsonTest {
    private static final Peer PEER = new Peer.Native("peer", "checksum", "raw", Target.ratio(1));
    private static final Work FIRST = new Work("T2", "first", JavaCase.of(String.class, "length", Map.of("a", "1")),
            PEER);
    private static final Work SECOND = new Work("T10", "second", JavaCase.of(String.class, "length", Map.of()), PEER);

    @TempDir
    private Path folder;

    private static Row row(Work work, double ratio) {
        Interval ours = Interval.of(new double[] {ratio, ratio});
        Row.Measured measured = new Row.Measured(ours, ratio);
        return new Row(work, PEER, "-O2", measured, measured, ours, "");
    }

    private JsonNode write(String machine, Work work, Row row) throws IOException {
        Path file = folder.resolve("deeper/peers.json");
        new PeersJson(file, new Settings(1, 2, Settings.Length.FULL), Map.of("cpu", machine)).write(work, List.of(row),
                0.5);
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @Test
    void shouldReplaceRowsOfTheSameWorkAndKeepOthersInOrder() throws IOException {
        write("here", SECOND, row(SECOND, 3));
        write("here", FIRST, row(FIRST, 2));
        JsonNode document = write("here", FIRST, row(FIRST, 1));
        assertThat(document.at("/schema").asInt()).isEqualTo(1);
        assertThat(document.at("/rows")).hasSize(2);
        assertThat(document.at("/rows/0/work").asText()).isEqualTo("first");
        assertThat(document.at("/rows/0/ratio/median").asDouble()).isEqualTo(1);
        assertThat(document.at("/rows/0/verdict").asText()).isEqualTo("MET");
        assertThat(document.at("/rows/0/hopwire/params/a").asText()).isEqualTo("1");
        assertThat(document.at("/rows/1/verdict").asText()).isEqualTo("MISSED");
    }

    @Test
    void shouldNotMixMachines() throws IOException {
        write("there", SECOND, row(SECOND, 3));
        assertThat(write("here", FIRST, row(FIRST, 2)).at("/rows")).hasSize(1);
    }

    @Test
    void shouldSayWhyThereAreNoFigures() throws IOException {
        JsonNode document = write("here", FIRST, Row.unavailable(FIRST, PEER, "-O2", "no such thing"));
        assertThat(document.at("/rows/0/unavailable").asText()).isEqualTo("no such thing");
        assertThat(document.at("/rows/0").has("ratio")).isFalse();
    }
}
