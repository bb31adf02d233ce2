package org.hopwire.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InterfaceTableTest {
    private final Random random = new Random(5);

    private List<Interface> interfaces(int count) {
        List<Interface> interfaces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int network = 0x0a00_0000 | i << 8;
            interfaces.add(new Interface(i, "port" + i, i, false, 1500, 0,
                    List.of(Ipv4Prefix.parse("10." + (i >> 8) + "." + (i & 0xff) + ".1/24"),
                            new Ipv4Prefix(network | 129, 25))));
        }
        return interfaces;
    }

    /** The one look that mostly suffices agrees with the whole answer, however full the table. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 64, 4096})
    void shouldSayInOneLookWhatIsNobodyOfOurs(int count) {
        List<Interface> interfaces = interfaces(count);
        InterfaceTable table = new InterfaceTable(interfaces);
        for (Interface each : interfaces) {
            for (Ipv4Prefix prefix : each.addresses()) {
                requireAgreement(table, prefix.address(), true);
                requireAgreement(table, prefix.network(), true);
                requireAgreement(table, prefix.directedBroadcast(), true);
                requireAgreement(table, prefix.address() + 1, false);
            }
        }
        for (int i = 0; i < 200_000; i++) {
            int address = random.nextInt();
            boolean isOurs = address >>> 28 < 14 && table.owner(address) >= 0;
            requireAgreement(table, address, isOurs);
        }
    }

    private static void requireAgreement(InterfaceTable table, int address, boolean isOurs) {
        assertThat(table.isOurs(address)).as("%08x", address).isEqualTo(isOurs);
        boolean isCrowd = address == -1 || address >>> 28 == 14;
        assertThat(table.isRemote(address)).as("%08x", address).isEqualTo(!isOurs && !isCrowd);
        assertThat(table.kind(address) == AddressKind.REMOTE).as("%08x", address).isEqualTo(!isOurs && !isCrowd);
    }
}
