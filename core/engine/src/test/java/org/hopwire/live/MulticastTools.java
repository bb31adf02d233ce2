package org.hopwire.live;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hopwire.engine.config.PortKind;
import org.hopwire.live.net.Ran;
import org.hopwire.live.net.Running;
import org.hopwire.live.net.Waiting;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Multicast data from Linux, through the router, to Linux, whatever the ports are. */
abstract class MulticastTools extends LiveTest {
    private static final Pattern SENT = Pattern.compile("Sent (\\d+) datagrams");
    private static final Pattern RECEIVED = Pattern.compile("ms +(\\d+)/ *(\\d+) \\(");
    private static final int STRAY_FRAMES = 40;
    /** Datagrams with which iperf ends, which one side counts and the other does not. */
    private static final int LAST_WORDS = 2;

    MulticastBed bed;

    abstract PortKind kind();

    @Override
    void prepare() {
        Tool.require("iperf", "iperf");
        bed = new MulticastBed(kind());
    }

    @Override
    void judge() {
        if (bed != null) {
            try (MulticastBed judged = bed) {
                judged.assertHealthy();
            }
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.1.2, RFC 9776 6.3: of three links just the two with members get what iperf sends, all of"
            + " it")
    void shouldForwardToMembersAlone() {
        assertReceived("239.1.2.3",
                List.of("iperf -s -u -1 -B 239.1.2.3%eth0", "iperf -s -u -1 -B 239.1.2.3%eth0", ""));
    }

    @Test
    @DisplayName("RFC 4607, RFC 9776 6.3: in the SSM range just the link whose member wants this source gets it")
    void shouldForwardToMembersOfTheSourceAlone() {
        assertReceived("232.1.2.3", List.of("", "iperf -s -u -1 -B 232.1.2.3%eth0 -H 10.0.0.2",
                "iperf -s -u -1 -B 232.1.2.3%eth0 -H 10.0.0.99"));
    }

    /** The servers of each receiver; one that names another source, or none, must get nothing. */
    private void assertReceived(String group, List<String> servers) {
        List<Running> running = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            String host = MulticastBed.RECEIVERS.get(i);
            if (!servers.get(i).isEmpty()) {
                running.add(bed.net.start(host, (servers.get(i) + " -i 0").split(" ", -1)));
                Waiting.until(host + " to join " + group, () -> !bed.group(host, group).isEmpty());
            }
        }
        List<Long> before = MulticastBed.RECEIVERS.stream().map(this::framesTo).toList();
        Ran client = bed.net.in("sender", "iperf", "-c", group, "-u", "-T", "8", "-t", "2", "-b", "400pps", "-l",
                "1000");
        int sent = Integer.parseInt(client.matcher(SENT).group(1));
        assertThat(sent).isGreaterThan(STRAY_FRAMES * 2);
        int servedSoFar = 0;
        for (int i = 0; i < servers.size(); i++) {
            String host = MulticastBed.RECEIVERS.get(i);
            boolean expects = !servers.get(i).isEmpty() && !servers.get(i).endsWith("99");
            if (expects) {
                running.get(servedSoFar).until("%)");
                assertThat(framesTo(host) - before.get(i)).as("frames to %s", host)
                        .isGreaterThanOrEqualTo(sent - LAST_WORDS);
                assertWhole(running.get(servedSoFar).interrupt(), sent);
            } else {
                assertThat(framesTo(host) - before.get(i)).as("frames to %s", host).isLessThan(STRAY_FRAMES);
            }
            servedSoFar += servers.get(i).isEmpty() ? 0 : 1;
        }
        running.forEach(Running::close);
        MulticastBed.RECEIVERS.forEach(each -> bed.awaitGroup(each, group, ""));
    }

    /** A receiver that has got everything. */
    private static void assertWhole(Ran server, int sent) {
        Matcher report = server.matcher(RECEIVED);
        assertThat(Integer.parseInt(report.group(1))).as("lost:%n%s", server.out()).isZero();
        assertThat(Integer.parseInt(report.group(2))).as("received:%n%s", server.out()).isBetween(sent - LAST_WORDS,
                sent);
    }

    private long framesTo(String host) {
        return Long.parseLong(bed.net.in(host, "cat", "/sys/class/net/eth0/statistics/rx_packets").out().strip());
    }

    @Test
    @DisplayName("RFC 9776 6.4: a socket joins, data comes; it leaves, and no more comes")
    void shouldJoinAndLeave() {
        String group = "239.1.1.9";
        bed.assertReceivers(group, "", "");
        bed.members.get("two").call("IP_ADD_MEMBERSHIP " + group);
        bed.awaitGroup("two", group, "EXCLUDE");
        bed.assertReceivers(group, "two", "two");
        bed.members.get("two").call("IP_DROP_MEMBERSHIP " + group);
        bed.awaitGroup("two", group, "");
        bed.assertReceivers(group, "", "");
    }
}
