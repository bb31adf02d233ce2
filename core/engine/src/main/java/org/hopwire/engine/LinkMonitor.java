package org.hopwire.engine;

import java.util.Arrays;
import java.util.List;

import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Turn;
import org.hopwire.port.Port;

/** Tells whoever keeps something of a link that it goes down and comes up: what was known of it goes with it. */
final class LinkMonitor implements ControlHandler {
    private final Port[] ports;
    private final boolean[] wasUp;
    private final List<Listener> listeners;

    /** Keeps something of links; on the control agent's thread. */
    @FunctionalInterface
    interface Listener {
        /** A port's link is down, or up again. */
        void linkChanged(int port, boolean isUp, Turn turn);
    }

    LinkMonitor(List<Port> ports, List<Listener> listeners) {
        this.ports = ports.toArray(Port[]::new);
        this.listeners = List.copyOf(listeners);
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
                tell(i, isUp, turn);
                changes++;
            }
        }
        return changes;
    }

    private void tell(int port, boolean isUp, Turn turn) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).linkChanged(port, isUp, turn);
        }
    }
}
