package org.hopwire.port.file;

import java.io.IOException;

/** Classic pcap 2.4: one header, then records, in either byte order, with micro- or nanoseconds. */
final class PcapReader extends FormatReader {
    static final int MICROSECOND_MAGIC = 0xA1B2C3D4;
    static final int NANOSECOND_MAGIC = 0xA1B23C4D;

    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int MAJOR = 2;
    private static final int MINOR = 4;
    private static final int NS_PER_US = 1000;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int LINK_TYPE_BITS = 0x03FF_FFFF;
    /** Bit that says the top four bits hold the length of the frame check sequence in 16-bit words. */
    private static final int FCS_PRESENT = 1 << 26;

    private CaptureInterface only;
    private int fractionNs;
    private int pending;
    private long number;

    private PcapReader(String name, ByteSource source) {
        super(name, source);
    }

    /** Reads the file header; the magic has been seen to be one of pcap's. */
    static PcapReader open(String name, ByteSource source) throws IOException {
        PcapReader reader = new PcapReader(name, source);
        reader.readHeader();
        return reader;
    }

    static boolean isMagic(int littleEndian) {
        return isNative(littleEndian) || isNative(Integer.reverseBytes(littleEndian));
    }

    private static boolean isNative(int magic) {
        return magic == MICROSECOND_MAGIC || magic == NANOSECOND_MAGIC;
    }

    private void readHeader() throws IOException {
        if (!source.require(FILE_HEADER)) {
            throw failure("cut off after " + source.available() + " of " + FILE_HEADER + " bytes");
        }
        source.bigEndian(!isNative(source.intAt(0)));
        fractionNs = source.intAt(0) == NANOSECOND_MAGIC ? 1 : NS_PER_US;
        int major = source.unsignedShortAt(4);
        int minor = source.unsignedShortAt(6);
        if (major != MAJOR || minor != MINOR) {
            throw failure("pcap version " + major + "." + minor + " is not supported, only 2.4");
        }
        int link = source.intAt(20);
        only = new CaptureInterface(0, 0, link & LINK_TYPE_BITS, source.unsignedIntAt(16));
        only.timestamps(fractionNs == 1 ? TimestampScale.NANOSECONDS : TimestampScale.MICROSECONDS, 0);
        only.fcsLength((link & FCS_PRESENT) == 0 ? 0 : 2 * (link >>> 28));
        interfaces.add(only);
        pending = FILE_HEADER;
    }

    @Override
    boolean next(CaptureRecord record) throws IOException {
        source.advance(pending);
        pending = 0;
        number++;
        if (!source.require(RECORD_HEADER)) {
            return end();
        }
        int captured = source.intAt(8);
        if (captured < 0 || captured > MAX_BLOCK_LENGTH) {
            throw failure(
                    "captured length " + Integer.toUnsignedString(captured) + " exceeds " + MAX_BLOCK_LENGTH);
        }
        if (!source.require(RECORD_HEADER + captured)) {
            throw failure("captured length " + captured + " but the file ends after "
                    + (source.available() - RECORD_HEADER) + " of them");
        }
        long timestampNs = source.unsignedIntAt(0) * NS_PER_SECOND + source.unsignedIntAt(4) * fractionNs;
        record.origin(this, only, true, timestampNs);
        record.data(source.window(), source.position() + RECORD_HEADER, captured, source.unsignedIntAt(12));
        pending = RECORD_HEADER + captured;
        return true;
    }

    private boolean end() throws CaptureException {
        if (source.available() > 0) {
            throw failure("record header cut off after " + source.available() + " of " + RECORD_HEADER + " bytes");
        }
        return false;
    }

    @Override
    String place() {
        return number == 0 ? "file header" : "record " + number;
    }
}
