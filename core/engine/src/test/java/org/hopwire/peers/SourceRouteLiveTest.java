package org.hopwire.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.hopwire.engine.config.IpConfig;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.LinuxReference;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.SentFrame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Source routes through this machine's kernel, which was told to accept them, and through us, told to forward them. */
@Tag("live")
class SourceRouteLiveTest {
    private static final String US = "192.0.2.1";
    private static final String HOST = "198.51.100.10";
    private final List<RouterFrame> frames = new ArrayList<>();

    private void add(String kind, Packets packet) {
        int number = frames.size();
        frames.add(new RouterFrame(number, number + 1, kind, new SentFrame("lan", packet.id(number + 1).build())));
    }

    private static Packets routed(String options) {
        return Lab.fromLan(US).options(options).payload(99, new byte[16]);
    }

    private static Packets passing(String options) {
        return Lab.fromLan(HOST).options(options).payload(99, new byte[16]);
    }

    private void followed() {
        for (String type : List.of("83", "89")) {
            add(type + " next", routed(type + " 07 04 c6 33 64 0a 00"));
            add(type + " next of two", routed(type + " 0b 04 c6 33 64 0a cb 00 71 09 00"));
            add(type + " last of two", routed(type + " 0b 08 c0 00 02 63 c6 33 64 0a 00"));
            add(type + " over a gateway", routed(type + " 07 04 0a 4d 00 01 00"));
            add(type + " ours in a row", routed(type + " 0b 04 c6 33 64 01 c6 33 64 0a 00"));
            add(type + " passing", passing(type + " 07 04 cb 00 71 09 00"));
            add(type + " passing, used up", passing(type + " 07 08 cb 00 71 09 00"));
            add(type + " back by the same link", routed(type + " 07 04 c0 00 02 14 00"));
            add(type + " with a record route", routed("07 07 04 00 00 00 00 " + type + " 07 04 c6 33 64 0a 00 00"));
            add(type + " time to live", routed(type + " 07 04 c6 33 64 0a 00").ttl(1));
        }
    }

    private void refused() {
        for (String type : List.of("83", "89")) {
            add(type + " no route", routed(type + " 07 04 08 08 08 08 00"));
            add(type + " broadcast", routed(type + " 07 04 c6 33 64 ff 00"));
            add(type + " group", routed(type + " 07 04 ef 01 02 03 00"));
            add(type + " loopback", routed(type + " 07 04 7f 00 00 01 00"));
            add(type + " nobody", routed(type + " 07 04 00 00 00 00 00"));
            add(type + " class e", routed(type + " 07 04 f0 00 00 01 00"));
            add(type + " used up", Lab.fromLan(US).options(type + " 07 08 cb 00 71 09 00").udp(7, 9));
            add(type + " ends at another of ours", Lab.fromLan(US).options(type + " 07 04 c6 33 64 01 00").udp(7, 9));
        }
    }

    @Test
    @DisplayName("what this machine's kernel does about each source route we do, but for what was reviewed")
    void shouldFollowSourceRoutesAsTheKernelDoes() throws Exception {
        followed();
        refused();
        try (KernelRouter router = new KernelRouter("net.ipv4.conf.all.accept_source_route=1",
                "net.ipv4.conf.lan.accept_source_route=1", "net.ipv4.conf.wan.accept_source_route=1")) {
            List<List<SentFrame>> kernel = router.answers(frames);
            List<List<SentFrame>> ours = RouterDifferences.answers(frames,
                    IpConfig.defaults().withSourceRoutes(SourceRoutePolicy.FORWARD));
            assertThat(kernel).allSatisfy(each -> assertThat(each).allMatch(SentFrame::isSumRight));
            Map<String, String> differences = new TreeMap<>();
            for (RouterFrame each : frames) {
                String[] difference = LinuxReference.difference(each.frame(), kernel.get(each.number()),
                        ours.get(each.number()));
                if (difference != null) {
                    differences.put(each.kind(), difference[0] + " | " + difference[1]);
                }
            }
            assertThat(differences).isEqualTo(reviewed());
        }
    }

    /** Where the two differ: kind, the kernel, ours. */
    private static Map<String, String> reviewed() {
        Map<String, String> reviewed = new TreeMap<>();
        for (String type : List.of("83", "89")) {
            // RFC 1812 5.2.7.1 has a code for a source route that cannot be followed; Linux says nothing
            for (String kind : List.of("no route", "broadcast", "group", "loopback", "nobody", "class e")) {
                reviewed.put(type + " " + kind, "silence | lan 3/5");
            }
            // Linux sends errors back along the recorded route (RFC 1812 4.3.2.6), on which there is no way here
            reviewed.put(type + " used up", "silence | lan 3/3");
        }
        // RFC 1812 5.2.7.1 again; Linux blames the destination, and is silent for want of the same way back
        reviewed.put("89 passing", "lan 12/0 pointer 16 | lan 3/5");
        reviewed.put("89 passing, used up", "silence | lan 3/5");
        return reviewed;
    }
}
