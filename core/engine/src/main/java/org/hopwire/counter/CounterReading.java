package org.hopwire.counter;

/**
 * One counter as it stood at one moment.
 *
 * @param typeId kind of counter; the same for every scope of one row enum
 * @param scope  who counts, for example {@code worker-0}
 * @param row    what is counted, in kebab-case
 * @param value  the count
 */
public record CounterReading(int typeId, String scope, String row, long value) {
    /** Name that no other counter of the registry has: {@code scope.row}. */
    public String label() {
        return scope + '.' + row;
    }
}
