package org.hopwire.engine.replay;

import java.io.IOException;
import java.util.List;

import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;

/** Replays standard input and prints what came of it, in a JVM of its own. */
final class ReplayProbe {
    private ReplayProbe() {}

    /** Prints frames, received, forwarded and whether the identity holds. */
    public static void main(String[] arguments) throws IOException {
        EngineConfig config = new EngineConfig(null, List.of(PortConfig.pcap("any", "10.255.255.1/8")), List.of(),
                List.of(), IpConfig.defaults(), IcmpConfig.defaults());
        ReplayResult result = new Replay(config, ReplayOptions.of("-", null), null).run();
        EngineSnapshot figures = result.snapshot();
        boolean exact = figures.received() == figures.forwarded() + figures.consumed() + figures.droppedTotal();
        System.out.println(result.frames() + " " + figures.received() + " " + exact + " " + result.failure());
    }
}
