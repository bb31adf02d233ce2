package org.hopwire.igmp;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.host.HostCounter;
import org.hopwire.igmp.proxy.ProxyCounter;
import org.hopwire.igmp.router.RouterCounter;
import org.hopwire.igmp.router.RouterParts;
import org.hopwire.wire.igmp.IgmpKind;

/**
 * What the control agent counts of membership.
 *
 * @param sent messages by kind
 * @param own what no role counts
 * @param router what queriers and tables of groups count
 * @param host what hosts count
 * @param proxy what a proxy counts
 */
public record IgmpCounters(CounterSet<IgmpKind> sent, CounterSet<IgmpCounter> own, CounterSet<RouterCounter> router,
        CounterSet<HostCounter> host, CounterSet<ProxyCounter> proxy) {
    /** Registers the counters under {@code scope}, for example {@code control}. */
    public static IgmpCounters register(CounterRegistry registry, String scope) {
        return new IgmpCounters(registry.register(IgmpKind.class, scope + ".igmp-sent", IgmpCounter.TYPE_ID_BY_KIND),
                registry.register(IgmpCounter.class, scope + ".igmp", IgmpCounter.TYPE_ID),
                registry.register(RouterCounter.class, scope + ".igmp-router", RouterParts.TYPE_ID_ROUTER),
                registry.register(HostCounter.class, scope + ".igmp-host", HostCounter.TYPE_ID),
                registry.register(ProxyCounter.class, scope + ".igmp-proxy", ProxyCounter.TYPE_ID));
    }
}
