package org.hopwire.peers;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * FRR's pimd as the other querier of our link, once with a lower address than ours and once with a higher, either
 * killed and restarted while the other lived: whoever is alive, one of them queries, and both know which (RFC 9776
 * section 6.6.2). FRR's view is what its "show ip igmp interface json" said then.
 */
class FrrTest {
    private static final String OURS = "192.0.2.5";
    private static final int IGMP = 2;
    private static final long SETTLED_NS = 4_500_000_000L;

    /** A moment at which both were asked; "" where one was not alive. */
    private record View(String frrAddress, long timeNs, String name, String live, String frr, String replayed) {
        /** Who must query then. */
        String rightful() {
            boolean weLive = !name.equals("we are dead");
            boolean frrLives = !name.equals("alone") && !name.equals("frr is dead");
            return weLive && (!frrLives || frrAddress.equals("192.0.2.70")) ? OURS : frrAddress;
        }
    }

    LinkRecording recording(String session) {
        return LinkRecording.of(LinkRecording.KEPT, session);
    }

    private static List<View> views(LinkRecording recording) {
        List<View> views = new ArrayList<>();
        String frr = "";
        try (PeerReplay replay = new PeerReplay(recording, 3, OURS)) {
            for (LinkRecording.Moment each : recording.moments()) {
                replay.advanceTo(each.timeNs());
                switch (each.kind()) {
                    case "phase" -> frr = each.fields().get(0);
                    case "engine-started" -> replay.start(each.timeNs());
                    case "engine-killed" -> replay.kill(each.timeNs());
                    case "moment" -> views.add(new View(frr, each.timeNs(), each.fields().get(0), each.fields().get(1),
                            each.fields().get(2), replay.engine() == null ? "-" : replay.engine().querier()));
                    default -> assertThat(each.kind()).isIn("version", "frr-started", "frr-killed");
                }
            }
        }
        return views;
    }

    @Test
    @DisplayName("R-QUER-01, RFC 9776 section 6.6.2: we cede to a lower address, keep the link against a higher one,"
            + " and take over after the other's silence")
    void shouldElectOneQuerier() {
        List<View> views = views(recording("frr"));
        assertThat(views).extracting(View::name).containsExactly("alone", "together", "frr is dead", "frr is back",
                "we are dead", "we are back", "alone", "together", "frr is dead", "frr is back", "we are dead",
                "we are back");
        for (View each : views) {
            if (!each.name().equals("we are dead")) {
                assertThat(each.replayed()).as("%s", each).isEqualTo(each.rightful());
                assertThat(each.live()).as("%s", each).isEqualTo("querier " + each.rightful());
            }
        }
    }

    @Test
    @DisplayName("FRR cedes to us when our address is lower, and takes over when we fall silent")
    void shouldBeBelievedByFrr() {
        for (View each : views(recording("frr"))) {
            if (!each.name().equals("alone") && !each.name().equals("frr is dead")) {
                assertThat(each.frr()).as("%s", each).contains("\"querierIp\": \"" + each.rightful() + "\"");
                assertThat(each.frr().contains("\"querier\": true")).as("%s", each)
                        .isEqualTo(each.rightful().equals(each.frrAddress()));
            } else {
                assertThat(each.frr()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("Exactly one querier was heard in the last query interval before each moment")
    void shouldHearOneQuerierAfterEachPhase() {
        LinkRecording recording = recording("frr");
        for (View each : views(recording)) {
            assertThat(recording.frames()).as("%s", each)
                    .filteredOn(frame -> frame.timeNs() < each.timeNs() && frame.timeNs() > each.timeNs() - SETTLED_NS)
                    .filteredOn(frame -> frame.isOf(IGMP) && frame.message().startsWith("11"))
                    .isNotEmpty().allMatch(frame -> frame.source().equals(each.rightful()));
        }
    }

    @Test
    @DisplayName("In replay we ask what we asked live")
    void shouldAskInReplayWhatItAskedLive() {
        LinkRecording recording = recording("frr");
        try (PeerReplay replay = new PeerReplay(recording, 3, OURS)) {
            for (LinkRecording.Moment each : recording.moments()) {
                switch (each.kind()) {
                    case "engine-started" -> replay.start(each.timeNs());
                    case "engine-killed" -> replay.kill(each.timeNs());
                    default -> replay.advanceTo(each.timeNs());
                }
            }
            assertThat(replay.sent()).extracting(LinkRecording.Frame::hex).containsExactlyElementsOf(recording.frames()
                    .stream().filter(LinkRecording.Frame::isOurs).map(LinkRecording.Frame::hex).toList());
        }
    }
}
