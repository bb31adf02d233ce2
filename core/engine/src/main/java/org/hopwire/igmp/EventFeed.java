package org.hopwire.igmp;

import java.util.Arrays;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.EventOutlet;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.core.MembershipEvents;

/**
 * Writes down what the roles tell, for {@link IgmpEvent}s to be made of it; makes no object itself. An attachment is a
 * port, or a VLAN above a port.
 */
final class EventFeed implements MembershipEvents {
    private static final int VLAN_SHIFT = 12;
    private static final int PORT_MASK = (1 << VLAN_SHIFT) - 1;

    private final String[] ports;
    private final EventOutlet<IgmpEvent.Slot> outlet;
    private final CounterSet<IgmpCounter> counters;

    /**
     * A feed.
     *
     * @param links of the ports, by index
     * @param outlet where events go
     */
    EventFeed(IgmpLink[] links, EventOutlet<IgmpEvent.Slot> outlet, CounterSet<IgmpCounter> counters) {
        ports = Arrays.stream(links).map(IgmpLink::name).toArray(String[]::new);
        this.outlet = outlet;
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
        IgmpEvent.Slot slot = outlet.claim();
        if (slot == null) {
            counters.increment(IgmpCounter.EVENT_LOST);
            return;
        }
        int port = port(attachment);
        slot.of(kind, port < ports.length ? ports[port] : "", vlan(attachment), nowNs).about(address, reporter, limit,
                figure);
        outlet.publish();
    }
}
