package org.hopwire.wire.igmp;

import java.util.stream.Stream;

import org.hopwire.testkit.WriterContract;
import org.junit.jupiter.params.provider.Arguments;

/** Whoever writes an IGMP header leaves no octet of what lay there before; golden octets by the RFCs' pictures. */
class IgmpFlyweightContractTest extends WriterContract {
    private static final int GROUP = 0xEF01_0203;

    static Stream<Arguments> writers() {
        return Stream.of(row("query v1", "11 00 00 00 00 00 00 00", b -> new MembershipQuery().wrap(b, 0).writeV1()),
                row("query v2", "11 ff 00 00 ef 01 02 03",
                        b -> new MembershipQuery().wrap(b, 0).writeV2(GROUP, 255)),
                row("query v3", "11 8f 00 00 ef 01 02 03 0a fd 00 00",
                        b -> new MembershipQuery().wrap(b, 0).writeV3(GROUP, 0x8F, true, 2, 0xFD)),
                row("query v3 with a source", "11 0a 00 00 ef 01 02 03 07 7d 00 01 0a 00 00 01",
                        b -> new MembershipQuery().wrap(b, 0).writeV3(GROUP, 10, false, 7, 125).sourceCount(1)
                                .source(0, 0x0A00_0001)),
                row("report v1", "12 00 00 00 ef 01 02 03",
                        b -> new OldReport().wrap(b, 0).write(IgmpKind.REPORT_V1, GROUP)),
                row("report v2", "16 00 00 00 ef 01 02 03",
                        b -> new OldReport().wrap(b, 0).write(IgmpKind.REPORT_V2, GROUP)),
                row("leave", "17 00 00 00 ef 01 02 03",
                        b -> new OldReport().wrap(b, 0).write(IgmpKind.LEAVE, GROUP)),
                row("report v3", "22 00 00 00 00 00 00 03", b -> new ReportV3().wrap(b, 0).write().recordCount(3)),
                row("group record", "06 00 00 01 ef 01 02 03 0a 00 00 01",
                        b -> new GroupRecord().wrap(b, 0).write(RecordType.BLOCK_OLD_SOURCES, GROUP, 1)
                                .source(0, 0x0A00_0001)),
                row("router advertisement", "30 14 00 00 00 7d 00 02",
                        b -> new MulticastRouterDiscovery().wrap(b, 0).writeAdvertisement(20, 125, 2)),
                row("router solicitation", "31 00 00 00",
                        b -> new MulticastRouterDiscovery().wrap(b, 0).writeSolicitation()),
                row("router termination", "32 00 00 00",
                        b -> new MulticastRouterDiscovery().wrap(b, 0).writeTermination()));
    }
}
