package org.hopwire.cli.figures;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.Json;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.ip.neighbor.NeighbourSnapshot;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;

/** Neighbours and what ARP counted: for people and for programs. */
public record NeighbourReport(EngineSnapshot figures, List<NeighbourSnapshot> neighbours) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_NEIGHBOURS = 100;

    /** Puts {@code arp} and {@code neighbors} into a document. */
    public void putInto(ObjectNode document) {
        document.set("arp", Json.numbers(figures.neighbours()));
        ArrayNode all = document.putArray("neighbors");
        neighbours.forEach(each -> put(all.addObject(), each));
    }

    private static void put(ObjectNode node, NeighbourSnapshot neighbour) {
        node.put("port", neighbour.port()).put("address", Ipv4Address.format(neighbour.address()));
        // null while nobody knows, and for ever
        node.put("mac", neighbour.mac() < 0 ? null : MacAddress.format(neighbour.mac()));
        node.put("state", label(neighbour)).put("used", neighbour.used()).put("waiting", neighbour.waiting());
        node.put("expires_in_seconds",
                neighbour.expiresInNs() == Long.MAX_VALUE ? null : neighbour.expiresInNs() / NANOS_PER_SECOND);
    }

    private static String label(NeighbourSnapshot neighbour) {
        return neighbour.state().name().toLowerCase(Locale.ROOT);
    }

    /** For people: a line for each neighbour. */
    public void print(PrintWriter out, String moment) {
        if (!neighbours.isEmpty()) {
            out.println("Neighbours " + moment);
        }
        neighbours.stream().limit(MOST_NEIGHBOURS).forEach(each -> out.println("  " + line(each)));
        if (neighbours.size() > MOST_NEIGHBOURS) {
            out.println("  and " + (neighbours.size() - MOST_NEIGHBOURS) + " more; --json tells all");
        }
    }

    private static String line(NeighbourSnapshot neighbour) {
        return neighbour.port() + ' ' + Ipv4Address.format(neighbour.address()) + ' '
                + (neighbour.mac() < 0 ? "" : MacAddress.format(neighbour.mac()) + ' ') + label(neighbour);
    }
}
