/**
 * IGMP on the wire: version 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 9776), the PIM hello an IGMPv1 querier is elected by
 * (RFC 7761 section 4.9.2), multicast router discovery (RFC 4286). Flyweights and their enums; no state, no thread.
 * What depends on an address's width stays here, so that everything behind it can serve MLD too.
 */
package org.hopwire.wire.igmp;
