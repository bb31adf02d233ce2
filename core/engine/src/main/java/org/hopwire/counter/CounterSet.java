package org.hopwire.counter;

import java.util.function.ObjLongConsumer;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * One counter for each constant of an enum, written by one thread and read by any.
 * <p>
 * A write is a plain read and a release store: no locked instruction, and a reader that sees a count sees everything
 * the writer did before it. Counters stand 128 bytes apart, so neither two rows nor two sets share a cache line or the
 * line that is prefetched with it.
 *
 * @param <E> the rows
 */
public final class CounterSet<E extends Enum<E>> {
    private final UnsafeBuffer values;
    private final E[] rows;
    private final String[] rowLabels;
    private final String scope;
    private final int typeId;

    CounterSet(UnsafeBuffer values, E[] rows, String scope, int typeId) {
        this.values = values;
        this.rows = rows;
        this.scope = scope;
        this.typeId = typeId;
        this.rowLabels = labels(rows);
    }

    private static String[] labels(Enum<?>[] rows) {
        String[] labels = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = RowLabels.of(rows[i]);
        }
        return labels;
    }

    /** Counts one event. Writer thread only. */
    public void increment(E row) {
        add(index(row), 1L);
    }

    /** Counts {@code count} events. Writer thread only. */
    public void add(E row, long count) {
        add(index(row), count);
    }

    /**
     * Counts {@code count} events of the row at {@code index}, its place in the enum from 0. Writer thread only.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public void add(int index, long count) {
        int offset = CountersReader.counterOffset(index);
        values.putLongRelease(offset, values.getLong(offset) + count);
    }

    /** Current count, from any thread. */
    public long get(E row) {
        return get(index(row));
    }

    /** Current count of the row at {@code index}, its place in the enum from 0; from any thread. */
    public long get(int index) {
        return values.getLongVolatile(CountersReader.counterOffset(index));
    }

    /** Sum over all rows, from any thread; rows are read one after the other, not at one instant. */
    public long sum() {
        long sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += get(i);
        }
        return sum;
    }

    /** Calls {@code consumer} with each row and its count, zeros included, in the order of the enum. */
    public void forEach(ObjLongConsumer<? super E> consumer) {
        for (int i = 0; i < rows.length; i++) {
            consumer.accept(rows[i], get(i));
        }
    }

    /** Number of rows. */
    public int size() {
        return rows.length;
    }

    /** Who counts, as given on registration. */
    public String scope() {
        return scope;
    }

    /** Kind of counter, as given on registration. */
    public int typeId() {
        return typeId;
    }

    // the row's place in the buffer; lives no longer than the process, so a row may move
    @SuppressWarnings("EnumOrdinal")
    private static int index(Enum<?> row) {
        return row.ordinal();
    }

    CounterReading read(int index) {
        return new CounterReading(typeId, scope, rowLabels[index], get(index));
    }

    Class<E> rowType() {
        return rows[0].getDeclaringClass();
    }

    /** Address of the first counter: a test proves the padding with it. */
    long address() {
        return values.addressOffset();
    }
}
