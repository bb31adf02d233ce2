package org.hopwire.port.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** pcapng 1.0: sections of blocks, each section in a byte order of its own. */
final class PcapngReader extends FormatReader {
    static final int SECTION_HEADER = 0x0A0D0D0A;
    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int OPTION_END = 0;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int IF_FCSLEN = 13;
    private static final int IF_TSOFFSET = 14;
    private static final int ISB_IFDROP = 5;
    private static final int LONGEST_NAME = 255;

    /** Type, length, and the length again. */
    private static final int BLOCK_OVERHEAD = 12;
    private static final int PACKET_HEADER = 28;

    private long blocks;
    private int type;
    private int length;
    private int pending;
    private int section = -1;
    private int firstInterface;

    /** The first four bytes have been seen to be a section header's. */
    PcapngReader(String name, ByteSource source) {
        super(name, source);
    }

    @Override
    boolean next(CaptureRecord record) throws IOException {
        while (readBlock()) {
            if (handle(record)) {
                return true;
            }
        }
        return false;
    }

    private boolean readBlock() throws IOException {
        source.advance(pending);
        pending = 0;
        blocks++;
        length = 0;
        if (!source.require(BLOCK_OVERHEAD)) {
            return end();
        }
        type = source.intAt(0);
        if (type == SECTION_HEADER) {
            chooseByteOrder();
        }
        length = source.intAt(4);
        checkLength();
        pending = length;
        return true;
    }

    private boolean end() throws CaptureException {
        if (source.available() > 0) {
            throw failure("block header cut off after " + source.available() + " of " + BLOCK_OVERHEAD + " bytes");
        }
        return false;
    }

