package org.hopwire.igmp.host;

import org.hopwire.igmp.core.ProtocolTimers;

/** What an interface knows of the link's queriers: their values, and which older versions are present (7.2.1, 8.12). */
final class QuerierView {
    private HostVersions versions;
    private ProtocolTimers defaults;
    // 0 where the querier has told none
    private int robustness;
    private long queryIntervalNs;
    private boolean v1Present;
    private boolean v2Present;
    private long v1UntilNs;
    private long v2UntilNs;

    QuerierView(HostVersions versions, ProtocolTimers defaults) {
        reconfigure(versions, defaults);
    }

    /** Other values where no querier tells any; what was learned of queriers stays. */
    void reconfigure(HostVersions otherVersions, ProtocolTimers otherDefaults) {
        versions = otherVersions;
        defaults = otherDefaults;
    }

    void forget() {
        robustness = 0;
        queryIntervalNs = 0;
        v1Present = false;
        v2Present = false;
    }

    /** Takes over what a version 3 query announces; 0 announces nothing, so the default stands (4.1.6, 4.1.7). */
    void learn(int qrv, long qqicNs) {
        robustness = Math.max(0, qrv);
        queryIntervalNs = Math.max(0, qqicNs);
    }

    /** An older general query starts that version's timer again; false if the version is locked out. */
    boolean heardOlder(int version, long maxRespNs, long nowNs) {
        if (version < versions.oldest()) {
            return false;
        }
        long untilNs = nowNs + robustness() * queryIntervalNs() + maxRespNs;
        if (version == HostVersions.V1) {
            v1Present = true;
            v1UntilNs = untilNs;
        } else {
            v2Present = true;
            v2UntilNs = untilNs;
        }
        return true;
    }

    /** Ends what is over by now. */
    void expire(long nowNs) {
        v1Present = v1Present && v1UntilNs - nowNs > 0;
        v2Present = v2Present && v2UntilNs - nowNs > 0;
    }

    boolean hasOlder() {
        return v1Present || v2Present;
    }

    /** When the version may change next; only if there is an older one. Version 2 matters once 1 is over. */
    long nextExpiryNs() {
        return v1Present ? v1UntilNs : v2UntilNs;
    }

    int version() {
        int asked = v1Present ? HostVersions.V1 : v2Present ? HostVersions.V2 : HostVersions.V3;
        return Math.clamp(asked, versions.oldest(), versions.newest());
    }

    int robustness() {
        return robustness > 0 ? robustness : defaults.robustness();
    }

    long queryIntervalNs() {
        return queryIntervalNs > 0 ? queryIntervalNs : defaults.queryIntervalNs();
    }
}
