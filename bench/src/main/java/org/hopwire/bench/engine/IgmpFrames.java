package org.hopwire.bench.engine;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.Frames;

/** Membership messages from a host or querier on the engine's first link. */
public final class IgmpFrames {
    /** Groups in a report. */
    static final int RECORDS = 64;
    /** Octets in front of the message: link, addresses, Router Alert. */
    static final int HEADERS = 14 + 24;
    /** First group of all that are reported. */
    static final int FIRST_GROUP = 0xef00_0000;

    private static final int IP = 14;
    private static final int ALL_SYSTEMS = 0xe000_0001;
    private static final int ALL_V3_ROUTERS = 0xe000_0016;

    private IgmpFrames() {}

    /** Version 3 reports of EXCLUDE without sources for so many groups, {@value #RECORDS} in each. */
    static List<byte[]> reports(int groups) {
        List<byte[]> reports = new ArrayList<>();
        for (int first = 0; first < groups; first += RECORDS) {
            reports.add(report(FIRST_GROUP + first, Math.min(RECORDS, groups - first)));
        }
        return reports;
    }

    private static byte[] report(int firstGroup, int records) {
        byte[] body = new byte[8 + 8 * records];
        body[0] = 0x22;
        body[7] = (byte) records;
        for (int i = 0; i < records; i++) {
            int at = 8 + 8 * i;
            body[at] = 2;
            for (int j = 0; j < 4; j++) {
                body[at + 4 + j] = (byte) ((firstGroup + i) >>> (24 - 8 * j));
            }
        }
        return message(ALL_V3_ROUTERS, body);
    }

    /** A version 3 report that a host wants everything sent to a group, or nothing any more. */
    public static byte[] change(int group, boolean isJoined) {
        byte[] body = {0x22, 0, 0, 0, 0, 0, 0, 1, (byte) (isJoined ? 4 : 3), 0, 0, 0, (byte) (group >>> 24),
            (byte) (group >>> 16), (byte) (group >>> 8), (byte) group};
        return message(ALL_V3_ROUTERS, body);
    }

    /** A general query that grants ten seconds, of version 2 or 3. */
    static byte[] generalQuery(int version) {
        byte[] body = new byte[version == 2 ? 8 : 12];
        body[0] = 0x11;
        body[1] = 100;
        return message(ALL_SYSTEMS, body);
    }

    private static byte[] message(int to, byte[] body) {
        byte[] frame = Frames.udp(HEADERS + body.length, 1, to);
        byte[] head = {1, 0, 0x5e, 0, 0, (byte) to};
        System.arraycopy(head, 0, frame, 0, head.length);
        frame[IP] = 0x46;
        frame[IP + 9] = 2;
        byte[] alert = {(byte) 0x94, 4, 0, 0};
        System.arraycopy(alert, 0, frame, IP + 20, alert.length);
        System.arraycopy(body, 0, frame, HEADERS, body.length);
        sum(frame, IP + 10, IP, 24);
        sum(frame, HEADERS + 2, HEADERS, body.length);
        return frame;
    }

    private static void sum(byte[] frame, int at, int from, int length) {
        frame[at] = 0;
        frame[at + 1] = 0;
        int sum = 0;
        for (int i = from; i < from + length; i += 2) {
            sum += ((frame[i] & 255) << 8) | (frame[i + 1] & 255);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        frame[at] = (byte) (sum >>> 8);
        frame[at + 1] = (byte) sum;
    }
}
