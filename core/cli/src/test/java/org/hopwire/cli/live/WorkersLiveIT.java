package org.hopwire.cli.live;

import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.counter.CounterFile;
import org.hopwire.counter.CounterReading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Several workers of one program: flows are spread, figures are those of all, each thread is where it was put. */
class WorkersLiveIT extends ScriptedProgram {
    private static final int FLOWS = 16;
    private static final int QUESTIONS = 50;

    @Test
    @DisplayName("two workers on processors 0 and 1 share the flows of one interface; sums are exact")
    void shouldSpreadFlowsOverPinnedWorkers() throws Exception {
        configure(CONFIG.replace("mode = \"host\"", "mode = \"host\"\nworkers = 2\ncores = [0, 1]"));
        Run run = run(PROLOGUE + """
                taskset -c 0,1 true || exit 96
                start
                for I in $(seq 10 25); do ip addr add 192.0.2.$I/24 dev far; done
                for I in $(seq 10 25); do
                    ping -q -c 50 -i 0.02 -W 5 -I 192.0.2.$I 192.0.2.1 > "$D/ping.$I" & L="$L $!"
                done
                wait $L
                cat "$D"/ping.* > "$D/ping"
                for T in /proc/$P/task/*; do
                    echo "$(cat $T/comm) $(sed -n 's/Cpus_allowed_list:[^0-9]*//p' $T/status)"
                done
                cp "$D/run/$P.counters" "$D/kept"
                kill -TERM $P; wait $P; echo "ended $?"
                """);
        assumeTrue(run.exitCode() != 96, "the processors 0 and 1 are not to be had");
        assertThat(run.out()).as(run.err() + "").contains("ended 0");
        assertThat(run.out()).filteredOn(line -> line.startsWith("hopwire-worker"))
                .containsExactlyInAnyOrder("hopwire-worker 0", "hopwire-worker 1");
        assertThat(run.out()).as("nobody else is pinned").filteredOn(line -> line.startsWith("hopwire-control"))
                .isNotEmpty().noneMatch(line -> line.endsWith(" 0") || line.endsWith(" 1"));
        JsonNode figures = figures();
        requireBalance(figures);
        long answers = figures.path("icmp").path("sent").path("echo-reply").asLong();
        assertThat(answers).isEqualTo(pinged()).isEqualTo((long) FLOWS * QUESTIONS);
        assertThat(answersByWorker()).hasSize(2).allMatch(each -> each > 0)
                .satisfies(each -> assertThat(each.stream().mapToLong(Long::longValue).sum()).isEqualTo(answers));
    }

    private List<Long> answersByWorker() throws Exception {
        List<CounterReading> readings = CounterFile.open(folder.resolve("kept")).readings();
        return IntStream.range(0, 2).mapToObj(worker -> readings.stream()
                .filter(each -> each.label().equals("worker-" + worker + ".icmp-sent.echo-reply"))
                .mapToLong(CounterReading::value).sum()).toList();
    }
}
