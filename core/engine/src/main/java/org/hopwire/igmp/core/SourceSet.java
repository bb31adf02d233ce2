package org.hopwire.igmp.core;

import java.util.Arrays;

/** Set of source keys in ascending order; grows, and gives long arrays back when trimmed. Reused, not shared. */
public final class SourceSet {
    private static final int[] NONE = {};
    private static final int LEAST_ROOM = 4;
    private static final int MOST_KEPT = 16;

    private int[] values = NONE;
    private int size;

    /** Number of sources. */
    public int size() {
        return size;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The set's own array: the first {@link #size()} are meant, until the set next changes. */
    public int[] values() {
        return values;
    }

    /** The source at a place in the order. */
    public int at(int index) {
        return values[index];
    }

    /** Whether the source is in the set. */
    public boolean contains(int source) {
        return indexOf(source) >= 0;
    }

    int indexOf(int source) {
        return Arrays.binarySearch(values, 0, size, source);
    }

    /** Takes all out. */
    public void clear() {
        size = 0;
    }

    /** Takes all out, and gives up an array that only few sets need to be this long. */
    public void trim() {
        size = 0;
        if (values.length > MOST_KEPT) {
            values = NONE;
        }
    }

    /** Becomes a list of any order; doubles count once. */
    public void assign(int[] sources, int count) {
        reserve(count);
        System.arraycopy(sources, 0, values, 0, count);
        Arrays.sort(values, 0, count);
        size = 0;
        for (int i = 0; i < count; i++) {
            if (size == 0 || values[i] != values[size - 1]) {
                // doubles are skipped behind the place that is read, so nothing unread is overwritten
                values[size++] = values[i];
            }
        }
    }

    /** Becomes a copy. */
    public void assign(SourceSet other) {
        reserve(other.size);
        System.arraycopy(other.values, 0, values, 0, other.size);
        size = other.size;
    }

    /** Puts one in; false if it was there. */
    public boolean add(int source) {
        int index = indexOf(source);
        if (index >= 0) {
            return false;
        }
        insert(-1 - index, source);
        return true;
    }

    private void insert(int index, int source) {
        reserve(size + 1);
        System.arraycopy(values, index, values, index + 1, size - index);
        values[index] = source;
        size++;
    }

    /** Puts all of the other in: union. */
    public void addAll(SourceSet other) {
        int total = size + other.size - common(other);
        if (total == size) {
            return;
        }
        reserve(total);
        int mine = size - 1;
        int its = other.size - 1;
        // from the end, so that what is not merged yet stays where it is
        for (int to = total - 1; its >= 0; to--) {
            if (mine >= 0 && values[mine] >= other.values[its]) {
                its -= values[mine] == other.values[its] ? 1 : 0;
                values[to] = values[mine--];
            } else {
                values[to] = other.values[its--];
            }
        }
        size = total;
    }

    private int common(SourceSet other) {
        int found = 0;
        int its = 0;
        for (int mine = 0; mine < size && its < other.size; mine++) {
            its = other.skipTo(its, values[mine]);
            found += its < other.size && other.values[its] == values[mine] ? 1 : 0;
        }
        return found;
    }

    private int skipTo(int from, int source) {
        int at = from;
        while (at < size && values[at] < source) {
            at++;
        }
        return at;
    }

    /** Keeps what the other has too: intersection. */
    public void retainAll(SourceSet other) {
        filter(other, true);
    }

    /** Takes out what the other has: difference. */
    public void removeAll(SourceSet other) {
        filter(other, false);
    }

    private void filter(SourceSet other, boolean keepCommon) {
        int kept = 0;
        int its = 0;
        for (int mine = 0; mine < size; mine++) {
            int source = values[mine];
            its = other.skipTo(its, source);
            boolean common = its < other.size && other.values[its] == source;
            if (common == keepCommon) {
                values[kept++] = source;
            }
        }
        size = kept;
    }

    /** Whether both have the same sources. */
    public boolean sameAs(SourceSet other) {
        return Arrays.equals(values, 0, size, other.values, 0, other.size);
    }

    private void reserve(int room) {
        if (room > values.length) {
            values = Arrays.copyOf(values, Math.max(room, Math.max(LEAST_ROOM, values.length * 2)));
        }
    }
}
