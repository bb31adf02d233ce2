package org.hopwire.live;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.PortKind;
import org.hopwire.live.net.Ran;

/** One {@link RouterBed} for all tests of a class. */
abstract class RouterLiveTest extends LiveTest {
    /** The router and its hosts. */
    RouterBed bed;

    /** Kind of its ports. */
    PortKind kind() {
        return PortKind.AF_PACKET;
    }

    /** Changes the router before it is built. */
    void configure(EngineBuilder builder) {}

    @Override
    void prepare() {
        bed = new RouterBed(kind(), this::configure);
    }

    @Override
    void judge() {
        if (bed != null) {
            try (RouterBed judged = bed) {
                judged.assertHealthy();
            }
        }
    }

    /** Runs a program on a host, words separated by spaces. */
    Ran on(String host, String command) {
        return bed.net.on(host, command.split(" ", -1));
    }
}
