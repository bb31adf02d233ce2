package org.hopwire.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.checksum.ChecksumBenchmark;
import org.hopwire.bench.checksum.CopyAndSumBenchmark;
import org.hopwire.bench.engine.BurstBenchmark;
import org.hopwire.bench.engine.EndsBenchmark;
import org.hopwire.bench.engine.ForwardLoopBenchmark;
import org.hopwire.bench.engine.MulticastBenchmark;
import org.hopwire.bench.icmp.ErrorLoopBenchmark;
import org.hopwire.bench.icmp.IcmpErrorBenchmark;
import org.hopwire.bench.ip.ForwardBenchmark;
import org.hopwire.bench.ip.RouteBenchmark;
import org.hopwire.bench.ip.RouteUpdateBenchmark;
import org.hopwire.bench.membership.LookupBenchmark;
import org.hopwire.bench.membership.OpenLookupBenchmark;
import org.hopwire.bench.peers.work.JavaCase;
import org.hopwire.bench.peers.work.Peer;
import org.hopwire.bench.peers.work.Peer.Library;
import org.hopwire.bench.peers.work.Peer.Native;
import org.hopwire.bench.peers.work.Target;
import org.hopwire.bench.peers.work.Work;
import org.hopwire.bench.pipeline.LinkBenchmark;
import org.hopwire.bench.pipeline.RingBenchmark;

/** All works that have a peer. A new one is a row here, a benchmark that is {@code Peered}, and a case in C. */
final class Catalogue {
    private static final String ROUTES = "900000";

    private Catalogue() {}

    static List<Work> works() {
        List<Work> works = new ArrayList<>();
        checksums(works);
        icmp(works);
        forwarding(works);
        routes(works);
        groups(works);
        handOffs(works);
        return works;
    }

    private static void handOffs(List<Work> works) {
        works.add(new Work("T18", "hand-off between two cores, by number",
                JavaCase.of(RingBenchmark.class, "receive", Map.of()),
                new Native("rte_ring, pointers in bursts of 32", "ring", "pointers", Target.ns(2.5))));
        works.add(new Work("T18", "hand-off between two cores, packets copied and sent home",
                JavaCase.of(LinkBenchmark.class, "receive", Map.of()),
                new Native("rte_ring, frames copied, sent home", "ring", "copies", Target.ratio(1)),
                new Native("limit: the same with a link's slots", "ring", "copies-of-facts", Target.NONE)));
    }

    private static void checksums(List<Work> works) {
        works.add(new Work("T1", "checksum of a header of 20 B", checksum("header20", 20),
                new Native("rte_ipv4_cksum", "checksum", "header", Target.ratio(1))));
        for (int size : new int[] {20, 64}) {
            works.add(new Work("T2", "checksum " + size + " B, hot", checksum("sum", size), raw(1),
                    new Native("limit: vpdpbusd", "checksum", "best", Target.NONE), lanes(), pcap4jChecksum(size)));
        }
        for (int size : new int[] {576, 1500, 9000}) {
            works.add(new Work("T3", "checksum " + size + " B, hot", checksum("sum", size), raw(0.5),
                    new Native("limit: vpdpbusd", "checksum", "best", Target.ratio(1.5)), lanes(),
                    pcap4jChecksum(size)));
        }
        works.add(new Work("T4", "copy and sum 548 B", JavaCase.of(CopyAndSumBenchmark.class, "copyAndSum",
                Map.of("size", "548", "memory", "hot")),
                new Native("dearer of the two alone", "checksum", "dearer", Target.ratio(1.3)),
                new Native("memcpy alone", "checksum", "copy", Target.NONE),
                new Native("rte_raw_cksum alone", "checksum", "raw", Target.NONE),
                new Native("limit: fused vpdpbusd", "checksum", "fused", Target.NONE)));
    }

    private static JavaCase checksum(String method, int size) {
        return JavaCase.of(ChecksumBenchmark.class, method, Map.of("size", "" + size, "memory", "hot"));
    }

    private static Peer raw(double atMost) {
        return new Native("rte_raw_cksum", "checksum", "raw", Target.ratio(atMost));
    }

    /** What the Vector API can say, in C: it has no vpdpbusd. */
    private static Peer lanes() {
        return new Native("limit: additions of 64 bits", "checksum", "lanes", Target.NONE);
    }

    private static Peer pcap4jChecksum(int size) {
        return new Library("pcap4j calcChecksum", JavaCase.of(Pcap4jChecksumBenchmark.class, "checksum",
                Map.of("size", "" + size)), Target.NONE);
    }

    private static void icmp(List<Work> works) {
        works.add(new Work("T5", "time exceeded, writer, 64 B in, 28 B quote", error("64", "MINIMAL"),
                new Native("C on rte_raw_cksum", "icmp", "error", Target.ratio(1)), errorLoop("64", "28")));
        works.add(new Work("T6", "time exceeded, writer, 1514 B in, 548 B quote", error("1514", "FULL"),
                new Native("C on rte_raw_cksum", "icmp", "error", Target.ns(25)), errorLoop("1514", "548")));
        works.add(new Work("T7", "time exceeded, whole engine, 64 B", engine("TTL_EXCEEDED", "64"), loops("icmp",
                "exceeded", 40)));
        works.add(new Work("T8", "time exceeded, whole engine, 1514 B", engine("TTL_EXCEEDED", "1514"), loops("icmp",
                "exceeded", 60)));
        List<Peer> echo = new ArrayList<>(loops("icmp", "echo", 30));
        echo.add(new Native("C loop, 256, verifies both", "icmp", "echo-verified", Target.ns(30)));
        echo.add(new Library("pcap4j, packets built anew", JavaCase.of(Pcap4jEchoBenchmark.class, "echo", Map.of()),
                Target.NONE));
        works.add(new Work("T9", "echo, whole engine, 64 B", engine("ECHO", "64"), echo));
    }