    private void chooseByteOrder() throws CaptureException {
        source.bigEndian(false);
        int magic = source.intAt(8);
        if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            throw failure("byte-order magic " + hex(Integer.reverseBytes(magic)) + " is not 0x1a2b3c4d either way");
        }
        source.bigEndian(magic != BYTE_ORDER_MAGIC);
    }

    private void checkLength() throws IOException {
        if (length < BLOCK_OVERHEAD || length > MAX_BLOCK_LENGTH || length % 4 != 0) {
            throw failure("block length " + Integer.toUnsignedString(length) + " is not a multiple of 4 from "
                    + BLOCK_OVERHEAD + " to " + MAX_BLOCK_LENGTH);
        }
        if (!source.require(length)) {
            throw failure("block length " + length + " but the file ends after " + source.available() + " of them");
        }
        int trailer = source.intAt(length - 4);
        if (trailer != length) {
            throw failure("block length " + length + " but " + Integer.toUnsignedString(trailer) + " at its end");
        }
    }

    /** True when the block is a frame. */
    private boolean handle(CaptureRecord record) throws CaptureException {
        switch (type) {
            case ENHANCED_PACKET -> readEnhanced(record);
            case SIMPLE_PACKET -> readSimple(record);
            case PACKET -> readObsolete(record);
            case SECTION_HEADER -> readSection();
            case INTERFACE_DESCRIPTION -> readInterface();
            case INTERFACE_STATISTICS -> readStatistics();
            default -> unknownBlocks++;
        }
        return type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == PACKET;
    }

    private void readSection() throws CaptureException {
        requireBody(16);
        int major = source.unsignedShortAt(12);
        int minor = source.unsignedShortAt(14);
        // minor 2 was written by some and differs in nothing
        if (major != 1 || (minor != 0 && minor != 2)) {
            throw failure("pcapng version " + major + "." + minor + " is not supported, only 1.0");
        }
        section++;
        firstInterface = interfaces.size();
    }

    private void requireBody(int bytes) throws CaptureException {
        if (length < BLOCK_OVERHEAD + bytes) {
            throw failure("block length " + length + " is less than " + (BLOCK_OVERHEAD + bytes));
        }
    }

    private void readInterface() throws CaptureException {
        requireBody(8);
        CaptureInterface described = new CaptureInterface(interfaces.size(), section,
                source.unsignedShortAt(8), source.unsignedIntAt(12));
        int resolution = TimestampScale.MICROSECONDS;
        long offsetSeconds = 0;
        for (int at = firstOption(16); at > 0; at = nextOption(at)) {
            switch (source.unsignedShortAt(at)) {
                case IF_NAME -> described.name(text(at));
                case IF_TSRESOL -> resolution = source.unsignedByteAt(valueOf(at, 1));
                case IF_TSOFFSET -> offsetSeconds = source.longAt(valueOf(at, 8));
                case IF_FCSLEN -> described.fcsLength(source.unsignedByteAt(valueOf(at, 1)));
                default -> {
                    // says nothing about how to read the frames
                }
            }
        }
        described.timestamps(resolution, offsetSeconds);
        if (interfaces.size() == MAX_INTERFACES) {
            throw failure("more than " + MAX_INTERFACES + " interfaces");
        }
        interfaces.add(described);
    }

    private void readStatistics() throws CaptureException {
        requireBody(12);
        long drops = 0;
        for (int at = firstOption(20); at > 0; at = nextOption(at)) {
            if (source.unsignedShortAt(at) == ISB_IFDROP) {
                drops = source.longAt(valueOf(at, 8));
            }
        }
        statisticsBlocks++;
        reportedDrops += drops;
    }

    /** Where the first option stands in the block, or 0. */
    private int firstOption(int at) throws CaptureException {
        if (at + 4 > length - 4 || source.unsignedShortAt(at) == OPTION_END) {
            return 0;
        }
        if (at + 4 + source.unsignedShortAt(at + 2) > length - 4) {
            throw failure("option " + source.unsignedShortAt(at) + ": length " + source.unsignedShortAt(at + 2)
                    + " exceeds the block's " + length);
        }
        return at;
    }

    private int nextOption(int at) throws CaptureException {
        return firstOption(at + 4 + padded(source.unsignedShortAt(at + 2)));
    }

    private static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }

    private int valueOf(int at, int bytes) throws CaptureException {
        if (source.unsignedShortAt(at + 2) != bytes) {
            throw failure("option " + source.unsignedShortAt(at) + ": length " + source.unsignedShortAt(at + 2)
                    + " is not " + bytes);
        }
        return at + 4;
    }

    private String text(int at) {
        int bytes = Math.min(source.unsignedShortAt(at + 2), LONGEST_NAME);
        int start = source.position() + at + 4;
        int end = start;
        // some writers count the terminator
        while (end < start + bytes && source.window()[end] != 0) {
            end++;
        }
        return new String(source.window(), start, end - start, StandardCharsets.UTF_8);
    }

    private void readEnhanced(CaptureRecord record) throws CaptureException {
        requireBody(20);
        readPacket(record, source.unsignedIntAt(8));
    }

    private void readObsolete(CaptureRecord record) throws CaptureException {
        requireBody(20);
        // the other half of the word counts frames lost before this one
        readPacket(record, source.unsignedShortAt(8));
    }

    private void readPacket(CaptureRecord record, long interfaceId) throws CaptureException {
        CaptureInterface from = interfaceOf(interfaceId);
        long ticks = source.unsignedIntAt(12) << 32 | source.unsignedIntAt(16);
        long timestampNs = from.scale().toNs(ticks);
        if (timestampNs == TimestampScale.OUT_OF_RANGE) {
            throw failure("timestamp " + Long.toUnsignedString(ticks) + " lies before 1970 or after April 2262");
        }
        record.origin(this, from, true, timestampNs);
        data(record, PACKET_HEADER, source.unsignedIntAt(20), source.unsignedIntAt(24));
    }

    private void readSimple(CaptureRecord record) throws CaptureException {
        requireBody(4);
        CaptureInterface from = interfaceOf(0);
        long original = source.unsignedIntAt(8);
        long captured = from.snapLength() == 0 ? original : Math.min(original, from.snapLength());
        record.origin(this, from, false, 0);
        data(record, 12, captured, original);
    }

    private CaptureInterface interfaceOf(long id) throws CaptureException {
        int known = interfaces.size() - firstInterface;
        if (id >= known) {
            throw failure("interface " + id + " of a section that has described " + known);
        }
        return interfaces.get(firstInterface + (int) id);
    }

    private void data(CaptureRecord record, int at, long captured, long original) throws CaptureException {
        if (captured > length - at - 4) {
            throw failure("captured length " + captured + " exceeds block length " + length);
        }
        record.data(source.window(), source.position() + at, (int) captured, original);
    }

    @Override
    String place() {
        return "block " + blocks + (length == 0 ? "" : " (" + typeName() + ")");
    }

    private String typeName() {
        return switch (type) {
            case SECTION_HEADER -> "SHB";
            case INTERFACE_DESCRIPTION -> "IDB";
            case PACKET -> "PB";
            case SIMPLE_PACKET -> "SPB";
            case INTERFACE_STATISTICS -> "ISB";
            case ENHANCED_PACKET -> "EPB";
            default -> hex(type);
        };
    }

    private static String hex(int value) {
        return String.format("0x%08x", value);
    }
}
