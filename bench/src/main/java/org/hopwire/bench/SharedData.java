package org.hopwire.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.hopwire.port.FrameQueue;

/** A folder of files in this machine's byte order, out of which a peer reads what it is asked. */
public final class SharedData {
    private static final int LINE = 64;
    /** Destination and source address, padded: a power of two to index by. */
    private static final int LINK = 16;

    private final Path folder;

    /** Files go into a folder that exists. */
    public SharedData(Path folder) {
        this.folder = folder;
    }

    /** 32-bit words. */
    public void words(String name, int... words) throws IOException {
        byte[] octets = new byte[words.length * Integer.BYTES];
        ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).asIntBuffer().put(words);
        Files.write(folder.resolve(name), octets);
    }

    /**
     * Slots of one size.
     *
     * @param offset where in each slot its data starts
     * @param size octets of data in each
     */
    public void slots(String name, int stride, int offset, int size, byte[] slots) throws IOException {
        byte[] octets = new byte[4 * Integer.BYTES + slots.length];
        ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).putInt(slots.length / stride).putInt(stride)
                .putInt(offset).putInt(size).put(slots);
        Files.write(folder.resolve(name), octets);
    }

    /**
     * A generator port: its templates, all of one length, and the shape of its ring.
     *
     * @param stride octets of one slot of the ring
     * @param taken frames the benchmark has taken out of the ring before it asks
     */
    public void ring(List<byte[]> templates, int frames, int stride, int taken) throws IOException {
        int length = templates.get(0).length;
        int templateStride = ((length + LINE - 1) / LINE | 1) * LINE;
        byte[] slots = new byte[templates.size() * templateStride];
        for (int i = 0; i < templates.size(); i++) {
            System.arraycopy(templates.get(i), 0, slots, i * templateStride, length);
        }
        slots("templates", templateStride, 0, length, slots);
        words("ring", frames, stride, FrameQueue.HEADROOM, taken);
    }

    /** Link-layer addresses to write, destination and source in turn, one pair for each next hop. */
    public void links(long... addresses) throws IOException {
        byte[] octets = new byte[addresses.length / 2 * LINK];
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        for (int i = 0; i < addresses.length; i++) {
            int at = i / 2 * LINK + i % 2 * 6;
            buffer.putShort(at, (short) (addresses[i] >>> 32)).putInt(at + 2, (int) addresses[i]);
        }
        Files.write(folder.resolve("links"), octets);
    }

    /**
     * The router that answers.
     *
     * @param quotedData octets an ICMP error quotes behind a header of 20
     */
    public void router(int address, long linkAddress, int quotedData) throws IOException {
        ByteBuffer link = ByteBuffer.allocate(Long.BYTES).putLong(linkAddress << 16).flip()
                .order(ByteOrder.nativeOrder());
        words("router", address, quotedData, link.getInt(), link.getInt());
    }
}
