package org.hopwire.live;

import org.hopwire.engine.config.PortKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@link MulticastTools} over packet sockets, and Linux hosts of every version of IGMP that change their minds. */
class PacketMulticastLiveTest extends MulticastTools {
    @Override
    PortKind kind() {
        return PortKind.AF_PACKET;
    }

    private void step(String host, String call, String group, String expected) {
        bed.members.get(host).call(call);
        bed.awaitGroup(host, group, expected);
    }

    @Test
    @DisplayName("RFC 9776 6.4.1, 6.4.2: every change of a source filter by socket changes who gets which source")
    void shouldFollowSourceFilters() {
        String group = "239.1.1.1";
        step("one", "IP_ADD_MEMBERSHIP " + group, group, "EXCLUDE");
        step("two", "IP_ADD_SOURCE_MEMBERSHIP " + group + " 10.0.0.2", group, "INCLUDE 10.0.0.2");
        bed.assertReceivers(group, "one two", "one");
        step("two", "MCAST_JOIN_SOURCE_GROUP " + group + " 10.0.0.3", group, "INCLUDE 10.0.0.2 10.0.0.3");
        bed.assertReceivers(group, "one two", "one two");
        step("two", "IP_DROP_SOURCE_MEMBERSHIP " + group + " 10.0.0.2", group, "INCLUDE 10.0.0.3");
        bed.assertReceivers(group, "one", "one two");
        step("one", "IP_BLOCK_SOURCE " + group + " 10.0.0.3", group, "EXCLUDE 10.0.0.3");
        bed.assertReceivers(group, "one", "two");
        step("one", "MCAST_UNBLOCK_SOURCE " + group + " 10.0.0.3", group, "EXCLUDE");
        bed.assertReceivers(group, "one", "one two");
        bed.members.get("three").call("IP_ADD_MEMBERSHIP " + group);
        step("three", "IP_MSFILTER " + group + " exclude 10.0.0.2", group, "EXCLUDE 10.0.0.2");
        bed.assertReceivers(group, "one", "one two three");
        step("three", "IP_MSFILTER " + group + " include 10.0.0.2", group, "INCLUDE 10.0.0.2");
        bed.assertReceivers(group, "one three", "one two");
        step("three", "IP_MSFILTER " + group + " exclude", group, "EXCLUDE");
        step("one", "IP_DROP_MEMBERSHIP " + group, group, "");
        step("two", "MCAST_LEAVE_SOURCE_GROUP " + group + " 10.0.0.3", group, "");
        bed.assertReceivers(group, "three", "three");
        step("three", "MCAST_LEAVE_GROUP " + group, group, "");
        bed.assertReceivers(group, "", "");
    }

    private void speak(int version, String host) {
        bed.net.in(host, "sysctl", "-qw", "net.ipv4.conf.eth0.force_igmp_version=" + version);
    }

    @AfterEach
    void speakTheLatest() {
        // none where every test is skipped
        if (bed != null) {
            MulticastBed.RECEIVERS.forEach(each -> speak(0, each));
        }
    }

    @Test
    @DisplayName("RFC 9776 7.3, RFC 2236 3, RFC 1112: hosts of versions 1 and 2 join; version 2 leaves by a word, version"
            + " 1 by silence")
    void shouldKeepOlderHosts() {
        String group = "239.1.1.2";
        speak(2, "two");
        speak(1, "three");
        step("one", "IP_ADD_MEMBERSHIP " + group, group, "EXCLUDE");
        step("two", "IP_ADD_MEMBERSHIP " + group, group, "EXCLUDE");
        step("three", "IP_ADD_MEMBERSHIP " + group, group, "EXCLUDE");
        assertThat(MulticastBed.RECEIVERS).extracting(each -> bed.snapshots(each, group).get(0).version())
                .containsExactly(3, 2, 1);
        bed.assertReceivers(group, "one two three", "one two three");
        step("two", "IP_DROP_MEMBERSHIP " + group, group, "");
        bed.members.get("three").call("IP_DROP_MEMBERSHIP " + group);
        assertThat(bed.group("three", group)).as("as long as nobody knows").isEqualTo("EXCLUDE");
        bed.awaitGroup("three", group, "");
        bed.assertReceivers(group, "one", "one");
        step("one", "IP_DROP_MEMBERSHIP " + group, group, "");
    }
}
