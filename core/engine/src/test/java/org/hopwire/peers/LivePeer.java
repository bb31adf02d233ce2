package org.hopwire.peers;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;

/**
 * Our side of a live run: frames come in by standard input and go out by standard output, each behind a letter and two
 * octets of length; {@code record_peers.py} carries them to a link between network namespaces.
 *
 * <p>{@code F} is a frame; {@code S} says that the engine begins; {@code M} asks for, and is, who queries and the
 * groups, a line each. It ends with its input.
 */
final class LivePeer {
    private static final int FRAME = 'F';
    private static final int MEMBERSHIP = 'M';
    private static final int WARM_TURNS = 200;
    private static final long IDLE_NS = 500_000;

    private final DataInputStream in = new DataInputStream(System.in);
    private final DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    private final PeerEngine engine;

    private LivePeer(PeerEngine engine) {
        this.engine = engine;
    }

    /** Version of IGMP and address of the port. */
    public static void main(String[] args) throws IOException {
        warmUp();
        try (PeerEngine engine = new PeerEngine(Integer.parseInt(args[0]), args[1], null)) {
            new LivePeer(engine).serve();
        }
    }

    /** So that the first query does not wait for classes to load. */
    private static void warmUp() {
        VirtualClock clock = new VirtualClock();
        try (PeerEngine engine = new PeerEngine(3, "192.0.2.1", clock)) {
            for (int i = 0; i < WARM_TURNS; i++) {
                engine.run();
                engine.put(Packets.ipv4("192.0.2.10", "239.1.1.1").eth("02:00:00:00:01:0a", "01:00:5e:01:01:01").ttl(1)
                        .routerAlert().igmp(Hex.parse("16 00 00 00 ef 01 01 01")).build());
                engine.sent();
                clock.advanceTo(engine.nextDeadlineNs());
            }
        }
    }

    private void serve() throws IOException {
        write('S');
        out.flush();
        boolean open = true;
        while (open) {
            engine.run();
            for (byte[] frame : engine.sent()) {
                write(FRAME, frame);
            }
            out.flush();
            LockSupport.parkNanos(IDLE_NS);
            open = in.available() == 0 || take();
        }
    }

    private boolean take() throws IOException {
        int kind = in.read();
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        if (kind == FRAME) {
            engine.put(body);
        } else if (kind == MEMBERSHIP) {
            String lines = "querier " + engine.querier() + "\n" + String.join("\n", engine.groups());
            write(MEMBERSHIP, lines.getBytes(StandardCharsets.UTF_8));
        }
        return kind == FRAME || kind == MEMBERSHIP;
    }

    private void write(int kind, byte... body) throws IOException {
        out.write(kind);
        out.writeShort(body.length);
        out.write(body);
    }
}
