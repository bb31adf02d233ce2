package org.hopwire.igmp.core;

import org.hopwire.wire.igmp.RecordType;

/**
 * How a host's messages leave. The implementation knows link, addresses and MTU, packs records into as few version 3
 * reports as fit and splits a record that does not (RFC 9776 section 4.2.16: other than EXCLUDE records into several,
 * EXCLUDE records cut to what fits).
 */
public interface ReportSink {
    /** Sends a version 1 report, to the group. */
    void reportV1(int group);

    /** Sends a version 2 report, to the group. */
    void reportV2(int group);

    /** Sends a version 2 leave, to all routers. */
    void leaveV2(int group);

    /** Adds a record to the version 3 report under way; the array may be reused at once. */
    void record(RecordType type, int group, int[] sources, int count);

    /** Sends what {@link #record} has gathered, if anything. */
    void flush();
}
