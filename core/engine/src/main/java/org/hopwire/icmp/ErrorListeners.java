package org.hopwire.icmp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who wants to hear about which flow of ours. An ICMP error that quotes none of them ends at the worker
 * (RFC 5927 section 4: an error must quote something we sent before anybody acts on it).
 *
 * <p>Any thread registers; workers and the control agent read an immutable table that is replaced as a whole, so a
 * reader never sees half of a change.
 */
public final class ErrorListeners {
    /** Flows that can be registered at one time, unless a constructor says otherwise. */
    public static final int DEFAULT_CAPACITY = 4096;

    private final int capacity;
    private final Map<Flow, IcmpErrorListener> registered = new LinkedHashMap<>();
    private volatile Table table = new Table(Map.of());

    /** Room for {@link #DEFAULT_CAPACITY} flows. */
    public ErrorListeners() {
        this(DEFAULT_CAPACITY);
    }

    /** Room for {@code capacity} flows. */
    public ErrorListeners(int capacity) {
        this.capacity = capacity;
    }

    /**
     * A flow of ours as an ICMP error quotes it: source first, which is us.
     *
     * @param protocol IP protocol number, 0 to 255
     * @param localAddress one of our addresses, 0 for any
     * @param localPort our UDP or TCP port, or the identifier of ICMP queries, 0 to 65535; 0 for other protocols
     * @param remoteAddress the other side, 0 for any
     * @param remotePort the other side's port, 0 for any and for ICMP
     */
    public record Flow(int protocol, int localAddress, int localPort, int remoteAddress, int remotePort) {
        private static final int ICMP = 1;

        /** Checks every field. */
        public Flow {
            require("protocol", protocol, 0xFF);
            require("local port", localPort, 0xFFFF);
            require("remote port", remotePort, 0xFFFF);
        }

        /** ICMP queries of one identifier to anybody, from any of our addresses. */
        public static Flow ofQueries(int identifier) {
            return new Flow(ICMP, 0, identifier, 0, 0);
        }

        private static void require(String field, int value, int most) {
            if (value < 0 || value > most) {
                throw new IllegalArgumentException("flow " + field + ": " + value + " is not 0 to " + most);
            }
        }
    }

    /**
     * Calls {@code listener} for what concerns a flow from now on; one registered before for the same flow is replaced.
     *
     * @throws IllegalStateException when the table is full
     */
    public synchronized void register(Flow flow, IcmpErrorListener listener) {
        if (registered.size() == capacity && !registered.containsKey(flow)) {
            throw new IllegalStateException("icmp listeners: all " + capacity + " places are taken");
        }
        registered.put(flow, listener);
        table = new Table(registered);
    }

    /** Ends a registration; false where there was none. A message already on its way may still be delivered. */
    public synchronized boolean remove(Flow flow) {
        boolean known = registered.remove(flow) != null;
        table = new Table(registered);
        return known;
    }

    /** What is registered now; one load for a whole burst. */
    Table table() {
        return table;
    }

    /**
     * One immutable state of the registrations: open addressing, at most a quarter full. A wildcard is a zero in the
     * key; only the combinations of wildcards that occur are looked for, most specific first, and only where some flow
     * has the local port at all: a bit for each port ends the search for a flood of made-up quotes at its first step.
     */
    static final class Table {
        private static final long HASH_ADDRESSES = 0x9E37_79B9_7F4A_7C15L;
        private static final long HASH_PORTS = 0xC2B2_AE3D_27D4_EB4FL;
        private static final int ANY_LOCAL = 1;
        private static final int ANY_REMOTE_PORT = 2;
        private static final int ANY_REMOTE = 4;
        private static final int PORTS = 1 << Short.SIZE;

        private final long[] addresses;
        private final long[] ports;
        private final IcmpErrorListener[] listeners;
        private final int shift;
        private final int shapes;
        private final long[] localPorts = new long[PORTS / Long.SIZE];

        Table(Map<Flow, IcmpErrorListener> flows) {
            int slots = Integer.highestOneBit(Math.max(2, flows.size()) * 4) * 2;
            addresses = new long[slots];
            ports = new long[slots];
            listeners = new IcmpErrorListener[slots];
            shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
            flows.forEach(this::put);
            shapes = flows.keySet().stream().mapToInt(flow -> 1 << shape(flow)).reduce(0, (a, b) -> a | b);
        }

        private static int shape(Flow flow) {
            return (flow.localAddress() == 0 ? ANY_LOCAL : 0) | (flow.remotePort() == 0 ? ANY_REMOTE_PORT : 0)
                    | (flow.remoteAddress() == 0 ? ANY_REMOTE : 0);
        }

        private void put(Flow flow, IcmpErrorListener listener) {
            long addressKey = pair(flow.localAddress(), flow.remoteAddress());
            long portKey = portKey(flow.protocol(), flow.localPort(), flow.remotePort());
            int slot = slot(addressKey, portKey);
            addresses[slot] = addressKey;
            ports[slot] = portKey;
            listeners[slot] = listener;
            localPorts[flow.localPort() / Long.SIZE] |= 1L << flow.localPort();
        }

        private boolean hasLocalPort(int port) {
            return (localPorts[port / Long.SIZE] >>> port & 1) != 0;
        }

        private static long pair(int high, int low) {
            return (long) high << Integer.SIZE | (low & 0xFFFF_FFFFL);
        }

        private static long portKey(int protocol, int local, int remote) {
            return pair(protocol, local << Short.SIZE | remote);
        }

        /** Whether nobody listens to anything. */
        boolean isEmpty() {
            return shapes == 0;
        }

        /** Who listens to the flow a read error quotes, or null. */
        IcmpErrorListener find(ReceivedError error) {
            return error.isAttributable()
                    ? find(error.quotedProtocol(), error.quotedSource(), error.quotedSourcePort(),
                            error.quotedDestination(), error.quotedDestinationPort())
                    : null;
        }

        /** Who listens to a flow, or null. */
        IcmpErrorListener find(int protocol, int local, int localPort, int remote, int remotePort) {
            IcmpErrorListener found = null;
            for (int left = hasLocalPort(localPort) ? shapes : 0; left != 0 && found == null; left &= left - 1) {
                int shape = Integer.numberOfTrailingZeros(left);
                int localKey = (shape & ANY_LOCAL) != 0 ? 0 : local;
                int remoteKey = (shape & ANY_REMOTE) != 0 ? 0 : remote;
                int portKey = (shape & ANY_REMOTE_PORT) != 0 ? 0 : remotePort;
                found = listeners[slot(pair(localKey, remoteKey), portKey(protocol, localPort, portKey))];
            }
            return found;
        }

        /** The key's slot, or the free one where it would be. */
        private int slot(long addressKey, long portKey) {
            int slot = (int) ((addressKey * HASH_ADDRESSES ^ portKey * HASH_PORTS) >>> shift);
            while (listeners[slot] != null && (addresses[slot] != addressKey || ports[slot] != portKey)) {
                slot = slot + 1 & listeners.length - 1;
            }
            return slot;
        }
    }
}
