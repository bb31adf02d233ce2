package org.hopwire.checksum;

import java.lang.constant.ConstantDescs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The twin on the Vector API; the only class that names {@code jdk.incubator.vector}, so the rest runs without it.
 *
 * <p>It is never linked by name. {@link VectorKernels} defines it once per width as a hidden class that carries its
 * {@link Plan}: C2 turns vector code into instructions only where the species is a constant, also when it compiles
 * these methods alone and not inlined into a caller that knows the instance.
 *
 * <p>The two methods are long on purpose, longer than the 325 bytes of code that C2 still inlines: inside a large
 * caller it runs into its limit of nodes, leaves the next call as a call, and every vector passed to it becomes an
 * object. For the same reason no vector is handed to a method that is more than one operation.
 *
 * <p>What is loaded is cast to the class of its width, which costs nothing: without, a method that all widths share, as
 * that of storing, is compiled for the width its callers were seen with most, and in more than half of all JVMs that is
 * the one of {@link #NARROWER}. Copying 548 bytes then took 85 ns, not 11.
 *
 * <p>Each vector is added whole, and its upper halves once more on their own; the lower halves are the difference.
 * That is two additions and a shift per vector, with nothing but 64-bit lanes.
 */
final class VectorKernel implements SumKernel {
    /** What one definition of the class is made for: vector width, and the kernel for ranges below that width. */
    record Plan(int bits, SumKernel narrower) {}

    private static final Plan PLAN = plan();
    private static final VectorSpecies<Long> SPECIES = VectorSpecies.of(long.class,
            VectorShape.forBitSize(PLAN.bits()));
    private static final Class<? extends Vector<Long>> VECTOR = SPECIES.vectorType();
    private static final int WIDTH = PLAN.bits() / 8;
    private static final int PAIR = 2 * WIDTH;
    private static final int BLOCK = 4 * WIDTH;
    private static final SumKernel NARROWER = PLAN.narrower();
    /**
     * All of memory, because the Vector API loads from segments only. Safe for the reason {@link Words} gives: the
     * caller has checked the range, and no load or store below leaves it.
     */
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /** WIDTH zero bytes, then WIDTH bytes of ones: loaded at an offset of n, a mask of the last n bytes of a vector. */
    private static final long LAST_BYTES = lastBytesTable();
    private static final long LOW_32 = 0xffff_ffffL;

    VectorKernel() {}

    private static Plan plan() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Plan.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long lastBytesTable() {
        MemorySegment table = Arena.global().allocate(2L * WIDTH, WIDTH);
        table.asSlice(WIDTH).fill((byte) 0xff);
        return table.address();
    }

    @Override
    public int sum(long address, int length) {
        if (length < WIDTH) {
            return NARROWER.sum(address, length);
        }
        LongVector all0 = LongVector.zero(SPECIES);
        LongVector high0 = all0;
        LongVector all1 = all0;
        LongVector high1 = all0;
        long at = address;
        long end = address + (length & -BLOCK);
        while (at != end) {
            LongVector a = load(at);
            LongVector b = load(at + WIDTH);
            LongVector c = load(at + PAIR);
            LongVector d = load(at + PAIR + WIDTH);
            all0 = all0.add(a).add(c);
            high0 = high0.add(high(a)).add(high(c));
            all1 = all1.add(b).add(d);
            high1 = high1.add(high(b)).add(high(d));
            at += BLOCK;
        }
        end = address + (length & -WIDTH);
        while (at != end) {
            LongVector a = load(at);
            all0 = all0.add(a);
            high0 = high0.add(high(a));
            at += WIDTH;
        }
        LongVector high = high0.add(high1);
        LongVector full = all0.add(all1).sub(high.lanewise(VectorOperators.LSHL, 32)).add(high);
        int rest = length & (WIDTH - 1);
        // the branch is worth it: traffic is either of sizes that leave nothing over, or of sizes that mostly do
        if (rest != 0) {
            LongVector kept = load(address + length - WIDTH).and(load(LAST_BYTES + rest));
            // at the end of an odd length the vector began at an odd offset: its bytes have changed places
            full = full.add(kept.and(LOW_32).add(high(kept)).lanewise(VectorOperators.LSHL, (rest & 1) << 3));
        }
        return Words.fold(full.reduceLanes(VectorOperators.ADD));
    }

    @Override
    public int copyAndSum(long from, long to, int length) {
        if (length < WIDTH) {
            return NARROWER.copyAndSum(from, to, length);
        }
        LongVector all = LongVector.zero(SPECIES);
        LongVector high = all;
        long at = from;
        long end = from + (length & -BLOCK);
        long shift = to - from;
        while (at != end) {
            LongVector a = copy(at, at + shift);
            LongVector b = copy(at + WIDTH, at + shift + WIDTH);
            LongVector c = copy(at + PAIR, at + shift + PAIR);
            LongVector d = copy(at + PAIR + WIDTH, at + shift + PAIR + WIDTH);
            all = all.add(a).add(b).add(c).add(d);
            high = high.add(high(a)).add(high(b)).add(high(c)).add(high(d));
            at += BLOCK;
        }
        end = from + (length & -WIDTH);
        while (at != end) {
            LongVector a = copy(at, at + shift);
            all = all.add(a);
            high = high.add(high(a));
            at += WIDTH;
        }
        // the last vector again: rewriting a few equal bytes is cheaper than branching on how many are left
        LongVector last = copy(from + length - WIDTH, to + length - WIDTH);
        LongVector full = all.sub(high.lanewise(VectorOperators.LSHL, 32)).add(high);
        int rest = length & (WIDTH - 1);
        if (rest != 0) {
            LongVector kept = last.and(load(LAST_BYTES + rest));
            full = full.add(kept.and(LOW_32).add(high(kept)).lanewise(VectorOperators.LSHL, (rest & 1) << 3));
        }
        return Words.fold(full.reduceLanes(VectorOperators.ADD));
    }

    private static LongVector load(long address) {
        return (LongVector) VECTOR.cast(
                LongVector.fromMemorySegment(SPECIES, MEMORY, address, ByteOrder.LITTLE_ENDIAN));
    }

    private static LongVector copy(long from, long to) {
        LongVector vector = load(from);
        vector.intoMemorySegment(MEMORY, to, ByteOrder.LITTLE_ENDIAN);
        return vector;
    }

    private static LongVector high(LongVector vector) {
        return vector.lanewise(VectorOperators.LSHR, 32);
    }
}
