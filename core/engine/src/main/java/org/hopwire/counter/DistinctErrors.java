package org.hopwire.counter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.errors.ErrorLogReader;

/**
 * What went wrong inside supervised agents: each distinct failure once, with its count and the times of its first and
 * last occurrence, in a buffer of fixed size. A failure that repeats a million times costs one entry.
 * <p>
 * Thread-safe. Recording a failure for the first time allocates; that is the price of a fault, never of a packet.
 */
public final class DistinctErrors {
    /** Smallest buffer in bytes: room for several deep stack traces. */
    public static final int MIN_CAPACITY_BYTES = 64 * 1024;

    private final UnsafeBuffer buffer;
    private final DistinctErrorLog log;
    private final AtomicLong unrecorded = new AtomicLong();

    /**
     * Log of fixed size.
     *
     * @param capacityBytes at least {@link #MIN_CAPACITY_BYTES}; a stack trace takes 1 to 10 KiB
     * @param epochMillis   wall clock in milliseconds since 1970 UTC
     */
    public DistinctErrors(int capacityBytes, LongSupplier epochMillis) {
        if (capacityBytes < MIN_CAPACITY_BYTES) {
            throw new IllegalArgumentException(
                    "error log capacity is " + capacityBytes + ", must be at least " + MIN_CAPACITY_BYTES + " bytes");
        }
        this.buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacityBytes, Long.BYTES));
        this.log = new DistinctErrorLog(buffer, epochMillis::getAsLong);
    }

    /** Records one occurrence; returns false, and counts it as unrecorded, when a new failure finds no room. */
    public boolean record(Throwable error) {
        boolean recorded = log.record(error);
        if (!recorded) {
            unrecorded.incrementAndGet();
        }
        return recorded;
    }

    /** Occurrences of new failures that found the log full. */
    public long unrecorded() {
        return unrecorded.get();
    }

    /** Every distinct failure, the first one first. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        ErrorLogReader.read(buffer,
                (count, firstMs, lastMs, trace) -> entries.add(new Entry(count, firstMs, lastMs, trace)));
        return entries;
    }

    /**
     * One distinct failure.
     *
     * @param count              occurrences
     * @param firstEpochMillis   first occurrence, milliseconds since 1970 UTC
     * @param lastEpochMillis    latest occurrence, milliseconds since 1970 UTC
     * @param stackTrace         the failure as Java prints it, several lines
     */
    public record Entry(int count, long firstEpochMillis, long lastEpochMillis, String stackTrace) {
        /** First line of the trace: class and message. */
        public String summary() {
            return stackTrace.lines().findFirst().orElse("");
        }
    }
}
