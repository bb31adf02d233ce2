package org.hopwire.engine;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.Turn;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.VirtualTime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of an engine whose agents fail: an exception costs a burst or a turn, an error ends the agent in order.
 * Every frame that was taken is counted, and its slot comes back.
 */
class AgentFaultTest {
    private static final byte[] FORWARDED = Lab.fromLan("198.51.100.10").udp(1, 2).build();
    private static final byte[] ECHO = Lab.fromLan("192.0.2.1").echo(1, 2, new byte[20]).build();

    /** What is thrown, once. */
    enum Fault {
        EXCEPTION {
            @Override
            void happen() {
                throw new IllegalStateException("a fault of the test's");
            }
        },
        ERROR {
            @Override
            void happen() {
                throw new AssertionError("a fault of the test's");
            }
        },
        STACK {
            @Override
            void happen() {
                deeper(0);
            }
        },
        MEMORY {
            @Override
            void happen() {
                throw new OutOfMemoryError("a fault of the test's");
            }
        };

        abstract void happen();

        private static int deeper(int depth) {
            return depth < 0 ? depth : deeper(depth + 1) + 1;
        }

        boolean endsTheAgent() {
            return this != EXCEPTION;
        }
    }

    private final MemoryPort lan = new MemoryPort("lan");
    private final MemoryPort wan = new MemoryPort("wan");
    private final int slots = lan.available();
    /** What is thrown next; null for nothing. */
    private Fault next;

    private void fault() {
        Fault fault = next;
        next = null;
        if (fault != null) {
            fault.happen();
        }
    }

    private Engine engine(boolean isWorkers) {
        EngineBuilder builder = Engine.builder().seed(1)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC), wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC));
        if (isWorkers) {
            return builder.handler(PacketClass.ECHO, (part, turn) -> fault()).build();
        }
        return builder.control(new ControlHandler() {
            @Override
            public int onTurn(Turn turn) {
                fault();
                return 0;
            }
        }).build();
    }

    private void put(Engine engine, byte[] frame) {
        assertThat(lan.inject(frame)).isTrue();
        VirtualTime.settle(engine);
    }

    private void requireBalance(Engine engine, Fault fault) {
        EngineSnapshot figures = engine.snapshot();
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
        lan.drain();
        wan.drain();
        assertThat(lan.available() + lan.pending()).as("slots").isEqualTo(slots);
        assertThat(engine.failures()).hasSize(1);
        assertThat(engine.stoppedBy() != null).isEqualTo(fault.endsTheAgent());
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a worker that fails loses its burst, counted as a fault, and goes on or ends in order")
    void shouldAccountForTheBurstOfAWorkerThatFails(Fault fault) {
        Engine engine = engine(true);
        put(engine, FORWARDED);
        next = fault;
        put(engine, ECHO);
        put(engine, FORWARDED);
        assertThat(engine.snapshot().dropped()).containsEntry("fault", 1L);
        assertThat(engine.snapshot().forwarded()).isEqualTo(fault.endsTheAgent() ? 1 : 2);
        requireBalance(engine, fault);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a control agent that fails does not keep the worker from forwarding until the engine is closed")
    void shouldForwardOnWhenTheControlAgentFails(Fault fault) {
        Engine engine = engine(false);
        put(engine, FORWARDED);
        next = fault;
        for (int i = 0; i < 100; i++) {
            put(engine, FORWARDED);
        }
        assertThat(engine.snapshot().forwarded()).isEqualTo(101);
        requireBalance(engine, fault);
    }
}
