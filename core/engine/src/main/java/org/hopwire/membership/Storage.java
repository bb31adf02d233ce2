package org.hopwire.membership;

import org.hopwire.memory.Grace;
import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;

/** Off-heap memory of one table: slot arrays and blocks, and their way back once no reader looks at them. */
final class Storage implements AutoCloseable {
    // small arrays live among the blocks, so that a VLAN of three groups does not cost a page
    private static final int MOST_SHARED_BYTES = 1 << 15;
    private static final int SETTLE_EVERY = 64;

    private final BlockHeap heap;
    private final Grace grace;
    private long mappedBytes;
    private int settleAt = SETTLE_EVERY;

    Storage(long blockBytes, Grace grace) {
        heap = new BlockHeap(blockBytes);
        this.grace = grace;
    }

    BlockHeap heap() {
        return heap;
    }

    long bytes() {
        return mappedBytes + heap.bytes();
    }

    /** A zeroed slot array, or 0 where there is no memory. */
    long newTable(int log2) {
        long bytes = Slots.bytes(log2);
        long address = bytes <= MOST_SHARED_BYTES ? shared((int) bytes) : mapped(bytes);
        return address == 0 ? 0 : Slots.table(address, log2);
    }

    private long shared(int bytes) {
        int block = newBlock(bytes, true);
        if (block < 0) {
            return 0;
        }
        OffHeap.fill(heap.address(block), bytes, (byte) 0);
        return heap.address(block);
    }

    private long mapped(long bytes) {
        long address = Pages.map(bytes);
        if (address != 0) {
            mappedBytes += bytes;
            Pages.wantHugePages(address, bytes >= Pages.HUGE_PAGE ? bytes : 0);
        }
        return address;
    }

    /** A block, or -1 where there is no room even after all that may go has gone. */
    int newBlock(long bytes, boolean growing) {
        int block = heap.allocate(bytes, growing);
        if (block < 0 && grace.size() > 0) {
            settle();
            block = heap.allocate(bytes, growing);
        }
        return block;
    }

    void retireBlock(int block) {
        retire(block + 1L);
    }

    void retireTable(long table) {
        long address = Slots.address(table);
        retire(heap.contains(address) ? heap.block(address) + 1L : table);
    }

    private void retire(long thing) {
        grace.retire(thing);
        if (grace.size() >= settleAt) {
            settle();
            settleAt = grace.size() + SETTLE_EVERY;
        }
    }

    /** Gives back what no reader looks at any more. Returns how many things that were. */
    int settle() {
        if (grace.size() == 0) {
            return 0;
        }
        long seen = grace.advance();
        int count = 0;
        for (long thing = grace.poll(seen); thing != 0; thing = grace.poll(seen)) {
            release(thing);
            count++;
        }
        settleAt = grace.size() + SETTLE_EVERY;
        return count;
    }

    private void release(long thing) {
        int log2 = Slots.log2(thing);
        if (log2 == 0) {
            heap.release((int) (thing - 1));
        } else {
            mappedBytes -= Slots.bytes(log2);
            Pages.unmap(Slots.address(thing), Slots.bytes(log2));
        }
    }

    /** Frees a table no reader was ever shown. */
    void discardTable(long table) {
        long address = Slots.address(table);
        release(heap.contains(address) ? heap.block(address) + 1L : table);
    }

    @Override
    public void close() {
        for (long thing = grace.poll(Grace.AWAY); thing != 0; thing = grace.poll(Grace.AWAY)) {
            release(thing);
        }
        heap.close();
    }
}
