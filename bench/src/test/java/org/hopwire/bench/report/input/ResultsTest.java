package org.hopwire.bench.report.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.gate.mutate.MutantSummary;
import org.hopwire.bench.gate.power.AaSummary;
import org.hopwire.bench.gate.report.JsonReport;
import org.hopwire.bench.report.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultsTest {
    @TempDir
    private Path folder;

    private static Results read(Path from) {
        return new Results(from, Map.of());
    }

    @Test
    void shouldReadEachKindOfFile() {
        Results results = read(Example.folder());
        assertThat(results.machine()).isEqualTo(Example.MACHINE);
        assertThat(results.get(Source.GATE, GateRun.class).orElseThrow().lines()).hasSize(5);
        assertThat(results.get(Source.PEERS, PeerRuns.class).orElseThrow().rows()).hasSize(11);
        assertThat(results.get(Source.WIRE, WireContest.class).orElseThrow().contests()).hasSize(2);
        assertThat(results.get(Source.SOAK, Soak.class).orElseThrow().samples()).hasSize(13);
        assertThat(results.get(Source.HISTORY, History.class).orElseThrow().lines()).hasSize(4);
        assertThat(results.get(Source.WORK, Work.class).orElseThrow().lines()).hasSize(3);
    }

    @Test
    void shouldTakeTheNewPairsOfWhatWasConfirmed() {
        GateRun.Line line = read(Example.folder()).get(Source.GATE, GateRun.class).orElseThrow().lines().get(2);
        assertThat(line.verdict()).isEqualTo(GateVerdict.REGRESSION);
        assertThat(line.change()).isEqualTo(0.089);
        assertThat(line.candidateNs()).isEqualTo(35.0);
    }

    /** The example is what the others write. */
    @Test
    void shouldBeReadByTheWritersToo() throws Exception {
        JsonReport.read(Example.folder().resolve("gate.json"));
        for (String each : Files.readAllLines(Example.folder().resolve("history.jsonl"))) {
            JsonReport.readHistory(each);
        }
        ObjectMapper strict = new ObjectMapper();
        assertThat(strict.readValue(Example.folder().resolve("aa.json").toFile(), AaSummary.class).benchmarks())
                .hasSize(3);
        assertThat(strict.readValue(Example.folder().resolve("mutants.json").toFile(), MutantSummary.class).mutants())
                .hasSize(3);
        for (Source each : List.of(Source.CURVES, Source.LATENCY, Source.STARTUP, Source.MEMORY)) {
            assertThat(strict.readValue(Example.folder().resolve(each.file()).toFile(),
                    org.hopwire.bench.scale.Figures.class).series()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDoWithoutAnyFile(Source source) throws Exception {
        Path copy = Example.copy(folder);
        Files.delete(copy.resolve(source.file()));
        assertThat(read(copy).get(source, Object.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "gate.json|hopwire.gate/1|hopwire.gate/9|schema: \"hopwire.gate/9\" is not hopwire.gate/1",
        "gate.json|\"theta\": 0.03|\"theta\": \"3 %\"|rule.theta: \"3 %\" is not a number",
        "gate.json|\"verdict\": \"IMPROVEMENT\"|\"verdict\": \"GOOD\"|benchmarks[1].verdict: \"GOOD\" is not one of",
        "gate.json|20261127T131343Z|yesterday|run: \"yesterday\" is not a time",
        "peers.json|\"id\": \"T9\"|\"id\": \"9\"|rows[6].id: \"9\" is not a target",
        "peers.json|\"peerNs\"|\"theirs\"|rows[0].peerNs: missing",
        "peers.json|\"least\": 1.523|\"least\": -1|rows[0].hopwire.least: -1 is not above 0",
        "wire.json|\"frame\": 64|\"frame\": 64.5|contests[0].frame: 64.5 is not a whole number",
        "wire.json|\"sent\": 953798|\"sent\": 1e999|is not a whole number",
        "soak.json|\"holds\": false|\"holds\": 0|holds: 0 is not true or false",
        "soak.json|\"atMillis\": 7000|\"at\": 7000|samples[1].atMillis: missing",
        "curves.json|\"kind\": \"curves\"|\"kind\": \"latency\"|kind: \"latency\" is not \"curves\"",
        "latency.json|\"points\": [|\"points\": 7, \"x\": [|series[0].points: 7 is not an array",
        "startup.json|\"y\": 412.0|\"y\": \"NaN\"|series[0].points[0].y: \"NaN\" is not a number",
        "memory.json|\"taken\"|\"when\"|taken: missing",
        "history.jsonl|\"referenceNs\": 1.8|\"referenceNs\": -1.8|line 2.referenceNs: -1.8 is not above 0",
        "aa.json|\"runs\": 20|\"runs\": null|runs: missing",
        "mutants.json|\"mutants\"|\"mutant\"|mutants: missing"}, delimiter = '|')
    void shouldNameFileAndFieldThatAreDamaged(String file, String old, String now, String message) {
        Path copy = Example.copy(folder);
        Example.replace(copy.resolve(file), old, now);
        assertThatThrownBy(() -> read(copy)).isInstanceOf(DamagedInputException.class)
                .hasMessageContaining(file + ": ").hasMessageContaining(message)
                .satisfies(each -> assertThat(each.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORK")
    void shouldNameTheFileThatIsCutShort(Source source) throws Exception {
        Path file = Example.copy(folder).resolve(source.file());
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() * 2 / 3));
        assertThatThrownBy(() -> read(file.getParent())).isInstanceOf(DamagedInputException.class)
                .hasMessageContaining(source.file()).hasMessageContaining("line ")
                .satisfies(each -> assertThat(each.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheFileThatIsEmpty(Source source) throws Exception {
        Path file = Example.copy(folder).resolve(source.file());
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> read(file.getParent())).hasMessage(file + ": is empty");
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() {
        Path copy = Example.copy(folder);
        Example.replace(copy.resolve("gate.json"), "\"tookS\"", "\"later\": {\"a\": [1]}, \"tookS\"");
        assertThatCode(() -> read(copy)).doesNotThrowAnyException();
    }

    @Test
    void shouldAskForAFileThatWasNamed() {
        Path none = folder.resolve("none.json");
        assertThatThrownBy(() -> new Results(folder, Map.of(Source.GATE, none))).hasMessage(none + ": no such file");
    }
}
