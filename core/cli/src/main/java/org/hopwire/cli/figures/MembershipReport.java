package org.hopwire.cli.figures;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.Json;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.igmp.MembershipSnapshot.QuerierSnapshot;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;

/** Groups, their sources and hosts, and who queries: for people and for programs. */
public record MembershipReport(EngineSnapshot figures, MembershipSnapshot membership) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_GROUPS = 100;

    /** Puts {@code igmp} and {@code groups} into a document. */
    public void putInto(ObjectNode document) {
        ObjectNode igmp = document.putObject("igmp");
        igmp.set("sent", Json.numbers(figures.igmpSent()));
        igmp.set("received", Json.numbers(figures.igmpReceived()));
        igmp.set("events", Json.numbers(figures.igmpEvents()));
        ArrayNode queriers = igmp.putArray("queriers");
        membership.queriers().forEach(each -> putQuerier(queriers.addObject(), each));
        ArrayNode groups = document.putArray("groups");
        sorted().forEach(each -> putGroup(groups.addObject(), each));
    }

    private List<GroupSnapshot> sorted() {
        return membership.groups().stream().sorted(Comparator.comparing(GroupSnapshot::port)
                .thenComparingInt(GroupSnapshot::vlan).thenComparing(GroupSnapshot::side)
                .thenComparingLong(each -> Integer.toUnsignedLong(each.group()))).toList();
    }

    private static void putQuerier(ObjectNode node, QuerierSnapshot querier) {
        node.put("port", querier.port()).put("vlan", querier.vlan()).put("version", querier.version())
                .put("address", Ipv4Address.format(querier.address())).put("ourselves", querier.isOurselves());
        putSeconds(node, "expires_in_seconds", querier.isOurselves() ? GroupSnapshot.FOREVER : querier.remainingNs());
    }

    private static void putGroup(ObjectNode node, GroupSnapshot group) {
        node.put("port", group.port()).put("vlan", group.vlan()).put("group", Ipv4Address.format(group.group()))
                .put("side", label(group.side())).put("mode", label(group.mode())).put("version", group.version())
                .put("static", group.isStatic());
        putSeconds(node, "expires_in_seconds", group.remainingNs());
        ArrayNode sources = node.putArray("sources");
        group.sources().forEach(each -> putSource(sources.addObject(), each));
        ArrayNode hosts = node.putArray("hosts");
        group.hosts().forEach(each -> putHost(hosts.addObject(), each));
    }

    private static void putSource(ObjectNode node, GroupSnapshot.Source source) {
        node.put("address", Ipv4Address.format(source.address())).put("forwarded", source.forwarded());
        putSeconds(node, "expires_in_seconds", source.remainingNs());
    }

    private static void putHost(ObjectNode node, GroupSnapshot.Host host) {
        node.put("address", Ipv4Address.format(host.address())).put("mac", MacAddress.format(host.mac()))
                .put("mode", label(host.mode())).put("version", host.version());
        putSeconds(node, "expires_in_seconds", host.remainingNs());
    }

    /** What never expires is null. */
    private static void putSeconds(ObjectNode node, String key, long ns) {
        if (ns == GroupSnapshot.FOREVER) {
            node.putNull(key);
        } else {
            node.put(key, ns / NANOS_PER_SECOND);
        }
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** For people: a line for each group, and below it its sources and hosts. */
    public void print(PrintWriter out, String moment) {
        if (!membership.queriers().isEmpty()) {
            out.println("Queriers " + moment);
            membership.queriers().forEach(each -> out.println("  " + line(each)));
            out.println("Groups " + moment + (membership.groups().isEmpty() ? ": none" : ""));
        } else if (!membership.groups().isEmpty()) {
            out.println("Groups " + moment);
        }
        sorted().stream().limit(MOST_GROUPS).forEach(each -> printGroup(out, each));
        if (membership.groups().size() > MOST_GROUPS) {
            out.println("  and " + (membership.groups().size() - MOST_GROUPS) + " more; --json tells all");
        }
    }

    private static String line(QuerierSnapshot querier) {
        String what = place(querier.port(), querier.vlan()) + " version " + querier.version() + ' ';
        if (querier.isOurselves()) {
            return what + Ipv4Address.format(querier.address()) + " (this engine)";
        }
        return querier.address() == 0
                ? what + "nobody"
                : what + Ipv4Address.format(querier.address()) + expiry(", silent after", querier.remainingNs());
    }

    private static void printGroup(PrintWriter out, GroupSnapshot group) {
        out.println("  " + place(group.port(), group.vlan()) + ' ' + Ipv4Address.format(group.group()) + ' '
                + label(group.mode()) + (group.version() == 0 ? "" : ", version " + group.version())
                + (group.side() == GroupSnapshot.Side.HOST ? ", joined by this engine" : "")
                + (group.isStatic() ? ", static" : "") + expiry(", expires in", group.remainingNs()));
        group.sources().forEach(each -> out.println("      source " + Ipv4Address.format(each.address())
                + (each.forwarded() ? "" : " blocked")
                + (each.forwarded() ? expiry(", expires in", each.remainingNs()) : "")));
        group.hosts().forEach(each -> out.println("      host   " + Ipv4Address.format(each.address()) + ' '
                + MacAddress.format(each.mac()) + ' ' + label(each.mode()) + ", version " + each.version()
                + expiry(", expires in", each.remainingNs())));
    }

    private static String place(String port, int vlan) {
        return vlan == 0 ? port : (port + " vlan " + vlan).strip();
    }

    private static String expiry(String words, long ns) {
        return ns == GroupSnapshot.FOREVER
                ? ""
                : String.format(Locale.ROOT, "%s %.1f s", words, ns / NANOS_PER_SECOND);
    }
}
