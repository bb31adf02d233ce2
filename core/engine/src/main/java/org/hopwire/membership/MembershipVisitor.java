package org.hopwire.membership;

/** Is shown every group of a table, on the writer's thread. */
@FunctionalInterface
public interface MembershipVisitor {
    /**
     * One group.
     *
     * @param context VLAN, or 0
     * @param group its address
     * @param others ports that want every source nobody named, for {@link PortSet}; valid during the call
     * @param sources how many sources some port treats differently
     */
    void group(int context, int group, long others, int sources);
}
