package org.hopwire.port.linux;

import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A note is on its interface for whoever looks, and goes where it goes. */
@Tag("live")
class LinkNotesTest {
    private static final String NOTE = "hopwire-test-";

    private final VethPair cable = new VethPair();

    @AfterEach
    void unplug() {
        cable.close();
    }

    private static LinkNotes notesIn(String namespace) {
        return NetworkNamespace.call(namespace, () -> LinkNotes.open("test"));
    }

    private int index() {
        return NetworkNamespace.call(cable.nearNamespace(), () -> Device.find(VethPair.NEAR)).index();
    }

    @Test
    void shouldFindWhatItWroteUntilItErasesIt() {
        int index = index();
        try (LinkNotes notes = notesIn(cable.nearNamespace())) {
            assertThat(notes.of(index, NOTE)).isEmpty();
            assertThat(notes.write(index, NOTE + "a")).isTrue();
            assertThat(notes.write(index, NOTE + "a")).as("twice").isFalse();
            assertThat(notes.write(index, NOTE + "bc")).isTrue();
            cable.inNear("ip", "link", "property", "add", "dev", VethPair.NEAR, "altname", "somebody-elses");
            assertThat(notes.of(index, NOTE)).containsExactlyInAnyOrder(NOTE + "a", NOTE + "bc");
            assertThat(cable.inNear("ip", "link", "show", VethPair.NEAR)).anyMatch(line -> line.contains(NOTE + "bc"));
            assertThat(notes.find(NOTE)).singleElement().satisfies(each -> {
                assertThat(each.index()).isEqualTo(index);
                assertThat(each.hasProgram()).isFalse();
            });
            assertThat(notes.erase(index, NOTE + "a")).isTrue();
            assertThat(notes.erase(index, NOTE + "a")).as("twice").isFalse();
            assertThat(notes.of(index, NOTE)).containsExactly(NOTE + "bc");
        }
    }

    @Test
    void shouldFindItsNotesAmongMoreInterfacesThanOneAnswerHolds() {
        cable.inNear("sh", "-c", "for I in $(seq 100); do ip link add x$I type veth peer name y$I; done; "
                + "ip link property add dev y100 altname hopwire-test-last");
        try (LinkNotes notes = notesIn(cable.nearNamespace())) {
            notes.write(index(), NOTE + "first");
            assertThat(notes.find(NOTE)).flatExtracting(LinkNotes.Noted::notes)
                    .containsExactlyInAnyOrder(NOTE + "first", NOTE + "last");
        }
    }

    @Test
    void shouldGoWhereTheInterfaceGoesAndEndWithIt() {
        try (LinkNotes here = notesIn(cable.nearNamespace()); LinkNotes there = notesIn(cable.farNamespace())) {
            here.write(index(), NOTE + "1");
            cable.inNear("ip", "link", "set", VethPair.NEAR, "netns", cable.farNamespace());
            assertThat(here.find(NOTE)).isEmpty();
            assertThat(there.find(NOTE)).flatExtracting(LinkNotes.Noted::notes).isEqualTo(List.of(NOTE + "1"));
            cable.inFar("ip", "link", "del", VethPair.NEAR);
            assertThat(there.find(NOTE)).isEmpty();
            cable.connect();
            assertThat(here.find(NOTE)).isEmpty();
        }
    }

    @Test
    void shouldHaveNothingToSayOfAnInterfaceThatIsGone() {
        int index = index();
        try (LinkNotes notes = notesIn(cable.nearNamespace())) {
            cable.disconnect();
            assertThat(notes.of(index, NOTE)).isEmpty();
            assertThat(notes.write(index, NOTE)).isFalse();
            assertThat(notes.erase(index, NOTE)).isFalse();
        }
    }

    /** The events of a note are no news of the link. */
    @Test
    void shouldNotDisturbAPort() {
        PortRequest request = new PortRequest("p", VethPair.NEAR, LinuxPortConfig.defaults(), true);
        try (PacketPort port = NetworkNamespace.call(cable.nearNamespace(), () -> PacketPort.open(request));
                LinkNotes notes = notesIn(cable.nearNamespace())) {
            notes.write(index(), NOTE);
            Burst burst = new Burst();
            for (int i = 0; i < 1000; i++) {
                burst.clear();
                port.receive(burst);
                port.release(burst);
            }
            assertThat(port.mtu()).isEqualTo(1500);
            assertThat(port.count(LinuxCounter.LINK_LOST)).isZero();
            assertThat(port.count(LinuxCounter.REOPENED)).isZero();
        }
    }
}
