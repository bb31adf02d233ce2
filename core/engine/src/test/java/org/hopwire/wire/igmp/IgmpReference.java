package org.hopwire.wire.igmp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A second reading of the RFCs, in plain Java over a copy of the bytes, that shares no line with the first. */
final class IgmpReference {
    private static final List<String> ROUTER_DISCOVERY = List.of("mrd-advertisement", "mrd-solicitation",
            "mrd-termination");

    private IgmpReference() {}

    static String kind(int type, int code, int length) {
        if (length < (type == 0x31 || type == 0x32 ? 4 : 8)) {
            return "short";
        }
        return switch (type) {
            case 0x11 -> queryKind(code, length);
            case 0x12 -> "report-v1";
            case 0x13 -> "dvmrp";
            case 0x14 -> "pim-v1";
            case 0x15 -> "cisco-trace";
            case 0x16 -> "report-v2";
            case 0x17 -> "leave";
            case 0x1e -> "mtrace-response";
            case 0x1f -> "mtrace";
            case 0x22 -> "report-v3";
            case 0x30, 0x31, 0x32 -> ROUTER_DISCOVERY.get(type - 0x30);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> "version-0";
            default -> "unknown";
        };
    }

    private static String queryKind(int code, int length) {
        return switch (length) {
            case 8 -> code == 0 ? "query-v1" : "query-v2";
            case 9, 10, 11 -> "query-bad-length";
            default -> "query-v3";
        };
    }

    /** Everything a message says, as text; only its fault when it has one. */
    static String describe(byte... message) {
        int type = message.length < 1 ? 0 : message[0] & 0xff;
        int code = message.length < 2 ? 0 : message[1] & 0xff;
        String kind = kind(type, code, message.length);
        ByteBuffer bytes = ByteBuffer.wrap(message);
        String text = switch (kind) {
            case "query-v1", "query-v2", "query-v3" -> query(kind, code, bytes);
            case "report-v1", "report-v2", "leave" -> group(bytes.getInt(4), false);
            case "report-v3" -> report(bytes);
            case "mrd-advertisement" -> code + " " + (bytes.getShort(4) & 0xffff) + " " + (bytes.getShort(6) & 0xffff);
            default -> "";
        };
        return kind + " " + text;
    }

    private static boolean isMulticast(int address) {
        return (address & 0xf0000000) == 0xe0000000;
    }

    private static String group(int group, boolean anyAllowed) {
        boolean accepted = isMulticast(group) || (anyAllowed && group == 0);
        return accepted ? Integer.toHexString(group) : "fault group";
    }

    private static String query(String kind, int code, ByteBuffer bytes) {
        if (kind.equals("query-v1")) {
            return "0 10000";
        }
        String group = group(bytes.getInt(4), true);
        if (kind.equals("query-v2") || group.startsWith("fault")) {
            return group.startsWith("fault") ? group : group + " " + code * 100;
        }
        int count = bytes.getShort(10) & 0xffff;
        if (bytes.capacity() < 12 + 4 * count) {
            return "fault sources";
        }
        if (group.equals("0") && count != 0) {
            return "fault sources-without-group";
        }
        int flags = bytes.get(8) & 0xff;
        return group + " " + floating(code) * 100 + " " + (flags / 8 % 2 == 1) + " " + flags % 8 + " "
                + floating(bytes.get(9) & 0xff) + " " + sources(bytes, 12, count);
    }

    /** As the RFC's picture says, digit by digit. */
    static long floating(int code) {
        String bits = Integer.toBinaryString(code | 0x100).substring(1);
        if (bits.charAt(0) == '0') {
            return code;
        }
        long value = Long.parseLong("1" + bits.substring(4), 2);
        for (int i = 0; i < Integer.parseInt(bits.substring(1, 4), 2) + 3; i++) {
            value *= 2;
        }
        return value;
    }

    private static List<String> sources(ByteBuffer bytes, int from, int count) {
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(Integer.toHexString(bytes.getInt(from + 4 * i)));
        }
        return sources;
    }

    private static String report(ByteBuffer bytes) {
        int count = bytes.getShort(6) & 0xffff;
        if (8 + 8 * count > bytes.capacity()) {
            return "fault records";
        }
        List<String> records = new ArrayList<>();
        int unknown = 0;
        int bad = 0;
        bytes.position(8);
        for (int i = 0; i < count; i++) {
            if (bytes.remaining() < 8) {
                return "fault record-length";
            }
            int type = bytes.get() & 0xff;
            int auxiliary = (bytes.get() & 0xff) * 4;
            int sourceCount = bytes.getShort() & 0xffff;
            int group = bytes.getInt();
            if (bytes.remaining() < sourceCount * 4 + auxiliary) {
                return "fault record-length";
            }
            if (type < 1 || type > 6) {
                unknown++;
            } else if (!isMulticast(group)) {
                bad++;
            } else {
                records.add(type + " " + Integer.toHexString(group) + " "
                        + sources(bytes, bytes.position(), sourceCount));
            }
            bytes.position(bytes.position() + sourceCount * 4 + auxiliary);
        }
        return unknown + " " + bad + " " + records;
    }
}
