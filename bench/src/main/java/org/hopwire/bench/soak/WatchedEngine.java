package org.hopwire.bench.soak;

import java.util.List;

import org.hopwire.bench.machine.Child;
import org.hopwire.bench.machine.Jvm;

/** The engine's process, seen from the one that watches it. */
final class WatchedEngine implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    /** Touched at once, so that what grows later is growth. */
    private static final List<String> HEAP = List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

    private final Child process;

    private WatchedEngine(Child process) {
        this.process = process;
    }

    /** Starts it and waits until its ports are open; where it ends instead, it has said why on standard error. */
    static WatchedEngine start(String... arguments) {
        WatchedEngine engine = new WatchedEngine(Child.startAloud("the engine's process",
                Jvm.command(SoakEngine.class, HEAP, List.of(arguments))));
        try {
            engine.process.await(SoakEngine.READY);
            return engine;
        } catch (RuntimeException e) {
            engine.kill();
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends it as a crash would, and waits until it is gone. */
    void kill() {
        process.kill();
    }

    EngineSample sample(boolean collects) {
        process.tell(collects ? SoakEngine.COLLECT : SoakEngine.SAMPLE);
        return EngineSample.parse(process.await(EngineSample.MARK));
    }

    @Override
    public void close() {
        process.finish(PATIENCE_SECONDS);
        process.close();
    }
}
