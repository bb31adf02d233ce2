package org.hopwire.port.linux.sys;

import java.util.function.Supplier;

/**
 * Runs something in another network namespace: on a platform thread of its own, since a namespace belongs to a thread.
 * Sockets made there stay there, so one process can own ports in several.
 */
public final class NetworkNamespace {
    private static final String NAMED = "/var/run/netns/";
    private static final int NETWORK = 0x4000_0000;

    private NetworkNamespace() {}

    /**
     * Runs {@code action} in a namespace and returns what it returned.
     *
     * @param namespace name under {@code /var/run/netns}, or the path of a namespace's file; null for our own, where
     *     the action runs on the calling thread
     * @throws SystemCallException if there is no such namespace, or CAP_SYS_ADMIN is missing
     */
    public static <T> T call(String namespace, Supplier<T> action) {
        if (namespace == null) {
            return action.get();
        }
        Visit<T> visit = new Visit<>(namespace, action);
        Thread thread = Thread.ofPlatform().daemon().name("hopwire-netns").start(visit);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a network namespace", e);
        }
        return visit.result();
    }

    /** What the thread in the other namespace does; whoever has waited for its end reads what came of it. */
    private static final class Visit<T> implements Runnable {
        private final String namespace;
        private final Supplier<T> action;
        private T value;
        private RuntimeException failure;

        Visit(String namespace, Supplier<T> action) {
            this.namespace = namespace;
            this.action = action;
        }

        @Override
        public void run() {
            try {
                enter(namespace);
                value = action.get();
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) {
                failure = new IllegalStateException("in namespace " + namespace + ": " + e, e);
            }
        }

        T result() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }

    private static void enter(String namespace) {
        String path = namespace.startsWith("/") ? namespace : NAMED + namespace;
        CallState state = CallState.onHeap();
        try (Descriptor file = Descriptor.openReadOnly("namespace " + namespace, path, "")) {
            if (LibC.setns(state, file.fd(), NETWORK) < 0) {
                throw new SystemCallException("namespace " + namespace, "setns", state.errno(),
                        "entering a network namespace needs CAP_SYS_ADMIN");
            }
        }
    }
}
