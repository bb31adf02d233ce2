package org.hopwire.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.engine.MulticastLab.GROUP;
import static org.hopwire.engine.MulticastLab.JOIN;
import static org.hopwire.engine.MulticastLab.LEAVE;
import static org.hopwire.engine.MulticastLab.data;
import static org.hopwire.engine.MulticastLab.leaveV2;
import static org.hopwire.engine.MulticastLab.oldQuery;
import static org.hopwire.engine.MulticastLab.query;
import static org.hopwire.engine.MulticastLab.report;
import static org.hopwire.engine.MulticastLab.reportV1;
import static org.hopwire.engine.MulticastLab.reportV2;

/** Whole engines with membership roles over memory full of someone else's octets, their spare packets included. */
class MulticastSurroundingsTest {
    private static final int STAINED = 1_400;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String LIST = "06 00 00 02 ef 01 02 03 0a 00 00 01 0a 00 00 02";

    private final VirtualClock clock = new VirtualClock(SECOND_NS, SECOND_NS);
    private final Map<String, SlabPort> ports = new LinkedHashMap<>();
    private Engine engine;

    private void start(EngineMode mode, IgmpConfig igmp, int poison) {
        EngineBuilder builder = Engine.builder().mode(mode).seed(1).clocks(clock, clock).igmp(igmp);
        ports.clear();
        for (int i = 0; i < 3; i++) {
            String name = String.valueOf((char) ('a' + i));
            PortConfig port = mode == EngineMode.SWITCH
                    ? PortConfig.memory(name)
                    : PortConfig.memory(name, "10.0." + i + ".5/24");
            ports.put(name, new SlabPort(name, poison));
            builder.port(port.withMac("02:00:00:00:00:0" + (i + 1)), ports.get(name));
        }
        engine = builder.build();
        run();
    }

    private void run() {
        VirtualTime.settle(engine);
    }

    private void pass(double seconds) {
        VirtualTime.pass(engine, clock, Math.round(seconds * SECOND_NS));
    }

    private void on(String port, Packets packets) {
        ports.get(port).inject(packets.build());
        run();
    }

    /** Every spare packet gets to hold octets of the poison: reports with a record nobody knows, and data. */
    private void stain(int poison) {
        byte[] report = new byte[STAINED];
        Arrays.fill(report, (byte) poison);
        byte[] head = Hex.parse("22 00 00 00 00 00 00 01 09 ff 00 00 ef 01 02 09");
        System.arraycopy(head, 0, report, 0, head.length);
        byte[] octets = new byte[STAINED];
        Arrays.fill(octets, (byte) poison);
        for (int i = 0; i < 40; i++) {
            String net = "10.0." + i % 3;
            String port = String.valueOf((char) ('a' + i % 3));
            ports.get(port).inject(MulticastLab.message(net + ".7", "224.0.0.22", report).build());
            ports.get(port).inject(Packets.ipv4(net + ".7", GROUP)
                    .eth("02:00:00:00:0f:02", MulticastLab.mac(GROUP)).ttl(7).udp(1, 2, octets).build());
        }
        run();
    }

    private List<String> outputs(EngineMode mode, IgmpConfig igmp, int poison) {
        start(mode, igmp, poison);
        if (mode == EngineMode.HOST) {
            engine.join("b", GROUP, FilterMode.EXCLUDE, List.of("10.0.0.9"));
            engine.join("b", "239.1.2.4", FilterMode.INCLUDE, List.of("10.0.0.9", "10.0.0.10"));
        }
        List<Packets> script = List.of(report("10.0.1.7", JOIN, "05 00 00 01 ef 01 02 04 0a 00 00 01"),
                reportV2("10.0.1.8", "239.1.2.5"), data("10.0.1.7", GROUP), query("10.0.1.4", 10, "0.0.0.0", 2, 125),
                query("10.0.1.4", 10, "239.1.2.4", 2, 125, "10.0.0.9"), report("10.0.1.7", LIST),
                report("10.0.1.7", LEAVE), leaveV2("10.0.1.8", "239.1.2.5"), oldQuery("10.0.1.4", 100),
                reportV1("10.0.1.9", "239.1.2.6"), oldQuery("10.0.1.4", 0), hello());
        for (Packets each : script) {
            on("b", each);
            // the same on a link whose querier stays this engine
            stain(poison);
            pass(12);
            stain(poison);
            engine.linkChanged("c", false);
            pass(300);
            engine.linkChanged("c", true);
            stain(poison);
            pass(1);
        }
        assertThat(engine.failures()).isEmpty();
        EngineSnapshot figures = engine.snapshot();
        assertThat(figures.igmpSent()).isNotEmpty();
        engine.close();
        List<String> outputs = new ArrayList<>();
        ports.forEach((name, port) -> port.sent().stream().filter(frame -> frame.length < STAINED)
                .forEach(frame -> outputs.add(name + " " + Hex.format(frame))));
        return outputs;
    }

    private static Packets hello() {
        byte[] message = Hex.parse("20 00 00 00 00 01 00 02 00 69 00 13 00 04 00 00 00 02");
        int sum = Packets.checksum(message, 0, message.length);
        message[2] = (byte) (sum >>> 8);
        message[3] = (byte) sum;
        return Packets.ipv4("10.0.1.9", "224.0.0.13").eth("02:00:00:00:0f:03", "01:00:5e:00:00:0d").ttl(1)
                .payload(103, message);
    }

    @ParameterizedTest
    @CsvSource({"ROUTER, QUERIER, 1", "ROUTER, QUERIER, 2", "ROUTER, QUERIER, 3", "HOST, HOST, 1", "HOST, HOST, 2",
        "HOST, HOST, 3", "ROUTER, PROXY_DOWNSTREAM, 3", "SWITCH, OFF, 2", "SWITCH, OFF, 3"})
    @DisplayName("R-LEAK-01: double poison: what membership roles and PIM say depends on nothing that lay around")
    void shouldSayTheSameInAnySurroundings(EngineMode mode, IgmpRole role, int version) {
        IgmpConfig plain = role == IgmpRole.PROXY_DOWNSTREAM
                ? IgmpConfig.of(role, IgmpPortConfig.of("a", IgmpRole.PROXY_UPSTREAM))
                : IgmpConfig.of(role);
        IgmpConfig config = plain.withVersion(version).withPim(new IgmpConfig.Pim(role == IgmpRole.QUERIER, 1, 30));
        List<String> zeros = outputs(mode, config, 0x00);
        assertThat(zeros).hasSizeGreaterThan(10);
        assertThat(outputs(mode, config, 0xFF)).isEqualTo(zeros);
    }
}
