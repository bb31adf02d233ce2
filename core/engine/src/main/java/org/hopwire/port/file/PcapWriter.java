package org.hopwire.port.file;

/** Classic pcap 2.4 with nanoseconds: every interface in one stream, no names, no comments. */
final class PcapWriter extends FormatWriter {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    /** What readers take as "not cut". */
    private static final int SNAP_LENGTH = 262_144;
    private static final long NS_PER_SECOND = 1_000_000_000;

    PcapWriter(int capacity) {
        super(capacity);
    }

    @Override
    int headerLength() {
        return FILE_HEADER;
    }

    @Override
    void putHeader() {
        putInt(PcapReader.NANOSECOND_MAGIC).putShort(2).putShort(4);
        putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(1);
    }

    @Override
    int interfaceLength(byte[] name) {
        return 0;
    }

    @Override
    void putInterface(byte[] name) {
        // the file header says it all
    }

    @Override
    int frameLength(int captured, byte[] comment) {
        return RECORD_HEADER + captured;
    }

    @Override
    void putFrameStart(int interfaceId, long timestampNs, int captured, int original) {
        putInt((int) (timestampNs / NS_PER_SECOND)).putInt((int) (timestampNs % NS_PER_SECOND));
        putInt(captured).putInt(original);
    }

    @Override
    void putFrameEnd(int captured, byte[] comment) {
        // neither padding nor options
    }

    @Override
    int statisticsLength() {
        return 0;
    }

    @Override
    void putStatistics(int interfaceId, long timestampNs, long frames) {
        // has no place for them
    }

    @Override
    int recordLength(int at) {
        return RECORD_HEADER + intAt(at + 8);
    }
}
