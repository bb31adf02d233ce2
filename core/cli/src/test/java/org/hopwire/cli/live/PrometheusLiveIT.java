package org.hopwire.cli.live;

import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of counters of the assembled program, beside what {@code stats} tells of the same moment. */
class PrometheusLiveIT extends ScriptedProgram {
    private static final int PINGS = 20;
    private static final Pattern SAMPLE = Pattern.compile("hopwire_(\\w+)_total\\{(.*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Sums over all agents, by kind of counter, then port where there is one, then row. */
    private Map<String, Long> page(String name) throws Exception {
        Map<String, Long> sums = new TreeMap<>();
        for (String line : lines(name)) {
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            Map<String, String> labels = new TreeMap<>();
            LABEL.matcher(sample.group(2)).results().forEach(each -> labels.put(each.group(1), each.group(2)));
            assertThat(labels).as(line).containsKey("agent");
            String port = labels.containsKey("port") ? labels.get("port") + "." : "";
            sums.merge(sample.group(1) + "." + port + labels.get("row"), (long) Double.parseDouble(sample.group(3)),
                    Long::sum);
        }
        return sums;
    }

    private static Map<String, Long> below(Map<String, Long> page, String kind) {
        Map<String, Long> rows = new TreeMap<>();
        page.forEach((name, value) -> {
            if (name.startsWith(kind + ".") && value > 0) {
                rows.put(name.substring(kind.length() + 1), value);
            }
        });
        return rows;
    }

    private static Map<String, Long> numbers(JsonNode object) {
        Map<String, Long> numbers = new TreeMap<>();
        object.properties().forEach(each -> numbers.put(each.getKey(), each.getValue().asLong()));
        return numbers;
    }

    /** Traffic has ended; where something of the kernel's own came all the same, both are read again. */
    @Test
    @DisplayName("a scrape agrees with stats to one packet")
    void shouldTellPrometheusWhatStatsTells() throws Exception {
        requireTool("curl");
        Run run = run(PROLOGUE + """
                scrape() {
                    curl -sS -m 10 http://127.0.0.1:9464/metrics > "$D/page" || exit 96
                    grep -E '^hopwire_(packets|drop|port|icmp_sent|icmp_received)_total' "$D/page" > "$D/$1"
                }
                start --prometheus 127.0.0.1:9464
                await 'Prometheus on port 9464' "$D/engine.err"
                ip route add 203.0.113.0/24 via 192.0.2.1
                ping -q -c 20 -i 0.05 -W 5 192.0.2.1 > "$D/ping"; echo "pinged $?"
                ping -q -c 3 -i 0.05 -W 1 203.0.113.1 > "$D/transit"; echo "transit $?"
                N=0; scrape before
                until $H stats --json > "$D/stats"; scrape after; cmp -s "$D/before" "$D/after"; do
                    mv "$D/after" "$D/before"; N=$((N + 1)); [ $N -lt 20 ] || exit 97
                done
                kill -TERM $P; wait $P; echo "ended $?"
                curl -s -m 10 http://127.0.0.1:9464/metrics > "$D/page"; echo "afterwards $?"
                """);
        assertThat(run.out()).as(run.err() + " " + lines("engine.err")).containsExactly("pinged 0", "transit 1",
                "ended 0", "afterwards 7");
        JsonNode stats = new Program(0, Files.readString(folder.resolve("stats")), "").json();
        requireBalance(stats);
        requireAgreement(page("after"), stats);
        assertThat(pinged()).isEqualTo(PINGS);
    }

    private static void requireAgreement(Map<String, Long> page, JsonNode stats) {
        for (String row : new String[] {"received", "forwarded", "consumed", "originated"}) {
            assertThat(page.get("packets." + row)).as(row).isEqualTo(stats.path(row).asLong());
        }
        assertThat(page.get("packets.dropped")).isEqualTo(total(stats.path("dropped")));
        assertThat(below(page, "drop")).isEqualTo(numbers(stats.path("dropped"))).containsEntry("not-for-us", 3L);
        assertThat(below(page, "icmp_sent")).isEqualTo(numbers(stats.path("icmp").path("sent")))
                .containsEntry("echo-reply", (long) PINGS);
        assertThat(below(page, "icmp_received")).isEqualTo(numbers(stats.path("icmp").path("received")));
        ToLongFunction<String> port = row -> stats.path("ports").path("near").path(row).asLong();
        assertThat(page.get("port.near.received")).isEqualTo(port.applyAsLong("received")).isGreaterThan(PINGS);
        assertThat(page.get("port.near.transmitted")).isEqualTo(port.applyAsLong("transmitted"))
                .isGreaterThan(PINGS);
        assertThat(page.get("port.near.received-octets")).isEqualTo(port.applyAsLong("received_octets"));
        assertThat(page.get("port.near.transmitted-octets")).isEqualTo(port.applyAsLong("transmitted_octets"));
    }
}
