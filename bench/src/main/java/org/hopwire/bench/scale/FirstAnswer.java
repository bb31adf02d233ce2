package org.hopwire.bench.scale;

import org.hopwire.bench.Frames;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;

/** The smallest program that answers a ping, and ends. */
final class FirstAnswer {
    private FirstAnswer() {}

    /** With an argument it ends as processes do, else on the spot. */
    public static void main(String[] arguments) {
        MemoryPort lan = new MemoryPort("lan");
        try (Engine engine = Engine.builder()
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:01:01"), lan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", "02:00:00:00:01:0a")).build()) {
            lan.inject(Frames.echo(98, 1));
            engine.invoke();
            if (lan.sentCount() != 1) {
                throw new IllegalStateException("no answer: " + engine.snapshot());
            }
            if (arguments.length == 0) {
                // what ends the process afterwards is not part of the answer's time
                Runtime.getRuntime().halt(0);
            }
        }
    }
}
