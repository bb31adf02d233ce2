package org.hopwire.cli.live;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import org.hopwire.cli.Quantities;
import org.hopwire.cli.figures.PacketLine;
import org.hopwire.engine.Engine;
import org.hopwire.engine.Observation;
import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.wire.Ipv4Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** One line for each packet of a running engine, with what became of it and why. */
@Command(name = "observe", description = {"Show the packets of a running engine, each with its verdict and reason.",
    "Packets are shown as they arrived. An engine nobody looks at pays nothing for this; one that is faster than the"
            + " terminal leaves packets out, and says how many."}, footer = {"  hopwire observe",
                "  hopwire observe --verdict dropped --port wan", "  hopwire observe --host 192.0.2.10 -n 20",
                "  hopwire observe --protocol igmp --json"})
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

    @Option(names = "--verdict", converter = FateConverter.class, paramLabel = "WORD", description = "Only these: forwarded, answered, dropped, consumed, punted or sent.")
    private String verdict;

    @Option(names = "--reason", paramLabel = "WORD", description = "Only packets with this reason, such as no-route.")
    private String reason;

    @Option(names = "--port", paramLabel = "NAME", description = "Only packets that came in or left by this port.")
    private String port;

    @Option(names = "--protocol", paramLabel = "NAME", description = "Only this protocol, such as icmp, igmp, udp or arp.")
    private String protocol;

    @Option(names = "--host", converter = HostConverter.class, paramLabel = "ADDRESS", description = "Only packets from or to this IPv4 address.")
    private String host;

    @Option(names = "--json", description = "Print a JSON object for each packet, one in a line.")
    private boolean json;

    private long shown;

    /** One of the words a line can have: a filter that nothing ever passes is a mistake of whoever typed it. */
    private static final class FateConverter implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            String words = Arrays.stream(ObservedPacket.Fate.values()).map(ObservedPacket.Fate::label)
                    .collect(Collectors.joining(", "));
            if (Arrays.stream(ObservedPacket.Fate.values()).noneMatch(each -> each.label().equalsIgnoreCase(value))) {
                throw new TypeConversionException("'" + value + "' is none of " + words);
            }
            return value;
        }
    }

    /** An address as lines show it. */
    private static final class HostConverter implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                return Ipv4Address.format(Ipv4Address.parse(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is no IPv4 address");
            }
        }
    }

    @Override
    public Integer call() throws CliException {
        EngineFiles files = EngineFiles.ofThisUser();
        ControlClient.ask(files.socket(files.choose(pid)), OBSERVE, this::take);
        return ExitCode.OK;
    }

    private boolean take(String line) {
        if (line.isEmpty()) {
            return !out().checkError();
        }
        JsonNode packet = Json.parse(line);
        if (packet.has(MISSED)) {
            err().println("hopwire: " + packet.path(MISSED).asLong() + " packets not shown, the engine was faster");
        } else if (isWanted(packet)) {
            out().println(json ? line : PacketLine.toText(packet));
            out().flush();
            shown++;
        }
        return shown < count;
    }

    private boolean isWanted(JsonNode packet) {
        return is(verdict, packet, "verdict") && is(reason, packet, "reason") && is(protocol, packet, "protocol")
                && (is(port, packet, "in") || is(port, packet, "out"))
                && (is(host, packet, "source") || is(host, packet, "destination"));
    }

    private static boolean is(String wanted, JsonNode packet, String field) {
        return wanted == null || wanted.equalsIgnoreCase(packet.path(field).asText());
    }

    /** The engine's side: packets until the client goes away. An empty line now and then finds that out. */
    static void serve(Engine engine, PrintWriter out) throws InterruptedException {
        try (Observation observation = engine.observe()) {
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
