package org.hopwire.membership;

import java.util.Set;
import java.util.TreeSet;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables and their contents, for tests. */
final class Tables {
    static final long SEED = 0x5eed_0f_7ab1e5L;

    private Tables() {}

    static CounterSet<MembershipCounter> counters() {
        return new CounterRegistry(64).register(MembershipCounter.class, "control.membership", 7);
    }

    static MembershipTable of(int groups) {
        return new MembershipTable(MembershipLimits.of(groups), SEED, counters());
    }

    static Set<Integer> ports(long set) {
        Set<Integer> ports = new TreeSet<>();
        for (int port = PortSet.next(set, 0); port >= 0; port = PortSet.next(set, port + 1)) {
            ports.add(port);
        }
        return ports;
    }

    /** Lets the writer finish all it has begun, while no reader looks at anything. */
    static void settle(MembershipTable table, MembershipReader... readers) {
        // what is retired in one turn goes back in the next but one, once the readers have seen the turn between
        int idle = 0;
        while (idle < 3) {
            for (MembershipReader reader : readers) {
                reader.quiesce();
            }
            idle = table.work() == 0 ? idle + 1 : 0;
        }
    }

    /** Counts what is there anew and compares it with what the table says it has. */
    static void checkCounts(MembershipTable table) {
        long[] counted = new long[2];
        table.forEach((context, group, others, sources) -> {
            counted[0]++;
            counted[1] += sources;
        });
        assertThat(table.groups()).as("groups").isEqualTo(counted[0]);
        assertThat(table.sources()).as("sources").isEqualTo(counted[1]);
    }
}
