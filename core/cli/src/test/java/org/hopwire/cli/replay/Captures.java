package org.hopwire.cli.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Small pcap files. */
final class Captures {
    /** An echo request from 192.0.2.10 to the bundled router's port {@code lan}. */
    static final byte[] PING = HexFormat.of().parseHex("020000000101" + "02000000010a" + "0800"
            + "4500001c000100004001f6d4" + "c000020a" + "c0000201" + "0800f7fd00010001");
    private static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int SNAP_LENGTH = 65_535;
    private static final int ETHERNET = 1;

    private Captures() {}

    /** Writes a pcap file that holds {@link #PING} so many times, a millisecond apart. */
    static Path pings(Path file, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_HEADER + count * (RECORD_HEADER + PING.length));
        bytes.putInt(MICROSECOND_MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(SNAP_LENGTH)
                .putInt(ETHERNET);
        for (int i = 0; i < count; i++) {
            bytes.putInt(1_700_000_000 + i / 1000).putInt(i % 1000 * 1000).putInt(PING.length).putInt(PING.length)
                    .put(PING);
        }
        return Files.write(file, bytes.array());
    }
}
