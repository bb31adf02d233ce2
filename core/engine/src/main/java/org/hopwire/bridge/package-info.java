/**
 * A switch that looks into membership (RFC 4541): learns where stations are, keeps VLANs apart, and sends multicast
 * where it is wanted.
 *
 * <p>{@link org.hopwire.bridge.SwitchParser} is the gate and says what is judged and what passes unseen. Each class of
 * frames has a handler; {@code Egress} is the last step of all of them: VLAN, link, never back, and the tag. A frame
 * that leaves by many ports in one form is not copied; where tagged and untagged ports both want it, one copy serves
 * all ports of the second form. A frame whose tag is taken away may end up shorter than 60 octets: padding it, as any
 * short frame, is the port's.
 *
 * <p>It takes no part in a spanning tree: what other bridges say ends here, and a change of the paths is counted in
 * {@link org.hopwire.bridge.TopologyTable}, which makes the control agent ask for members.
 *
 * <p>Writers: {@link org.hopwire.bridge.MacTable} and the topology table belong to the worker;
 * {@link org.hopwire.bridge.RouterPortTable}, {@link org.hopwire.bridge.LinkStateTable} and the membership table behind
 * {@link org.hopwire.membership.MembershipReader} to the control agent, and workers read them without waiting.
 *
 * <p>Open {@link org.hopwire.bridge.BridgeHandlers} first.
 */
package org.hopwire.bridge;
