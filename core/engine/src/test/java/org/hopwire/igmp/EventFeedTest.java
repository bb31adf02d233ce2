package org.hopwire.igmp;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.EventOutlet;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.core.MembershipEvents.Limit;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventFeedTest {
    private static final int GROUP = Ipv4Address.parse("239.1.2.3");
    private static final int HOST = Ipv4Address.parse("10.0.0.7");
    private static final int EVENTS = 100_000;

    private final CounterSet<IgmpCounter> counters = new CounterRegistry(100).register(IgmpCounter.class, "c",
            IgmpCounter.TYPE_ID);
    private final IgmpEvent.Slot slot = new IgmpEvent.Slot();
    private final IgmpLink[] links = {IgmpConfig.defaults().link("lan")};
    private int published;
    private boolean full;

    private final EventFeed feed = new EventFeed(links, new EventOutlet<>() {
        @Override
        public IgmpEvent.Slot claim() {
            return full ? null : slot;
        }

        @Override
        public void publish() {
            published++;
        }
    }, counters);

    private void tellEverything(long nowNs) {
        feed.joined(EventFeed.attachment(7, 0), GROUP, HOST, nowNs);
        feed.left(0, GROUP, nowNs);
        feed.querierChanged(0, HOST, true, nowNs);
        feed.limitReached(0, Limit.SOURCES, GROUP, nowNs);
        feed.watermark(0, Limit.GROUPS, 80, true, nowNs);
        feed.duplicateQuerier(0, HOST, nowNs);
        feed.querierVersion(0, HOST, 2, nowNs);
    }

    @Test
    @DisplayName("an event makes no object on the control agent, whether there is room for it or not")
    void shouldTellWithoutAllocating() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            full = round % 2 == 1;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < EVENTS; i++) {
                tellEverything(i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(published).isPositive();
    }

    @Test
    void shouldWriteDownWhatHappened() {
        feed.joined(EventFeed.attachment(7, 0), GROUP, HOST, 5);
        IgmpEvent first = slot.event();
        assertThat(first).isEqualTo(new IgmpEvent(IgmpEvent.Kind.JOIN, "lan", 7, GROUP, HOST, null, 0, 5));
        feed.limitReached(EventFeed.wholeVlan(9), Limit.TOTAL, GROUP, 6);
        assertThat(slot.event())
                .isEqualTo(new IgmpEvent(IgmpEvent.Kind.LIMIT_REACHED, "", 9, GROUP, 0, Limit.TOTAL, 0, 6));
        assertThat(first.kind()).as("what was fetched stays").isEqualTo(IgmpEvent.Kind.JOIN);
        full = true;
        feed.left(0, GROUP, 7);
        assertThat(counters.get(IgmpCounter.EVENT_LOST)).isEqualTo(1);
        assertThat(published).isEqualTo(2);
    }
}
