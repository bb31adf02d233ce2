package org.hopwire.engine;

import java.util.Arrays;
import java.util.List;

import org.hopwire.engine.config.PortConfig;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Turn;
import org.hopwire.port.Port;

/**
 * Tells whoever keeps something of a link that it goes down and comes up: what was known of it goes with it. Follows
 * what the interfaces behind ports say of themselves, as far as nothing else is configured.
 */
final class LinkMonitor implements ControlHandler {
    private final Port[] ports;
    private final InterfaceTable interfaces;
    private final int[] mostMtu;
    private final boolean[] followsMac;
    private final boolean[] wasUp;
    private final List<Listener> listeners;

    /** Keeps something of links; on the control agent's thread. */
    @FunctionalInterface
    interface Listener {
        /** A port's link is down, or up again. */
        void linkChanged(int port, boolean isUp, Turn turn);
    }

    /**
     * A monitor of ports.
     *
     * @param configs what holds for each port
     * @param written what was asked for of each, before it was completed from its interface
     */
    LinkMonitor(List<Port> ports, InterfaceTable interfaces, List<PortConfig> configs, List<PortConfig> written,
            List<Listener> listeners) {
        this.ports = ports.toArray(Port[]::new);
        this.interfaces = interfaces;
        mostMtu = written.stream().mapToInt(each -> each.mtu() == null ? Interface.MAX_MTU : each.mtu()).toArray();
        followsMac = new boolean[this.ports.length];
        for (int i = 0; i < followsMac.length; i++) {
            followsMac[i] = written.get(i).mac() == null && configs.get(i).mac() != null;
        }
        this.listeners = List.copyOf(listeners);
        wasUp = new boolean[this.ports.length];
        Arrays.fill(wasUp, true);
    }

    @Override
    public int onTurn(Turn turn) {
        int changes = 0;
        for (int i = 0; i < ports.length; i++) {
            changes += followInterface(i, turn);
            boolean isUp = ports[i].isUp();
            if (isUp != wasUp[i]) {
                wasUp[i] = isUp;
                tell(i, isUp, turn);
                changes++;
            }
        }
        return changes;
    }

    private int followInterface(int port, Turn turn) {
        Interface now = interfaces.get(port);
        int mtu = mtuOf(port, now.mtu());
        long mac = macOf(port, now.mac());
        if (mtu == now.mtu() && mac == now.mac()) {
            return 0;
        }
        interfaces.change(port, mtu, mac);
        if (mac != now.mac() && wasUp[port]) {
            // another station: who knew the old one must hear of it
            tell(port, false, turn);
            tell(port, true, turn);
        }
        return 1;
    }

    private int mtuOf(int port, int known) {
        int told = ports[port].mtu();
        return told == 0 ? known : Math.max(Interface.MIN_MTU, Math.min(told, mostMtu[port]));
    }

    private long macOf(int port, long known) {
        long told = followsMac[port] ? ports[port].mac() : 0;
        return told == 0 ? known : told;
    }

    private void tell(int port, boolean isUp, Turn turn) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).linkChanged(port, isUp, turn);
        }
    }
}
