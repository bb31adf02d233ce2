package org.hopwire.memory;

/**
 * Sets of ports for the frames of one burst that leave by several: a frame names its set by number. The bits of all
 * sets are one array, made once; {@link #clear} makes every set free again. Not thread safe.
 */
public final class PortSets {
    /** Most ports a set may span. */
    public static final int MAX_PORTS = 4096;

    private static final int WORD_SHIFT = 6;

    private final long[] bits;
    private final int words;
    private final int capacity;
    private int size;

    /**
     * Room for sets.
     *
     * @param ports how many ports there are, 1 to {@link #MAX_PORTS}
     * @param capacity how many sets may be in use together, at least 1
     * @throws IllegalArgumentException if a figure is out of range
     */
    public PortSets(int ports, int capacity) {
        if (ports < 1 || ports > MAX_PORTS) {
            throw new IllegalArgumentException("ports: " + ports + " is not 1 to " + MAX_PORTS);
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("port sets: " + capacity + " is less than 1");
        }
        words = wordsFor(ports);
        this.capacity = capacity;
        bits = new long[words * capacity];
    }

    /** Words of 64 ports a set of that many ports takes. */
    public static int wordsFor(int ports) {
        return (ports + Long.SIZE - 1) >> WORD_SHIFT;
    }

    /** Words of 64 ports in each set. */
    public int words() {
        return words;
    }

    /** A set without ports; -1 when all are in use. */
    public int allot() {
        if (size == capacity) {
            return -1;
        }
        int base = size * words;
        for (int i = base; i < base + words; i++) {
            bits[i] = 0;
        }
        return size++;
    }

    /** Frees every set. */
    public void clear() {
        size = 0;
    }

    /** Sets in use. */
    public int size() {
        return size;
    }

    /** Ports {@code 64 * index} to {@code 64 * index + 63} of a set, lowest port in the lowest bit. */
    public long word(int set, int index) {
        return bits[set * words + index];
    }

    /** Replaces 64 ports of a set. */
    public void word(int set, int index, long ports) {
        bits[set * words + index] = ports;
    }

    /** Adds ports out of 64 to a set. */
    public void or(int set, int index, long ports) {
        bits[set * words + index] |= ports;
    }

    /** Adds a port. */
    public void add(int set, int port) {
        bits[set * words + (port >> WORD_SHIFT)] |= 1L << port;
    }

    /** Takes a port out. */
    public void remove(int set, int port) {
        bits[set * words + (port >> WORD_SHIFT)] &= ~(1L << port);
    }

    /** Whether a port is in a set. */
    public boolean contains(int set, int port) {
        return (bits[set * words + (port >> WORD_SHIFT)] >>> port & 1) != 0;
    }

    /** Whether a set has no port. */
    public boolean isEmpty(int set) {
        long any = 0;
        for (int i = set * words; i < (set + 1) * words; i++) {
            any |= bits[i];
        }
        return any == 0;
    }

    /** Ports in a set. */
    public int count(int set) {
        int count = 0;
        for (int i = set * words; i < (set + 1) * words; i++) {
            count += Long.bitCount(bits[i]);
        }
        return count;
    }
}
