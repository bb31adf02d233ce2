package org.hopwire.igmp.config;

import java.util.List;

import org.hopwire.igmp.config.IgmpConfig.Access;
import org.hopwire.igmp.config.IgmpConfig.Checks;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpConfig.Limits;
import org.hopwire.igmp.config.IgmpConfig.Pim;
import org.hopwire.igmp.config.IgmpConfig.Querier;
import org.hopwire.igmp.config.IgmpConfig.Strictness;
import org.hopwire.igmp.config.IgmpConfig.TimerProfile;
import org.hopwire.igmp.config.IgmpConfig.Timers;

/**
 * What differs on one port; absent ({@code null}) components are as {@link IgmpConfig} says for all.
 *
 * @param name the port's
 * @param role what the engine is there
 * @param version highest version spoken there, 1 to 3
 * @param timerProfile where timers start from
 * @param timers single timers
 * @param strictness which messages are believed
 * @param checks single checks
 * @param limits how much is kept
 * @param fastLeave whether the last tracked host's leave ends a group at once
 * @param hostTracking whether hosts are kept
 * @param access which groups may be joined
 * @param querier how we ask, and whom we believe
 * @param pim PIM hello messages
 * @param staticGroup groups forwarded to this link whether anybody asks or not
 * @param join groups joined on this link from the start
 * @param boundary groups that cross this port in neither direction (RFC 2365)
 * @param routerPort whether a switch takes it for a router port for good, default false
 */
public record IgmpPortConfig(String name, IgmpRole role, Integer version, TimerProfile timerProfile, Timers timers,
        Strictness strictness, Checks checks, Limits limits, Boolean fastLeave, Boolean hostTracking, Access access,
        Querier querier, Pim pim, List<FixedGroup> staticGroup, List<FixedGroup> join, List<String> boundary,
        boolean routerPort) {
    /** Checks every field. */
    public IgmpPortConfig {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("igmp.port name: missing");
        }
        if (version != null) {
            IgmpConfig.inRange("port " + name + " version", version, 1, 1, 3);
        }
        staticGroup = staticGroup == null ? List.of() : List.copyOf(staticGroup);
        join = join == null ? List.of() : List.copyOf(join);
        boundary = boundary == null ? List.of() : GroupTexts.groups("port boundary", boundary);
    }

    /** Nothing differs. */
    public static IgmpPortConfig named(String name) {
        return of(name, null);
    }

    /** The role differs. */
    public static IgmpPortConfig of(String name, IgmpRole role) {
        return new IgmpPortConfig(name, role, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, false);
    }

    /** The same, speaking no version above this one. */
    public IgmpPortConfig withVersion(int highest) {
        return new IgmpPortConfig(name, role, highest, timerProfile, timers, strictness, checks, limits, fastLeave,
                hostTracking, access, querier, pim, staticGroup, join, boundary, routerPort);
    }

    /** The same with groups that are there from the start. */
    public IgmpPortConfig withStaticGroups(FixedGroup... groups) {
        return new IgmpPortConfig(name, role, version, timerProfile, timers, strictness, checks, limits, fastLeave,
                hostTracking, access, querier, pim, List.of(groups), join, boundary, routerPort);
    }

    /** The same, joining groups from the start. */
    public IgmpPortConfig withJoins(FixedGroup... groups) {
        return new IgmpPortConfig(name, role, version, timerProfile, timers, strictness, checks, limits, fastLeave,
                hostTracking, access, querier, pim, staticGroup, List.of(groups), boundary, routerPort);
    }

    /** The same with groups that do not cross it. */
    public IgmpPortConfig withBoundary(String... groups) {
        return new IgmpPortConfig(name, role, version, timerProfile, timers, strictness, checks, limits, fastLeave,
                hostTracking, access, querier, pim, staticGroup, join, List.of(groups), routerPort);
    }

    /** The same as a router port of a switch. */
    public IgmpPortConfig asRouterPort() {
        return new IgmpPortConfig(name, role, version, timerProfile, timers, strictness, checks, limits, fastLeave,
                hostTracking, access, querier, pim, staticGroup, join, boundary, true);
    }
}
