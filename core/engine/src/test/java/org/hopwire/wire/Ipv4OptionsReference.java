package org.hopwire.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Slow and plain reading of RFC 791 section 3.1 and RFC 2113: cuts options out first, then judges each by itself. */
final class Ipv4OptionsReference {
    private static final int HEADER = 20;

    private static final class Option {
        private final int position;
        private final int[] octets;

        Option(int position, int... octets) {
            this.position = position;
            this.octets = octets;
        }
    }

    private Ipv4OptionsReference() {}

    /** 0 when all is well, otherwise the octet at fault counted from the start of the IP header. */
    static int badOctet(byte[] area) {
        List<Option> options = new ArrayList<>();
        int framing = cut(area, options);
        Set<String> seen = new HashSet<>();
        for (Option option : options) {
            int fault = judge(option, seen);
            if (fault >= 0) {
                return HEADER + option.position + fault;
            }
        }
        return framing;
    }

    private static int cut(byte[] area, List<Option> options) {
        int position = 0;
        while (position < area.length && area[position] != 0) {
            if (area[position] == 1) {
                position++;
                continue;
            }
            if (position + 1 == area.length) {
                return HEADER + position;
            }
            int length = area[position + 1] & 0xFF;
            if (length < 2 || position + length > area.length) {
                return HEADER + position + 1;
            }
            int[] octets = new int[length];
            for (int i = 0; i < length; i++) {
                octets[i] = area[position + i] & 0xFF;
            }
            options.add(new Option(position, octets));
            position += length;
        }
        return 0;
    }

    private static int judge(Option option, Set<String> seen) {
        String once = switch (option.octets[0]) {
            case 131, 137 -> "source route";
            case 7 -> "record route";
            case 68 -> "timestamp";
            case 130 -> "security";
            case 148 -> "router alert";
            default -> null;
        };
        if (once != null && !seen.add(once)) {
            return 0;
        }
        int[] octets = option.octets;
        return switch (option.octets[0]) {
            case 7, 131, 137 -> octets.length < 3 ? 1 : pointer(octets, 4, 4);
            case 68 -> timestamp(octets);
            case 130 -> octets.length < 3 ? 1 : -1;
            case 148 -> octets.length != 4 ? 1 : -1;
            default -> -1;
        };
    }

    private static int timestamp(int[] octets) {
        if (octets.length < 4) {
            return 1;
        }
        return switch (octets[3] % 16) {
            case 0 -> pointer(octets, 5, 4);
            case 1, 3 -> pointer(octets, 5, 8);
            default -> 3;
        };
    }

    private static int pointer(int[] octets, int first, int entry) {
        int pointer = octets[2];
        if (pointer < first) {
            return 2;
        }
        int left = octets.length - (pointer - 1);
        return left == 0 || left >= entry ? -1 : 2;
    }
}
