package org.hopwire.icmp;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DistinctErrors;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpType;

/**
 * All of ICMP for one thread: what a worker or the control agent asks, put together from one configuration. Each thread
 * has its own, with its own counters; the limits are those of all workers of an engine together.
 */
public final class IcmpHandlers {
    private final InterfaceTable interfaces;
    private final RandomGenerator random;
    private final Shared shared;
    private final ErrorExtensions[] extensions;
    private final IcmpConfig config;
    private final int worker;
    private final IcmpCounters counters;
    private final CounterSet<IcmpType> originated;
    private final ErrorLimiter limiter;
    private final BurstHandler errors;
    private final Map<PacketClass, BurstHandler> byClass;
    private final RouterDiscovery discovery;
    private final List<ControlHandler> control;

    /**
     * Handlers of one thread.
     *
     * @param config what is sent, answered and limited
     * @param interfaces our addresses
     * @param registry where the counters stand
     * @param scope first part of their labels, for example {@code worker-0}
     * @param random source of keys, jitter and delays; secure where strangers can send, seeded where a run must repeat
     */
    public IcmpHandlers(IcmpConfig config, InterfaceTable interfaces, CounterRegistry registry, String scope,
            RandomGenerator random) {
        this(config, interfaces, registry, scope, random, Shared.ofNobody());
    }

    /**
     * Handlers of one thread.
     *
     * @param shared what the handlers of all threads of one engine have in common
     * @param extensions what errors carry besides the incoming interface, if that is configured
     */
    public IcmpHandlers(IcmpConfig config, InterfaceTable interfaces, CounterRegistry registry, String scope,
            RandomGenerator random, Shared shared, ErrorExtensions... extensions) {
        this(config, interfaces, registry, scope, random, shared, null, 0, extensions);
    }

    /**
     * Handlers of one worker among several, which keep to one limit together.
     *
     * @param first those of the first worker; null where these are
     * @param worker number of the worker, 0 to 63
     */
    public IcmpHandlers(IcmpConfig config, InterfaceTable interfaces, CounterRegistry registry, String scope,
            RandomGenerator random, Shared shared, IcmpHandlers first, int worker, ErrorExtensions... extensions) {
        this.interfaces = interfaces;
        this.random = random;
        this.shared = shared;
        this.extensions = extensions.clone();
        this.config = config;
        counters = IcmpCounters.register(registry, scope);
        originated = registry.register(IcmpType.class, scope + ".icmp-originated", IcmpCounters.TYPE_ID_BY_TYPE);
        this.worker = worker;
        limiter = limiterOf(first);
        discovery = new RouterDiscovery(config.routerDiscovery(), interfaces, originated, random);
        control = List.of(new ErrorDelivery(shared), discovery);
        errors = new IcmpErrorHandler(config, interfaces, counters, limiter, this.extensions);
        byClass = queries();
    }

    private ErrorLimiter limiterOf(IcmpHandlers first) {
        return first == null
                ? new ErrorLimiter(config.limits(), random)
                : new ErrorLimiter(first.limiter, random, worker);
    }

    private IcmpHandlers(IcmpHandlers before, IcmpConfig config, IcmpHandlers first) {
        interfaces = before.interfaces;
        random = before.random;
        worker = before.worker;
        shared = before.shared;
        extensions = before.extensions;
        this.config = config;
        counters = before.counters;
        originated = before.originated;
        limiter = config.limits().equals(before.config.limits())
                ? before.limiter
                : limiterOf(first);
        discovery = before.discovery;
        control = before.control;
        errors = new IcmpErrorHandler(config, interfaces, counters, limiter, extensions);
        byClass = queries();
    }

    /**
     * Handlers of the same thread by another configuration; counters and protocol machines are the same ones, and so is
     * the credit of the limits that stay.
     *
     * @param first the first worker's by the other configuration; null where these are
     */
    public IcmpHandlers with(IcmpConfig changed, IcmpHandlers first) {
        return new IcmpHandlers(this, changed, first);
    }

    /** On the control agent's thread: the machine of router discovery goes by what these handlers were made of. */
    public void settle(Turn turn) {
        discovery.reconfigure(config.routerDiscovery(), turn);
    }

    /** On the control agent's thread: a port's link is down, or up again. */
    public void linkChanged(int port, boolean isUp, Turn turn) {
        discovery.linkChanged(port, isUp, turn);
    }

    private Map<PacketClass, BurstHandler> queries() {
        BurstHandler queries = new QueryHandler(config, interfaces, counters,
                new ExtendedEchoResponder(interfaces, shared.neighbourState()), shared);
        return Map.of(PacketClass.ECHO, new EchoHandler(config, interfaces, counters), PacketClass.ICMP_QUERY, queries,
                PacketClass.ICMP_OTHER, queries, PacketClass.ICMP_ERROR,
                new ReceivedErrorHandler(interfaces, counters, shared.listeners(), shared.advice()));
    }

    /**
     * What the handlers of all threads have in common.
     *
     * @param listeners who hears of received errors and replies
     * @param failures where exceptions of listeners are recorded
     * @param neighbourState from an IPv4 address to a {@code STATE_} of {@link org.hopwire.wire.ExtendedEcho}, 0 where
     *        the address is in no neighbour table; called on workers
     * @param advice who learns from errors that concern a listener's flow, and from routers
     */
    public record Shared(ErrorListeners listeners, DistinctErrors failures, IntUnaryOperator neighbourState,
            Advice advice) {
        /** Nobody learns from errors. */
        public Shared(ErrorListeners listeners, DistinctErrors failures, IntUnaryOperator neighbourState) {
            this(listeners, failures, neighbourState, Advice.NONE);
        }

        /** Nobody listens, no neighbour is known. */
        public static Shared ofNobody() {
            return new Shared(new ErrorListeners(), new DistinctErrors(DistinctErrors.MIN_CAPACITY_BYTES, () -> 0),
                    address -> 0);
        }
    }

    /**
     * What an error says about the way to a destination, on the control agent's thread; only errors that quote a packet
     * of a registered flow, or one that was sent lately, get here (RFC 5927 section 4).
     */
    public interface Advice {
        /** Nobody learns anything. */
        Advice NONE = new Advice() {
            @Override
            public void onFragmentationNeeded(ReceivedError error, long nowNs) {}

            @Override
            public void onRedirect(ReceivedError error, long nowNs) {}
        };

        /**
         * Whether the error quotes a packet we have sent lately, of no registered flow, and something is to be learned
         * from it. Any thread.
         */
        default boolean isOfUse(ReceivedError error) {
            return false;
        }

        /** Type 3, code 4; the error is valid until this call returns. */
        void onFragmentationNeeded(ReceivedError error, long nowNs);

        /** Type 5, whose gateway is a neighbour on the network the message came in by, and so is its sender. */
        void onRedirect(ReceivedError error, long nowNs);

        /** Whether router advertisements go to the control agent (RFC 1256 section 5). */
        default boolean wantsAdvertisements() {
            return false;
        }
    }

    /** Turns refused packets into errors. */
    public BurstHandler errors() {
        return errors;
    }

    /** Who handles which class of packet on a worker. */
    public Map<PacketClass, BurstHandler> byClass() {
        return byClass;
    }

    /** Protocol machines for the control agent. */
    public List<ControlHandler> control() {
        return control;
    }

    /** Messages the protocol machines sent, by type; written by the control agent. */
    public CounterSet<IcmpType> originated() {
        return originated;
    }

    /** What this thread's ICMP has counted. */
    public IcmpCounters counters() {
        return counters;
    }
}