    private static JavaCase error(String frameLength, String quote) {
        return JavaCase.of(IcmpErrorBenchmark.class, "error",
                Map.of("frameLength", frameLength, "quote", quote, "limiter", "OFF")).less("undo");
    }

    private static Peer errorLoop(String frameLength, String quote) {
        return new Library("the same in the JVM", JavaCase.of(ErrorLoopBenchmark.class, "error",
                Map.of("frameLength", frameLength, "quote", quote)), Target.NONE);
    }

    private static JavaCase engine(String work, String frameLength) {
        return JavaCase.of(BurstBenchmark.class, "burst", Map.of("work", work, "frameLength", frameLength));
    }

    private static List<Peer> loops(String program, String work, double ns) {
        return List.of(new Native("C loop, bursts of 32", program, work + "-32", Target.ns(ns)),
                new Native("C loop, bursts of 256", program, work + "-256", Target.ns(ns)));
    }

    private static void forwarding(List<Work> works) {
        works.add(ends("T10", "generator and sink alone, part of T7 to T10 and T17", "512"));
        works.add(ends("T11", "generator and sink alone, ring of 64 MiB", "131072"));
        List<Peer> hot = new ArrayList<>(loops("forward", "fib", 21));
        hot.add(new Native("C loop, 256, verifies the header", "forward", "fib-verified", Target.ns(21)));
        hot.add(new Library("loop in the JVM, 256, verifies the header",
                JavaCase.of(ForwardLoopBenchmark.class, "loop", Map.of()),
                Target.NONE));
        works.add(new Work("T10", "forward, whole engine, 64 B, hot", engine("FORWARD", "64"), hot));
        List<Peer> far = new ArrayList<>(loops("forward", "fib", 50));
        far.add(new Native("C loop, 256, verifies the header", "forward", "fib-verified", Target.ns(50)));
        far.add(new Native("C loop, rte_lpm, bursts of 32", "forward", "lpm-32", Target.ns(50), true));
        works.add(new Work("T11", "forward, whole engine, 64 B, 900k routes, ring of 64 MiB",
                JavaCase.of(ForwardBenchmark.class, "burst", Map.of("routes", ROUTES)), far));
        multicast(works, "1", 35);
        multicast(works, "1000", 40);
        multicast(works, "65536", 60);
    }

    private static Work ends(String target, String title, String frames) {
        return new Work(target, title, JavaCase.of(EndsBenchmark.class, "pass", Map.of("frames", frames)),
                new Native("C, both ends alone", "forward", "ends", Target.NONE));
    }

    private static void multicast(List<Work> works, String groups, double ns) {
        works.add(new Work("T17", "multicast to one port, whole engine, groups " + groups,
                JavaCase.of(MulticastBenchmark.class, "burst", Map.of("groups", groups)), loops("forward",
                        "multicast", ns)));
    }

    private static void routes(List<Work> works) {
        for (String burst : new String[] {"burst32", "burst256"}) {
            works.add(new Work("T12", "route lookup, 900k routes, " + burst,
                    JavaCase.of(RouteBenchmark.class, burst, Map.of("routes", ROUTES)),
                    new Native("rte_fib 4 B, bulk 32", "table", "fib", Target.ns(6)),
                    new Native("rte_lpm, bulk 32", "table", "lpm", Target.ns(6), true)));
        }
        works.add(new Work("T13", "build of 900k routes",
                JavaCase.of(RouteUpdateBenchmark.class, "build", Map.of("routes", ROUTES)).slow(),
                new Native("rte_fib 4 B", "table", "fib-build", Target.ns(1e9)),
                new Native("rte_lpm", "table", "lpm-build", Target.ns(1e9), true)));
    }

    private static void groups(List<Work> works) {
        for (String groups : new String[] {"1000", "65536", "1000000", "4000000"}) {
            works.add(new Work("T14", "group lookup, hits, groups " + groups, lookup("burst256", "ANY_SOURCE", groups,
                    "0"), ofGroups(groups, "0")));
            works.add(new Work("T15", "group lookup, half misses, groups " + groups, lookup("burst256", "ANY_SOURCE",
                    groups, "50"), ofGroups(groups, "50")));
            works.add(new Work("T16", "source and group lookup, hits, groups " + groups, lookup("burst256",
                    "ONE_SOURCE", groups, "0"),
                    new Native("rte_hash 12 B, bulk", "table", "hash-source", Target.ratio(1))));
        }
        works.add(new Work("T14", "group lookup one by one, hits, groups 65536", lookup("single", "ANY_SOURCE", "65536",
                "0"), new Native("rte_hash 4 B, single", "table", "hash-group-single", Target.NONE)));
        works.add(new Work("T16", "source and group lookup one by one, hits, groups 65536", lookup("single",
                "ONE_SOURCE", "65536", "0"),
                new Native("rte_hash 12 B, single", "table", "hash-source-single", Target.NONE)));
    }

    private static JavaCase lookup(String method, String form, String groups, String misses) {
        return JavaCase.of(LookupBenchmark.class, method, Map.of("form", form, "groups", groups, "misses", misses));
    }

    private static List<Peer> ofGroups(String groups, String misses) {
        return List.of(new Native("rte_hash 4 B, bulk", "table", "hash-group", Target.ratio(0.8)),
                new Native("limit: open addressing, prefetch", "table", "open", Target.ratio(1.3)),
                new Library("limit: the same in the JVM", JavaCase.of(OpenLookupBenchmark.class, "burst256",
                        Map.of("groups", groups, "misses", misses)), Target.NONE));
    }
}
