/**
 * The tools of every network administrator against an engine on real interfaces: what {@code ping}, {@code traceroute},
 * {@code nmap} and their like print is asserted, and tshark judges every frame the engine sends. {@link
 * org.hopwire.live.net.LiveNet} makes the namespaces, {@link org.hopwire.live.RouterBed} the router most tests share.
 * Begin with {@link org.hopwire.live.PingTools}. All of it is tagged {@code live}.
 */
package org.hopwire.live;
