package org.hopwire.live;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.PortKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** One {@link RouterBed} for all tests of a class, judged at its end. */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RouterLiveTest {
    /** The router and its hosts. */
    RouterBed bed;

    /** Kind of its ports. */
    PortKind kind() {
        return PortKind.AF_PACKET;
    }

    /** Changes the router before it is built. */
    void configure(EngineBuilder builder) {}

    @BeforeAll
    void startRouter() {
        bed = new RouterBed(kind(), this::configure);
    }

    @AfterAll
    void judgeRouter() {
        if (bed != null) {
            try (RouterBed judged = bed) {
                judged.assertHealthy();
            }
        }
    }

    /** Runs a program on a host, words separated by spaces. */
    Ran on(String host, String command) {
        return bed.net.on(host, command.split(" "));
    }
}
