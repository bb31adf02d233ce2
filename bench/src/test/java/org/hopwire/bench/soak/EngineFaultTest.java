package org.hopwire.bench.soak;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.hopwire.bench.machine.BenchException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/** What is done to the engine's process from outside while it is under load; every frame stays accounted for. */
class EngineFaultTest {
    private static final double FRAMES_PER_SECOND = 20_000;
    private static final long SECOND_NS = 1_000_000_000;
    /** Far less than comes in two seconds. */
    private static final int SMALL_RING = 4096;
    private static final int LARGE_RING = 65_536;
    private static final int LEAST_LOST = 20_000;
    /** Mappings a JVM may add while it warms up. */
    private static final int JVMS_OWN = 64;

    private Cables cables;

    @BeforeEach
    void setUp() {
        try {
            cables = Cables.open();
        } catch (BenchException e) {
            abort(e.getMessage());
        }
    }

    @AfterEach
    void tearDown() {
        if (cables != null) {
            cables.close();
        }
    }

    private WatchedEngine start(int ringFrames) throws IOException {
        return WatchedEngine.start(cables.routerNamespace(), Integer.toString(ringFrames), "BACKOFF");
    }

    private static CompletableFuture<Boolean> run(Load load, long seconds) {
        return CompletableFuture
                .supplyAsync(() -> load.run(FRAMES_PER_SECOND, seconds * SECOND_NS, Long.MAX_VALUE));
    }

    private static void signal(String name, WatchedEngine engine) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(engine.pid())).start().waitFor()).isZero();
    }

    /** The kernel's losses are read about once a second. */
    private static EngineSample settled(WatchedEngine engine, long accounted) throws InterruptedException {
        EngineSample sample = engine.sample(true);
        for (int i = 0; i < 50 && sample.received() + sample.lost() < accounted; i++) {
            TimeUnit.MILLISECONDS.sleep(200);
            sample = engine.sample(true);
        }
        return sample;
    }

    @Test
    @DisplayName("stopped for two seconds: what was lost is counted to the frame, and then all goes on")
    void shouldCountWhatIsLostWhileItStandsStill() throws Exception {
        try (WatchedEngine engine = start(SMALL_RING); Load load = new Load(cables.loadNamespace(), LARGE_RING)) {
            load.run(FRAMES_PER_SECOND, SECOND_NS, Long.MAX_VALUE);
            EngineSample before = settled(engine, load.counts().sent());
            CompletableFuture<Boolean> loading = run(load, 4);
            TimeUnit.SECONDS.sleep(1);
            signal("STOP", engine);
            TimeUnit.SECONDS.sleep(2);
            signal("CONT", engine);
            loading.get();
            long sent = load.counts().sent();
            EngineSample after = settled(engine, sent);
            assertThat(after.lost()).isGreaterThan(LEAST_LOST);
            requireBalance(after, load.counts());
            load.run(FRAMES_PER_SECOND / 4, SECOND_NS, Long.MAX_VALUE);
            EngineSample later = settled(engine, load.counts().sent());
            assertThat(later.forwarded()).as("it goes on").isGreaterThan(after.forwarded());
            requireBalance(later, load.counts());
            assertThat(later.descriptors()).isEqualTo(before.descriptors());
            assertThat(later.mappings()).isLessThan(before.mappings() + JVMS_OWN);
            assertThat(later.failures()).isZero();
        }
    }

    private static void requireBalance(EngineSample sample, Load.Counts counts) {
        assertThat(sample.received() + sample.lost()).as("received and lost").isEqualTo(counts.sent());
        assertThat(sample.forwarded() + sample.consumed() + sample.dropped()).as("forwarded, consumed and dropped")
                .isEqualTo(sample.received());
        assertThat(counts.arrived() + counts.lost()).as("arrived").isEqualTo(sample.forwarded());
        assertThat(counts.disordered()).isZero();
    }

    @Test
    @DisplayName("killed under load: the next one takes over the same interfaces at once, and loses nothing")
    void shouldTakeOverFromAnEngineThatWasKilled() throws Exception {
        try (Load load = new Load(cables.loadNamespace(), LARGE_RING)) {
            try (WatchedEngine victim = start(SMALL_RING)) {
                CompletableFuture<Boolean> loading = run(load, 2);
                TimeUnit.SECONDS.sleep(1);
                victim.kill();
                loading.get();
            }
            Load.Counts before = load.counts();
            try (WatchedEngine next = start(LARGE_RING)) {
                load.run(FRAMES_PER_SECOND, SECOND_NS, Long.MAX_VALUE);
                EngineSample sample = settled(next, load.counts().sent() - before.sent());
                assertThat(sample.received()).isEqualTo(load.counts().sent() - before.sent());
                assertThat(load.counts().unanswered()).isEqualTo(before.unanswered());
            }
        }
    }
}
