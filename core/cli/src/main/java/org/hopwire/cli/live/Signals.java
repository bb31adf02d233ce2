package org.hopwire.cli.live;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Signals a daemon is told with. Java has no API for them but {@code sun.misc.Signal} of the module
 * {@code jdk.unsupported}, which its own documentation names for this use and which the compiler refuses without a
 * warning that nothing turns off: hence the reflection.
 */
final class Signals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /** Calls {@code handler} with the signal's short name, such as TERM, on a thread of the JVM's. */
    static void on(String name, Consumer<String> handler) {
        try {
            Class<?> signalClass = Class.forName(SIGNAL);
            Class<?> handlerClass = Class.forName(HANDLER);
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerClass},
                    (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.accept(name);
                            return null;
                        }
                        return method.invoke(handler, arguments);
                    });
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null,
                    signalClass.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            // a signal the JVM keeps for itself (-Xrs) or the system lacks: its default stays
            return;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals", e);
        }
    }
}
