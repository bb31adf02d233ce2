package org.hopwire.bench.ip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.Digest;
import org.hopwire.bench.SharedData;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.Route;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.wire.Ipv4Prefix;

/**
 * The prefixes and questions of these benchmarks: the same for its native peers. Lengths are spread
 * as in a backbone's table, 60 of 100 are /24; addresses are spread evenly, which caches like less than a real table.
 */
final class Prefixes {
    private static final int[] LENGTHS = {24, 22, 23, 21, 20, 19, 18, 16, 17};
    private static final int[] PER_MILLE = {600, 110, 100, 50, 45, 27, 14, 13, 8};
    private static final int NEXT_HOPS = 64;
    private static final int FIRST = 1 << 24;
    private static final long RANGE = 223L << 24;

    private static final int NONE = 255;

    private long state = 42;

    private long next() {
        state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return state >>> 33;
    }

    private int nextAddress() {
        return (int) (FIRST + ((next() * RANGE) >>> 31));
    }

    private int nextLength() {
        int rest = (int) (next() % 1000);
        for (int i = 0; i < LENGTHS.length; i++) {
            rest -= PER_MILLE[i];
            if (rest < 0) {
                return LENGTHS[i];
            }
        }
        // 20 of 1000 are longer than /24, 13 shorter than /16: half of these /15, a quarter /14, and so on
        return rest < 20 ? 25 + rest % 8 : 15 - Integer.numberOfTrailingZeros(rest - 19);
    }

    /** So many routes, some of them to one prefix. */
    static List<Route> routes(int count) {
        Prefixes random = new Prefixes();
        List<Route> routes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = random.nextLength();
            int hop = i % NEXT_HOPS;
            routes.add(Route.via(new Ipv4Prefix(random.nextAddress(), length), hop, FIRST + hop));
        }
        return routes;
    }

    /** Random destinations. */
    static int[] questions(int count) {
        Prefixes random = new Prefixes();
        random.state = 7;
        int[] asked = new int[count];
        for (int i = 0; i < count; i++) {
            asked[i] = random.nextAddress();
        }
        return asked;
    }

    /** Writes both for a peer: network, length and next hop of each route, and destinations. */
    static void share(SharedData data, List<Route> routes, int[] questions) throws IOException {
        int[] words = new int[3 * routes.size()];
        for (int i = 0; i < routes.size(); i++) {
            Ipv4Prefix prefix = routes.get(i).prefix();
            words[3 * i] = prefix.network();
            words[3 * i + 1] = prefix.length();
            words[3 * i + 2] = routes.get(i).nextHops().get(0).port();
        }
        data.words("routes", words);
        data.words("asked", questions);
    }

    /** Adds the ports a table knows for destinations; 255 is none. */
    static long digest(RouteReader reader, int[] questions) {
        long digest = 0;
        for (int each : questions) {
            Paths ways = reader.find(each);
            digest = Digest.mix(digest, ways == null ? NONE : ways.get(0).port());
        }
        return digest;
    }

    /** Longest prefix the plain way. */
    static final class Plain {
        private final List<Map<Integer, Integer>> ofLength = new ArrayList<>();

        Plain(List<Route> routes) {
            for (int length = 0; length <= 32; length++) {
                ofLength.add(new HashMap<>());
            }
            for (Route each : routes) {
                ofLength.get(each.prefix().length()).put(each.prefix().network(), each.nextHops().get(0).port());
            }
        }

        int portOf(int destination) {
            for (int length = 32; length >= 0; length--) {
                Integer port = ofLength.get(length).get(destination & Ipv4Prefix.mask(length));
                if (port != null) {
                    return port;
                }
            }
            return -1;
        }
    }
}
