package org.hopwire.port.linux.sys;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name("hopwire-netns").start(() -> {
            try {
                enter(namespace);
                result.complete(action.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return await(result, thread);
    }

    private static <T> T await(CompletableFuture<T> result, Thread thread) {
        try {
            T value = result.join();
            thread.join();
            return value;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a network namespace", e);
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
