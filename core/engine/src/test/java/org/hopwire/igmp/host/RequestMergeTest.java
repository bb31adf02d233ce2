package org.hopwire.igmp.host;

import java.util.Arrays;

import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.host.HostRig.G;
import static org.hopwire.igmp.host.HostRig.OTHER_SOURCE;
import static org.hopwire.igmp.host.HostRig.SHAPES;
import static org.hopwire.igmp.host.HostRig.SOURCES;

/** Requests of several applications become one state (RFC 9776 section 3.2); the model asks each about each source. */
class RequestMergeTest {
    @Test
    @DisplayName("three handles of every shape pass exactly what any of them wants, in EXCLUDE mode if any is (3.2)")
    void shouldMergeEveryShapeOfUpToThreeHandles() {
        HostRig rig = new HostRig();
        for (int all = 0; all < SHAPES * SHAPES * SHAPES; all++) {
            int[] shapes = {all % SHAPES, all / SHAPES % SHAPES, all / SHAPES / SHAPES};
            for (int handle = 0; handle < 3; handle++) {
                // from whatever the round before left behind, in turning order
                rig.set((handle + all) % 3, shapes[(handle + all) % 3]);
            }
            check(rig, shapes);
        }
    }

    private static void check(HostRig rig, int[] shapes) {
        boolean anyExclude = false;
        for (int shape : shapes) {
            anyExclude |= shape >= 8;
        }
        for (int i = 0; i < 4; i++) {
            boolean wanted = false;
            int source = i < 3 ? SOURCES[i] : OTHER_SOURCE;
            for (int handle = 0; handle < 3; handle++) {
                boolean its = HostRig.passes(shapes[handle], i);
                wanted |= its;
                assertThat(rig.host.accepts(handle, G, source)).isEqualTo(its);
            }
            assertThat(rig.host.accepts(G, source)).as("source %d of %s", i, Arrays.toString(shapes))
                    .isEqualTo(wanted);
            assertThat(HostRig.passes(rig.shape(G), i)).isEqualTo(wanted);
        }
        assertThat(rig.shape(G) >= 8).isEqualTo(anyExclude);
        assertThat(rig.host.isMember(G)).isEqualTo((shapes[0] | shapes[1] | shapes[2]) != 0);
    }

    @Test
    void shouldForgetAllRequestsOfAClosedHandleInOneMessage() {
        HostRig rig = new HostRig();
        for (int i = 0; i < 50; i++) {
            rig.host.join(1, G + i, 0);
            rig.host.join(2, G + i % 10, 0);
        }
        rig.run(HostRig.S * 10);
        rig.take();
        rig.messages = 0;
        rig.host.close(1, rig.nowNs);
        assertThat(rig.messages).isEqualTo(1);
        assertThat(rig.take()).hasSize(40);
        assertThat(rig.host.groups()).isEqualTo(10);
        rig.host.close(2, rig.nowNs);
        assertThat(rig.host.groups()).isZero();
        rig.run(HostRig.S * 10);
        assertThat(rig.wheel.active()).isZero();
    }

    @Test
    @DisplayName("224.0.0.1 is always joined, never held, never reported (RFC 9776 section 5)")
    void shouldAlwaysBeInAllSystemsAndNeverReportIt() {
        HostRig rig = new HostRig();
        int allSystems = Ipv4Address.ALL_SYSTEMS;
        assertThat(rig.host.isMember(allSystems)).isTrue();
        assertThat(rig.host.accepts(allSystems, OTHER_SOURCE)).isTrue();
        assertThat(rig.host.join(1, allSystems, 0)).isEqualTo(JoinResult.UNCHANGED);
        assertThat(rig.host.leave(1, allSystems, 0)).isEqualTo(JoinResult.UNCHANGED);
        rig.general(HostRig.S);
        rig.group(allSystems, HostRig.S);
        rig.host.onOldQuery(1, 0, 0, 0);
        rig.run(HostRig.S * 300);
        assertThat(rig.take()).isEmpty();
        assertThat(rig.host.isMember(allSystems)).isTrue();
        assertThat(rig.host.accepts(1, allSystems, OTHER_SOURCE)).isTrue();
    }

    @Test
    @DisplayName("other groups of 224.0.0.0/24 are reported unless switched off (RFC 2236 section 6, RFC 9776)")
    void shouldReportLinkScopeGroupsBySwitch() {
        int mdns = Ipv4Address.parse("224.0.0.251");
        HostConfig all = HostConfig.RFC9776;
        HostRig told = new HostRig();
        told.host.join(1, mdns, 0);
        assertThat(told.takeTexts()).containsExactly("CHANGE_TO_EXCLUDE_MODE 224.0.0.251[]");
        for (int newest = 1; newest <= 3; newest++) {
            HostRig quiet = new HostRig(new HostConfig(new HostVersions(newest, 1), all.timers(),
                    all.unsolicitedReportIntervalNs(), all.oldUnsolicitedReportIntervalNs(), true, false,
                    all.limits()), 1);
            quiet.host.join(1, mdns, 0);
            assertThat(quiet.host.isMember(mdns)).isTrue();
            quiet.general(HostRig.S);
            quiet.group(mdns, HostRig.S);
            quiet.run(HostRig.S * 20);
            quiet.host.leave(1, mdns, quiet.nowNs);
            assertThat(quiet.take()).isEmpty();
            assertThat(quiet.host.isMember(mdns)).isFalse();
        }
    }
}
