package org.hopwire.membership;

import java.util.Arrays;

import org.hopwire.memory.OffHeap;

/**
 * One group, taken apart, changed for one port and put together again. Holds the ports that want every source nobody
 * named, and for each named source the ports that want it: from these every port's mode and list follow. A named
 * source whose ports are those of the unnamed says nothing and is dropped.
 */
final class GroupEditor {
    private final KeyedHash hash;
    private final SourceIndex index;
    private final long[] others = new long[PortSet.WORDS];
    private int[] source = new int[16];
    private int[] listed = new int[16];
    private long[] words = new long[16];
    private int first;
    private int count;
    private int sources;
    private int update;
    private boolean changed;

    GroupEditor(KeyedHash hash) {
        this.hash = hash;
        index = new SourceIndex(hash);
    }

    int sources() {
        return sources;
    }

    boolean changed() {
        return changed;
    }

    /** Takes a group without a block apart, with room for a port. */
    void loadSmall(int value, int port) {
        int word = port >>> 6;
        int had = value == 0 ? word : PortSet.smallWord(value);
        open(Math.min(word, had), Math.max(word, had), 0);
        others[had - first] = PortSet.smallBits(value);
    }

    /** Takes a group's block apart, with room for a port. */
    void loadBlock(long block, int port) {
        long header = OffHeap.getLong(block);
        int had = GroupBlock.first(header);
        int hadCount = GroupBlock.words(header);
        int word = port >>> 6;
        open(Math.min(word, had), Math.max(word, had + hadCount - 1), GroupBlock.sources(header));
        int shift = had - first;
        for (int i = 0; i < hadCount; i++) {
            others[shift + i] = OffHeap.getLong(block + 8 + 8L * i);
        }
        long slots = block + GroupBlock.indexOffset(header);
        for (int i = GroupBlock.indexSlots(header) - 1; i >= 0; i--) {
            long slot = OffHeap.getLong(slots + 8L * i);
            if (slot != 0) {
                int ordinal = Slots.value(slot) - 1;
                source[ordinal] = Slots.key(slot);
                copyWords(block + GroupBlock.setOffset(header, ordinal), hadCount, ordinal * count + shift);
            }
        }
    }

    private void copyWords(long from, int howMany, int to) {
        for (int i = 0; i < howMany; i++) {
            words[to + i] = OffHeap.getLong(from + 8L * i);
        }
    }

    private void open(int firstWord, int lastWord, int sourceCount) {
        first = firstWord;
        count = lastWord - firstWord + 1;
        sources = sourceCount;
        changed = false;
        Arrays.fill(others, 0, count, 0);
        ensure(sourceCount);
        Arrays.fill(words, 0, sourceCount * count, 0);
    }

    private void ensure(int most) {
        if (source.length < most) {
            source = Arrays.copyOf(source, 2 * most);
            listed = Arrays.copyOf(listed, 2 * most);
        }
        if (words.length < most * count) {
            words = Arrays.copyOf(words, 2 * most * count);
        }
    }

    /** Gives a port a mode and a list in place of those it had. */
    void apply(int port, boolean exclude, int[] list, int listLength) {
        int word = (port >>> 6) - first;
        long bit = 1L << port;
        update++;
        mark(list, listLength);
        others[word] = with(others[word], bit, exclude);
        for (int i = 0; i < sources; i++) {
            int at = i * count + word;
            words[at] = with(words[at], bit, exclude != (listed[i] == update));
        }
        dropRedundant();
        trim();
    }

    private long with(long bits, long bit, boolean set) {
        long result = set ? bits | bit : bits & ~bit;
        changed |= result != bits;
        return result;
    }

    /** Marks the listed sources, and takes in those nobody named so far. */
    private void mark(int[] list, int listLength) {
        if (listLength == 0) {
            return;
        }
        ensure(sources + listLength);
        index.clear(sources + listLength);
        for (int i = 0; i < sources; i++) {
            index.add(source[i], i);
        }
        for (int i = 0; i < listLength; i++) {
            int number = index.find(list[i]);
            listed[number < 0 ? append(list[i]) : number] = update;
        }
    }

    private int append(int added) {
        index.add(added, sources);
        source[sources] = added;
        System.arraycopy(others, 0, words, sources * count, count);
        return sources++;
    }

    private void dropRedundant() {
        int kept = 0;
        for (int i = 0; i < sources; i++) {
            int from = i * count;
            if (!Arrays.equals(words, from, from + count, others, 0, count)) {
                source[kept] = source[i];
                System.arraycopy(words, from, words, kept * count, count);
                kept++;
            }
        }
        sources = kept;
    }

    /** Leaves out words at either end in which no set has a port. */
    private void trim() {
        int from = 0;
        while (from < count - 1 && isBlank(from)) {
            from++;
        }
        int to = count;
        while (to > from + 1 && isBlank(to - 1)) {
            to--;
        }
        if (to - from < count) {
            narrow(from, to - from);
        }
    }

    private boolean isBlank(int word) {
        long bits = others[word];
        for (int i = 0; i < sources; i++) {
            bits |= words[i * count + word];
        }
        return bits == 0;
    }

    private void narrow(int from, int newCount) {
        System.arraycopy(others, from, others, 0, newCount);
        for (int i = 0; i < sources; i++) {
            System.arraycopy(words, i * count + from, words, i * newCount, newCount);
        }
        first += from;
        count = newCount;
    }

    /** Whether no port is left. */
    boolean isEmpty() {
        return sources == 0 && count == 1 && others[0] == 0;
    }

    /** The group as a slot's value, or 0 where it is empty or needs a block. */
    int small() {
        return sources == 0 && count == 1 ? PortSet.small(first, others[0]) : 0;
    }

    /** Bytes of the block it needs. */
    long blockBytes() {
        return GroupBlock.bytes(header());
    }

    private long header() {
        return GroupBlock.header(sources, first, count);
    }

    /** Writes the group to a block of {@link #blockBytes}. */
    void write(long block) {
        long header = header();
        OffHeap.putLong(block, header);
        putWords(block + 8, others, 0);
        writeIndex(block + GroupBlock.indexOffset(header), header);
        for (int i = 0; i < sources; i++) {
            putWords(block + GroupBlock.setOffset(header, i), words, i * count);
        }
    }

    private void putWords(long to, long[] from, int at) {
        for (int i = 0; i < count; i++) {
            OffHeap.putLong(to + 8L * i, from[at + i]);
        }
    }

    private void writeIndex(long address, long header) {
        int log2 = GroupBlock.log2(header);
        long table = Slots.table(address, log2);
        if (log2 > 0) {
            OffHeap.fill(address, 8 << log2, (byte) 0);
        }
        for (int i = 0; i < sources; i++) {
            int at = log2 == 0 ? i : Slots.vacant(table, hash.of(source[i]));
            OffHeap.putLong(address + 8L * at, Slots.slot(source[i], i + 1));
        }
    }
}
