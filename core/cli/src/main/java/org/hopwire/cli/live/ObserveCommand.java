package org.hopwire.cli.live;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import org.hopwire.cli.Quantities;
import org.hopwire.cli.figures.PacketLine;
import org.hopwire.engine.Engine;
import org.hopwire.engine.Observation;
import org.hopwire.pipeline.PacketFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** One line for each packet of a running engine, with what became of it and why. */
@Command(name = "observe", description = {"Show the packets of a running engine, each with its verdict and reason.",
    "Packets are shown as they arrived. An engine nobody looks at pays nothing for this; one that is faster than the"
            + " terminal leaves packets out, and says how many.",
    "The engine itself picks out what is asked for, so that the rest takes no room from it. Each option may be given"
            + " several times, and any of its words will do; different options must all be met."}, footer = {
                "  hopwire observe",
                "  hopwire observe --verdict dropped --port wan", "  hopwire observe --host 192.0.2.10 -n 20",
                "  hopwire observe --protocol igmp --protocol arp --json"})
public final class ObserveCommand extends HopwireCommand {
    /** Request for packets, one JSON object in a line. */
    static final String OBSERVE = "observe";

    private static final String MISSED = "missed";
    private static final int PACKETS_AT_ONCE = 256;
    private static final long IDLE_MILLIS = 10;
    private static final int TURNS_PER_SIGN_OF_LIFE = 50;

    @Option(names = "--pid", paramLabel = "N", description = "Process of the engine (default: the only one).")
    private Long pid;

    @Option(names = {"-n",
        "--count"}, paramLabel = "N", converter = Quantities.CountConverter.class, description = "End after N packets.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--verdict", converter = Verdict.class, paramLabel = "WORD", description = "Only these: forwarded, answered, dropped, consumed, punted or sent.")
    private List<String> verdicts = List.of();

    @Option(names = "--reason", converter = Reason.class, paramLabel = "WORD", description = "Only packets with this reason, such as no-route.")
    private List<String> reasons = List.of();

    @Option(names = "--port", paramLabel = "NAME", description = "Only packets that came in or left by this port.")
    private List<String> ports = List.of();

    @Option(names = "--protocol", converter = Protocol.class, paramLabel = "NAME", description = "Only this protocol, such as icmp, igmp, udp, arp, protocol-200 or 0x88cc.")
    private List<String> protocols = List.of();

    @Option(names = "--host", converter = Host.class, paramLabel = "ADDRESS", description = "Only packets from or to this IPv4 address, or one of a prefix such as 192.0.2.0/24.")
    private List<String> hosts = List.of();

    @Option(names = "--json", description = "Print a JSON object for each packet, one in a line.")
    private boolean json;

    private long shown;

    /**
     * A word that a packet can have: a filter that nothing ever passes is a mistake of whoever typed it. Which ports
     * there are the engine alone knows.
     */
    private abstract static class Word implements ITypeConverter<String> {
        private final ObserveRequest.Condition condition;

        Word(ObserveRequest.Condition condition) {
            this.condition = condition;
        }

        @Override
        public String convert(String value) {
            try {
                condition.add(PacketFilter.among(List.of()), value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
            return value;
        }
    }

    private static final class Verdict extends Word {
        Verdict() {
            super(ObserveRequest.Condition.VERDICT);
        }
    }

    private static final class Reason extends Word {
        Reason() {
            super(ObserveRequest.Condition.REASON);
        }
    }

    private static final class Protocol extends Word {
        Protocol() {
            super(ObserveRequest.Condition.PROTOCOL);
        }
    }

    private static final class Host extends Word {
        Host() {
            super(ObserveRequest.Condition.HOST);
        }
    }

    @Override
    public Integer call() throws CliException {
        EngineFiles files = EngineFiles.ofThisUser();
        ControlClient.ask(files.socket(files.choose(pid)), request(), this::take);
        return ExitCode.OK;
    }

    private String request() {
        Map<ObserveRequest.Condition, List<String>> wanted = new EnumMap<>(ObserveRequest.Condition.class);
        wanted.put(ObserveRequest.Condition.VERDICT, verdicts);
        wanted.put(ObserveRequest.Condition.REASON, reasons);
        wanted.put(ObserveRequest.Condition.PORT, ports);
        wanted.put(ObserveRequest.Condition.PROTOCOL, protocols);
        wanted.put(ObserveRequest.Condition.HOST, hosts);
        return (OBSERVE + ' ' + ObserveRequest.write(wanted)).stripTrailing();
    }

    private boolean take(String line) {
        if (line.isEmpty()) {
            return !out().checkError();
        }
        JsonNode packet = Json.parse(line);
        if (packet.has(MISSED)) {
            err().println("hopwire: " + packet.path(MISSED).asLong() + " packets not shown, the engine was faster");
        } else {
            out().println(json ? line : PacketLine.toText(packet));
            out().flush();
            shown++;
        }
        return shown < count;
    }

    /**
     * The engine's side: the packets a request asks for, until the client goes away. An empty line now and then finds
     * that out.
     *
     * @throws IllegalArgumentException with one line that says what no packet of this engine can be
     */
    static void serve(Engine engine, String request, PrintWriter out) throws InterruptedException {
        try (Observation observation = engine.observe(ObserveRequest.read(request, engine.packetFilter()))) {
            long told = 0;
            for (int turn = 0; !out.checkError(); turn++) {
                int packets = observation.poll(each -> out.println(Json.line(PacketLine.toJson(each,
                        observation.portName(each.inPort()), observation.portName(each.outPort())))),
                        PACKETS_AT_ONCE);
                if (observation.missed() > told) {
                    out.println(Json.line(Json.object().put(MISSED, observation.missed() - told)));
                    told = observation.missed();
                }
                if (packets == 0) {
                    if (turn % TURNS_PER_SIGN_OF_LIFE == 0) {
                        out.println();
                    }
                    TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
                }
            }
        }
    }
}
