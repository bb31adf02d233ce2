package org.hopwire.port.file;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Where a capture is written to: a stream, or a file that can be cut back to its last whole record. */
class CaptureOutput {
    private static final int GZIP_WINDOW = 1 << 16;

    private final OutputStream out;
    private final boolean ownsStream;

    CaptureOutput(OutputStream out, boolean ownsStream) {
        this.out = out;
        this.ownsStream = ownsStream;
    }

    /** A file, compressed where its name says so, or standard output where it is {@code -}. */
    static CaptureOutput open(String fileName) throws IOException {
        if (fileName.equals("-")) {
            return new CaptureOutput(new FileOutputStream(FileDescriptor.out), false);
        }
        FileOutputStream file = new FileOutputStream(fileName);
        if (!CaptureFormat.isCompressed(fileName)) {
            return new PlainFile(file);
        }
        try {
            return new CaptureOutput(new GZIPOutputStream(file, GZIP_WINDOW), true);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
    }

    /** Bytes that arrived, or -1 where that is not known. */
    long size() throws IOException {
        return -1;
    }

    /** Cuts what arrived back to its first bytes, where that can be done. */
    void truncate(long size) throws IOException {
        // a stream cannot
    }

    void flush() throws IOException {
        out.flush();
    }

    void close() throws IOException {
        if (ownsStream) {
            out.close();
        } else {
            out.flush();
        }
    }

    private static final class PlainFile extends CaptureOutput {
        private final FileOutputStream file;

        PlainFile(FileOutputStream file) {
            super(file, true);
            this.file = file;
        }

        @Override
        long size() throws IOException {
            return file.getChannel().position();
        }

        @Override
        void truncate(long size) throws IOException {
            file.getChannel().truncate(size);
        }
    }
}
