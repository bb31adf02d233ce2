package org.hopwire.port.file;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;

/**
 * A pipe or a terminal, where the next byte may never come: a read ends with
 * {@link java.nio.channels.ClosedByInterruptException} when its thread is interrupted, as only a channel's reads do.
 */
final class InterruptibleInput extends FilterInputStream {
    private final FileInputStream file;

    private InterruptibleInput(FileInputStream file) {
        super(Channels.newInputStream(file.getChannel()));
        this.file = file;
    }

    /** Standard input, whatever {@link System#in} is. */
    static InputStream standard() {
        return new InterruptibleInput(new FileInputStream(FileDescriptor.in));
    }

    static InputStream open(Path file) throws IOException {
        return new InterruptibleInput(new FileInputStream(file.toFile()));
    }

    /** A channel asks for the position in its file, and a pipe has none. */
    @Override
    public int available() throws IOException {
        return file.available();
    }
}
