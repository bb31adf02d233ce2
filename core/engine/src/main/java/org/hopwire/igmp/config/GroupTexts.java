package org.hopwire.igmp.config;

import java.util.List;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/** Groups and sources as a configuration writes them; whatever is none is refused by field and value. */
final class GroupTexts {
    private GroupTexts() {}

    static List<String> groups(String field, List<String> prefixes) {
        for (String each : prefixes) {
            Ipv4Prefix prefix = parse(field, each);
            if (prefix.length() < 4 || !Ipv4Address.isMulticast(prefix.network())) {
                throw new IllegalArgumentException("igmp." + field + ": " + each + " holds more than multicast groups");
            }
        }
        return List.copyOf(prefixes);
    }

    private static Ipv4Prefix parse(String field, String text) {
        try {
            return Ipv4Prefix.parseNetwork(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("igmp." + field + ": " + e.getMessage(), e);
        }
    }

    static int address(String field, String text) {
        try {
            return Ipv4Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("igmp." + field + ": " + e.getMessage(), e);
        }
    }

    static int group(String field, String text) {
        if (text == null) {
            throw new IllegalArgumentException("igmp." + field + ": missing");
        }
        int group = address(field, text);
        if (!Ipv4Address.isMulticast(group) || group == Ipv4Address.ALL_SYSTEMS) {
            throw new IllegalArgumentException("igmp." + field + ": " + text + " is no group to be joined");
        }
        return group;
    }

    static List<String> sources(String field, List<String> texts) {
        for (String each : texts) {
            int net = address(field, each) >>> 24;
            if (net == 0 || net == 127 || net >= 224) {
                throw new IllegalArgumentException("igmp." + field + ": " + each + " is no source");
            }
        }
        return List.copyOf(texts);
    }
}
