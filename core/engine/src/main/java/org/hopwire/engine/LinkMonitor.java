package org.hopwire.engine;

import java.util.Arrays;
import java.util.List;

import org.hopwire.igmp.Membership;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.port.Port;

/** Tells the membership protocol of links that go down and come up: what was known of a link goes with it. */
final class LinkMonitor implements ControlHandler {
    private final Port[] ports;
    private final boolean[] wasUp;
    private final Membership membership;

    LinkMonitor(List<Port> ports, Membership membership) {
        this.ports = ports.toArray(Port[]::new);
        this.membership = membership;
        wasUp = new boolean[this.ports.length];
        Arrays.fill(wasUp, true);
    }

    @Override
    public int onTurn(Turn turn) {
        int changes = 0;
        for (int i = 0; i < ports.length; i++) {
            boolean isUp = ports[i].isUp();
            if (isUp != wasUp[i]) {
                wasUp[i] = isUp;
                membership.linkChanged(i, isUp, turn);
                changes++;
            }
        }
        return changes;
    }

    @Override
    public void onStart(ControlTimers timers, Turn turn) {
        // nothing is timed: a look at every port in every turn costs less
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        // none is armed
    }

    @Override
    public boolean handles(Packet punted) {
        return false;
    }

    @Override
    public void onBurst(PacketList packets, Turn turn) {
        // none comes here
    }
}
