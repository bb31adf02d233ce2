package org.hopwire.igmp.host;

import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/** All requests of an interface, by handle and group. */
final class Requests {
    private static final int GROUP_BITS = 32;
    private static final long GROUP_MASK = 0xffff_ffffL;
    private static final int MOST_POOLED = 4096;

    private final Long2ObjectHashMap<Request> byHandleAndGroup = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Request> firstOfHandle = new Int2ObjectHashMap<>();
    // linked by nextOfHandle
    private Request pool;
    private int pooled;

    Request find(int handle, int group) {
        return byHandleAndGroup.get(key(handle, group));
    }

    private static long key(int handle, int group) {
        return ((long) handle << GROUP_BITS) | (group & GROUP_MASK);
    }

    /** The handle's requests start here; null if it has none. */
    Request first(int handle) {
        return firstOfHandle.get(handle);
    }

    int handles() {
        return firstOfHandle.size();
    }

    Request add(int handle, HostGroup group) {
        Request added = take();
        added.handle = handle;
        added.group = group;
        byHandleAndGroup.put(key(handle, group.group), added);
        linkToHandle(added);
        linkToGroup(added);
        return added;
    }

    private Request take() {
        if (pool == null) {
            return new Request();
        }
        Request taken = pool;
        pool = taken.nextOfHandle;
        pooled--;
        return taken;
    }

    private void linkToHandle(Request added) {
        Request next = firstOfHandle.put(added.handle, added);
        added.nextOfHandle = next;
        added.previousOfHandle = null;
        if (next != null) {
            next.previousOfHandle = added;
        }
    }

    private static void linkToGroup(Request added) {
        Request next = added.group.requests;
        added.nextOfGroup = next;
        added.previousOfGroup = null;
        if (next != null) {
            next.previousOfGroup = added;
        }
        added.group.requests = added;
        added.group.requestCount++;
    }

    void remove(Request gone) {
        byHandleAndGroup.remove(key(gone.handle, gone.group.group));
        unlinkFromHandle(gone);
        unlinkFromGroup(gone);
        gone.group = null;
        gone.sources.trim();
        if (pooled < MOST_POOLED) {
            gone.nextOfHandle = pool;
            pool = gone;
            pooled++;
        }
    }

    private void unlinkFromHandle(Request gone) {
        Request next = gone.nextOfHandle;
        if (next != null) {
            next.previousOfHandle = gone.previousOfHandle;
        }
        if (gone.previousOfHandle != null) {
            gone.previousOfHandle.nextOfHandle = next;
        } else if (next != null) {
            firstOfHandle.put(gone.handle, next);
        } else {
            firstOfHandle.remove(gone.handle);
        }
    }

    private static void unlinkFromGroup(Request gone) {
        Request next = gone.nextOfGroup;
        if (next != null) {
            next.previousOfGroup = gone.previousOfGroup;
        }
        if (gone.previousOfGroup != null) {
            gone.previousOfGroup.nextOfGroup = next;
        } else {
            gone.group.requests = next;
        }
        gone.group.requestCount--;
    }
}
