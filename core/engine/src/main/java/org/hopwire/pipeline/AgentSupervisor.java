package org.hopwire.pipeline;

import java.util.concurrent.ThreadFactory;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.hopwire.counter.DistinctErrors;

/**
 * Keeps one agent alive, or lets it die in order. Runs it on a thread of its own ({@link #start}) or one turn at a time
 * on the caller's ({@link #invoke}); either way {@code onClose} runs exactly once, also after an {@link Error}.
 *
 * <p>An exception costs the turn it happened in: it is recorded, and the agent goes on. {@value #MAX_FAILURES_IN_A_ROW}
 * failed turns in a row, or any {@link Error}, stop it; {@link #failure} then says why.
 */
public final class AgentSupervisor {
    /** Failed turns in a row that end an agent. */
    public static final int MAX_FAILURES_IN_A_ROW = 16;

    private final Agent agent;
    private final DistinctErrors errors;
    private Thread thread;
    private int failuresInARow;
    private boolean started;
    private boolean closed;
    private volatile boolean stopping;
    private volatile Throwable failure;

    /** Supervises an agent; what it throws is recorded in {@code errors}. */
    public AgentSupervisor(Agent agent, DistinctErrors errors) {
        this.agent = agent;
        this.errors = errors;
    }

    /** One turn on the caller's thread; 0 once the agent has stopped. */
    public int invoke() {
        if (failure != null || closed) {
            return 0;
        }
        try {
            return turn();
        } catch (Exception e) {
            onException(e);
            return 0;
        } catch (Error e) {
            fail(e);
            return 0;
        }
    }

    private int turn() throws Exception {
        if (!started && !start()) {
            return 0;
        }
        int work = agent.doWork();
        failuresInARow = 0;
        return work;
    }

    /** An agent that cannot start has nothing to go on with. */
    private boolean start() {
        started = true;
        try {
            agent.onStart();
            return true;
        } catch (Exception e) {
            fail(e);
            return false;
        }
    }

    private void onException(Exception e) {
        if (++failuresInARow >= MAX_FAILURES_IN_A_ROW) {
            fail(e);
        } else {
            errors.record(e);
        }
    }

    private void fail(Throwable e) {
        failure = e;
        try {
            errors.record(e);
        } finally {
            closeAgent();
        }
    }

    private void closeAgent() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            agent.onClose();
        } catch (RuntimeException | Error e) {
            errors.record(e);
        }
    }

    /**
     * Runs the agent on a thread until {@link #stop}.
     *
     * @param idle what the thread does between turns without work
     */
    public void start(ThreadFactory threads, IdleStrategy idle) {
        start(threads, idle, () -> {});
    }

    /** The same; {@code first} runs on the thread before anything else, and what it throws is recorded. */
    public void start(ThreadFactory threads, IdleStrategy idle, Runnable first) {
        thread = threads.newThread(() -> {
            prepare(first);
            run(idle);
        });
        thread.setName("hopwire-" + agent.roleName());
        thread.start();
    }

    private void prepare(Runnable first) {
        try {
            first.run();
        } catch (RuntimeException e) {
            errors.record(e);
        }
    }

    private void run(IdleStrategy idle) {
        while (!stopping && failure == null) {
            idle.idle(invoke());
        }
        // a last turn: what the other agent said before it stopped still leaves
        invoke();
        closeAgent();
    }

    /**
     * Ends the agent and waits for it.
     *
     * @return false when its thread did not come back within the time: whatever it holds must then stay mapped
     */
    public boolean stop(long timeoutMillis) throws InterruptedException {
        stopping = true;
        if (thread == null) {
            closeAgent();
            return true;
        }
        thread.join(timeoutMillis);
        return !thread.isAlive();
    }

    /** What ended the agent before its time; null while it runs or after it was stopped. */
    public Throwable failure() {
        return failure;
    }
}
