package org.hopwire.port.linux;

import java.util.Arrays;
import java.util.stream.Stream;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;

/**
 * A frame that carries TCP in a tunnel.
 *
 * @param name of the tunnel
 * @param whole the frame as it should be
 * @param field where the inner checksum lies
 */
@SuppressWarnings("ArrayRecordComponent")
public record Tunnel(String name, byte[] whole, int field) {
    private static final byte[] INNER = Packets.ipv4("10.7.0.2", "10.7.0.3").eth("02:00:00:00:07:02",
            "02:00:00:00:07:03").tcp(40_000, 9000, 1, 0x18, new byte[] {1, 2, 3}).build();
    private static final int ETHERNET = 14;

    @Override
    public String toString() {
        return name;
    }

    /** What goes round a tunnel's packet. */
    static Packets outer() {
        return Packets.ipv4("192.0.2.10", "198.51.100.2").eth("02:00:00:00:00:01", "02:00:00:00:00:02");
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** One of each kind. */
    public static Stream<Tunnel> all() {
        byte[] packet = Arrays.copyOfRange(INNER, ETHERNET, INNER.length);
        byte[] vxlan = join(Hex.parse("08 00 00 00 00 00 07 00"), INNER);
        byte[] geneve = join(Hex.parse("01 00 65 58 00 00 07 00 11 22 33 44"), INNER);
        byte[] summed = outer().udp(50_000, 4789, vxlan).build();
        byte[] unsummed = summed.clone();
        unsummed[40] = 0;
        unsummed[41] = 0;
        return Stream.of(new Tunnel("VXLAN without a checksum", unsummed, 42 + 8 + 50),
                new Tunnel("VXLAN with a checksum", summed, 42 + 8 + 50),
                new Tunnel("VXLAN in a VLAN", outer().vlan(7).udp(50_000, 4789, vxlan).build(), 46 + 8 + 50),
                new Tunnel("Geneve with an option", outer().udp(50_000, 6081, geneve).build(), 42 + 12 + 50),
                new Tunnel("Geneve without Ethernet", outer()
                        .udp(50_000, 6081, join(Hex.parse("00 00 08 00 00 00 07 00"), packet)).build(), 42 + 8 + 36),
                new Tunnel("GRE", outer().payload(47, join(Hex.parse("00 00 08 00"), packet)).build(),
                        34 + 4 + 36),
                new Tunnel("GRE with a key", outer()
                        .payload(47, join(Hex.parse("20 00 08 00 00 00 00 09"), packet)).build(), 34 + 8 + 36),
                new Tunnel("GRE that bridges", outer().payload(47, join(Hex.parse("00 00 65 58"), INNER))
                        .build(), 34 + 4 + 50),
                new Tunnel("IP in IP", outer().payload(4, packet).build(), 34 + 36));
    }

    /** The same with the checksum left open: the folded sum of 10.7.0.2, 10.7.0.3, protocol 6 and 23 octets of TCP. */
    public byte[] leftOpen() {
        byte[] open = whole.clone();
        int sum = 0x0a07 + 0x0002 + 0x0a07 + 0x0003 + 6 + 23;
        open[field] = (byte) (sum >>> 8);
        open[field + 1] = (byte) sum;
        return open;
    }
}
