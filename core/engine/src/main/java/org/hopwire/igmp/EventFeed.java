package org.hopwire.igmp;

import java.util.Arrays;
import java.util.function.Predicate;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.core.MembershipEvents;

/** Makes {@link IgmpEvent}s of what the roles tell. An attachment is a port, or a VLAN above a port. */
final class EventFeed implements MembershipEvents {
    private static final int VLAN_SHIFT = 12;
    private static final int PORT_MASK = (1 << VLAN_SHIFT) - 1;

    private final String[] ports;
    private final Predicate<IgmpEvent> taker;
    private final CounterSet<IgmpCounter> counters;

    /**
     * A feed.
     *
     * @param links of the ports, by index
     * @param taker answers false where it has no room
     */
    EventFeed(IgmpLink[] links, Predicate<IgmpEvent> taker, CounterSet<IgmpCounter> counters) {
        ports = Arrays.stream(links).map(IgmpLink::name).toArray(String[]::new);
        this.taker = taker;
        this.counters = counters;
    }

    static int attachment(int vlan, int port) {
        return vlan << VLAN_SHIFT | port;
    }

    static int port(int attachment) {
        return attachment & PORT_MASK;
    }

    static int vlan(int attachment) {
        return attachment >>> VLAN_SHIFT;
    }

    /** The number of a link that is a whole VLAN of a switch. */
    static int wholeVlan(int vlan) {
        return attachment(vlan, PORT_MASK);
    }

    @Override
    public void joined(int attachment, int group, int reporter, long nowNs) {
        tell(IgmpEvent.Kind.JOIN, attachment, group, reporter, null, 0, nowNs);
    }

    @Override
    public void left(int attachment, int group, long nowNs) {
        tell(IgmpEvent.Kind.LEAVE, attachment, group, 0, null, 0, nowNs);
    }

    @Override
    public void querierChanged(int link, int querier, boolean ourselves, long nowNs) {
        tell(ourselves ? IgmpEvent.Kind.QUERIER_OURSELVES : IgmpEvent.Kind.QUERIER_OTHER, link, querier, 0, null, 0,
                nowNs);
    }

    @Override
    public void limitReached(int attachment, Limit limit, int group, long nowNs) {
        tell(IgmpEvent.Kind.LIMIT_REACHED, attachment, group, 0, limit, 0, nowNs);
    }

    @Override
    public void watermark(int attachment, Limit limit, int percent, boolean above, long nowNs) {
        tell(above ? IgmpEvent.Kind.WATERMARK_ABOVE : IgmpEvent.Kind.WATERMARK_BELOW, attachment, 0, 0, limit, percent,
                nowNs);
    }

    @Override
    public void duplicateQuerier(int link, int address, long nowNs) {
        tell(IgmpEvent.Kind.QUERIER_DUPLICATE, link, address, 0, null, 0, nowNs);
    }

    @Override
    public void querierVersion(int link, int querier, int version, long nowNs) {
        tell(IgmpEvent.Kind.QUERIER_VERSION, link, querier, 0, null, version, nowNs);
    }

    private void tell(IgmpEvent.Kind kind, int attachment, int address, int reporter, Limit limit, int figure,
            long nowNs) {
        int port = port(attachment);
        String name = port < ports.length ? ports[port] : "";
        IgmpEvent event = new IgmpEvent(kind, name, vlan(attachment), address, reporter, limit, figure, nowNs);
        if (!taker.test(event)) {
            counters.increment(IgmpCounter.EVENT_LOST);
        }
    }
}
