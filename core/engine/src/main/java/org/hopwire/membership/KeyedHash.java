package org.hopwire.membership;

/**
 * The hash of groups and sources: two multiplications by secret odd numbers, of which the top bits count. Who does not
 * know the seed cannot make up groups that collide.
 */
final class KeyedHash {
    final long offset;
    final long first;
    final long second;

    KeyedHash(long seed) {
        offset = mix(seed + 0x9e3779b97f4a7c15L) & 0xffff_ffffL;
        first = mix(seed + 0x3c6ef372fe94f82aL) | 1;
        second = mix(seed + 0xdaa66d2c7ddf743fL) | 1;
    }

    private static long mix(long value) {
        long x = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }

    long of(int key) {
        return of(key, offset, first, second);
    }

    /** The same over parts that a loop holds in registers. */
    static long of(int key, long offset, long first, long second) {
        long x = ((key & 0xffff_ffffL) ^ offset) * first;
        return (x ^ x >>> 32) * second;
    }
}
