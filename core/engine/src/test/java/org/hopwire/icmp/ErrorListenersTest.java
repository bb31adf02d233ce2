package org.hopwire.icmp;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.hopwire.icmp.ErrorListeners.Flow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ErrorListenersTest {
    private final ErrorListeners listeners = new ErrorListeners();

    private IcmpErrorListener register(Flow flow) {
        IcmpErrorListener listener = new IcmpErrorListener() {
            @Override
            public void onIcmpError(ReceivedError error) {
                throw new AssertionError("not called here");
            }
        };
        listeners.register(flow, listener);
        return listener;
    }

    private IcmpErrorListener find(int protocol, int local, int localPort, int remote, int remotePort) {
        return listeners.table().find(protocol, local, localPort, remote, remotePort);
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(listeners.table().isEmpty()).isTrue();
        assertThat(find(17, 1, 2, 3, 4)).isNull();
    }

    @Test
    void shouldFindAFlowByAllFiveParts() {
        IcmpErrorListener listener = register(new Flow(17, 1, 2, 3, 4));

        assertThat(find(17, 1, 2, 3, 4)).isSameAs(listener);
        assertThat(find(6, 1, 2, 3, 4)).isNull();
        assertThat(find(17, 9, 2, 3, 4)).isNull();
        assertThat(find(17, 1, 9, 3, 4)).isNull();
        assertThat(find(17, 1, 2, 9, 4)).isNull();
        assertThat(find(17, 1, 2, 3, 9)).isNull();
    }

    @Test
    @DisplayName("0 stands for any local address, remote address or remote port, in all eight combinations")
    void shouldTakeZeroForAny() {
        for (int shape = 0; shape < 8; shape++) {
            ErrorListeners fresh = new ErrorListeners();
            Flow flow = new Flow(17, (shape & 1) == 0 ? 1 : 0, 2, (shape & 4) == 0 ? 3 : 0, (shape & 2) == 0 ? 4 : 0);
            fresh.register(flow, error -> {});
            assertThat(fresh.table().find(17, 1, 2, 3, 4)).isNotNull();
            assertThat(fresh.table().find(17, 9, 2, 3, 4) != null).isEqualTo((shape & 1) != 0);
            assertThat(fresh.table().find(17, 1, 2, 9, 4) != null).isEqualTo((shape & 4) != 0);
            assertThat(fresh.table().find(17, 1, 2, 3, 9) != null).isEqualTo((shape & 2) != 0);
            assertThat(fresh.table().find(17, 1, 9, 3, 4)).isNull();
        }
    }

    @Test
    void shouldPreferTheMostSpecificFlow() {
        IcmpErrorListener any = register(new Flow(17, 0, 2, 0, 0));
        IcmpErrorListener exact = register(new Flow(17, 1, 2, 3, 4));

        assertThat(find(17, 1, 2, 3, 4)).isSameAs(exact);
        assertThat(find(17, 1, 2, 3, 5)).isSameAs(any);
    }

    @Test
    void shouldReplaceAndRemove() {
        register(new Flow(17, 1, 2, 3, 4));
        IcmpErrorListener second = register(new Flow(17, 1, 2, 3, 4));

        assertThat(find(17, 1, 2, 3, 4)).isSameAs(second);
        assertThat(listeners.remove(new Flow(17, 1, 2, 3, 4))).isTrue();
        assertThat(listeners.remove(new Flow(17, 1, 2, 3, 4))).isFalse();
        assertThat(listeners.table().isEmpty()).isTrue();
    }

    @Test
    @DisplayName("a reader of an old table sees none of a change")
    void shouldNotChangeATableInUse() {
        ErrorListeners.Table before = listeners.table();
        register(new Flow(17, 1, 2, 3, 4));

        assertThat(before.find(17, 1, 2, 3, 4)).isNull();
    }

    @Test
    void shouldRefuseMoreThanItHoldsAndStayAsItWas() {
        ErrorListeners small = new ErrorListeners(2);
        small.register(new Flow(17, 1, 1, 0, 0), error -> {});
        small.register(new Flow(17, 1, 2, 0, 0), error -> {});

        assertThatThrownBy(() -> small.register(new Flow(17, 1, 3, 0, 0), error -> {}))
                .isInstanceOf(IllegalStateException.class).hasMessage("icmp listeners: all 2 places are taken");
        small.register(new Flow(17, 1, 2, 0, 0), error -> {});
        assertThat(small.table().find(17, 1, 1, 5, 5)).isNotNull();
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        assertThatThrownBy(() -> new Flow(256, 0, 0, 0, 0)).hasMessage("flow protocol: 256 is not 0 to 255");
        assertThatThrownBy(() -> new Flow(1, 0, -1, 0, 0)).hasMessage("flow local port: -1 is not 0 to 65535");
        assertThatThrownBy(() -> new Flow(1, 0, 0, 0, 65_536)).hasMessage("flow remote port: 65536 is not 0 to 65535");
    }

    @Test
    @DisplayName("400 random flows of a small space are found again, others are not (seed 11)")
    void shouldAgreeWithAMap() {
        SplittableRandom random = new SplittableRandom(11);
        Map<Flow, IcmpErrorListener> model = new HashMap<>();
        while (model.size() < 400) {
            Flow flow = random(random);
            model.put(flow, register(flow));
        }
        model.forEach((flow, listener) -> assertThat(find(flow.protocol(), flow.localAddress(), flow.localPort(),
                flow.remoteAddress(), flow.remotePort())).isSameAs(listener));
        for (int i = 0; i < 4096; i++) {
            Flow flow = random(random);
            assertThat(find(flow.protocol(), flow.localAddress(), flow.localPort(), flow.remoteAddress(),
                    flow.remotePort())).isSameAs(model.get(flow));
        }
    }

    /** Close together, so that keys collide and neighbours in the table are hit. */
    private static Flow random(SplittableRandom random) {
        return new Flow(random.nextInt(2) == 0 ? 6 : 17, 0x0A00_0000 + random.nextInt(1, 5), random.nextInt(1, 9),
                0x0B00_0000 + random.nextInt(1, 9), random.nextInt(1, 9));
    }
}
