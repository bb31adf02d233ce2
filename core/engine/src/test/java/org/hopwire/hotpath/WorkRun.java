package org.hopwire.hotpath;

import java.util.Map;
import java.util.function.BinaryOperator;

import org.hopwire.engine.Engine;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.time.VirtualClock;

/** One burst of a kind of work through a counting engine; loaded by {@link CountingLoader}, so it speaks in texts. */
public final class WorkRun implements BinaryOperator<String> {
    /** For {@link CountingLoader}. */
    public WorkRun() {}

    /** What a burst of so many packets of that work costs, everything being warm. */
    @Override
    public String apply(String work, String burst) {
        Work kind = Work.of(work);
        VirtualClock clock = new VirtualClock(1, 1);
        GeneratorPort lan = kind.lan();
        try (Engine engine = kind.engine(lan, clock)) {
            run(engine, lan, burst);
            run(engine, lan, burst);
            Tally.clear();
            run(engine, lan, burst);
            StringBuilder text = new StringBuilder();
            for (Map.Entry<String, Long> row : Tally.rows().entrySet()) {
                text.append(text.isEmpty() ? "" : ", ").append(row.getKey()).append(' ').append(row.getValue());
            }
            return text.toString();
        }
    }

    /** One turn with packets, and the next, in which what the control agent has to say leaves. */
    private static void run(Engine engine, GeneratorPort lan, String burst) {
        lan.limit(Long.parseLong(burst));
        engine.invoke();
        engine.invoke();
    }
}
