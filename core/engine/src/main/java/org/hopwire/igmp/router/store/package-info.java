/**
 * Memory of the router side's state: pools of records named by number, and an index that finds them by a keyed hash.
 * Everything grows and goes in small steps, so that no message waits for it. Written and read by the control agent
 * alone. Open {@code Records} first.
 */
package org.hopwire.igmp.router.store;
