package org.hopwire.port.file;

/**
 * pcapng 1.0, one section, nanoseconds. The section names neither hardware, system nor program: the same frames give
 * the same bytes on every machine.
 */
final class PcapngWriter extends FormatWriter {
    private static final int SECTION_LENGTH = 28;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    /** Type, length, link type, snap length; then tsresol, the end of options and the length again. */
    private static final int INTERFACE_FIXED = 16 + 8 + 4 + 4;
    private static final int PACKET_FIXED = 28 + 4;
    private static final int STATISTICS_LENGTH = 20 + 12 + 4 + 4;
    private static final int OPTION_HEADER = 4;
    private static final int ETHERNET = 1;

    private static final int OPT_COMMENT = 1;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int ISB_USRDELIV = 8;

    PcapngWriter(int capacity) {
        super(capacity);
    }

    private static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }

    @Override
    int headerLength() {
        return SECTION_LENGTH;
    }

    @Override
    void putHeader() {
        putInt(PcapngReader.SECTION_HEADER).putInt(SECTION_LENGTH).putInt(PcapngReader.BYTE_ORDER_MAGIC);
        putShort(1).putShort(0).putLong(-1).putInt(SECTION_LENGTH);
    }

    @Override
    int interfaceLength(byte[] name) {
        return INTERFACE_FIXED + OPTION_HEADER + padded(name.length);
    }

    @Override
    void putInterface(byte[] name) {
        int length = interfaceLength(name);
        putInt(1).putInt(length).putShort(ETHERNET).putShort(0).putInt(0);
        putShort(IF_NAME).putShort(name.length).putBytes(name);
        pad(name.length);
        putShort(IF_TSRESOL).putShort(1).putInt(TimestampScale.NANOSECONDS);
        putInt(0).putInt(length);
    }

    @Override
    int frameLength(int captured, byte[] comment) {
        int options = comment == null ? 0 : OPTION_HEADER + padded(comment.length) + OPTION_HEADER;
        return PACKET_FIXED + padded(captured) + options;
    }

    @Override
    void putFrameStart(int interfaceId, long timestampNs, int captured, int original) {
        // the length comes again at the end, where it is known with the comment: see putFrameEnd
        putInt(ENHANCED_PACKET).putInt(0).putInt(interfaceId);
        putInt((int) (timestampNs >>> 32)).putInt((int) timestampNs).putInt(captured).putInt(original);
    }

    @Override
    void putFrameEnd(int captured, byte[] comment) {
        pad(captured);
        if (comment != null) {
            putShort(OPT_COMMENT).putShort(comment.length).putBytes(comment);
            pad(comment.length);
            putInt(0);
        }
        int length = frameLength(captured, comment);
        putInt(length);
        setInt(size() - length + 4, length);
    }

    @Override
    int statisticsLength() {
        return STATISTICS_LENGTH;
    }

    @Override
    void putStatistics(int interfaceId, long timestampNs, long frames) {
        putInt(INTERFACE_STATISTICS).putInt(STATISTICS_LENGTH).putInt(interfaceId);
        putInt((int) (timestampNs >>> 32)).putInt((int) timestampNs);
        putShort(ISB_USRDELIV).putShort(Long.BYTES).putLong(frames);
        putInt(0).putInt(STATISTICS_LENGTH);
    }

    @Override
    int recordLength(int at) {
        return intAt(at + 4);
    }
}
