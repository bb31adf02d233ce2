package org.hopwire.igmp.proxy;

/** Groups that wait, first come first served; a group is in one queue at most. */
final class GroupQueue {
    private ProxyGroup head;
    private ProxyGroup tail;
    private int size;

    int size() {
        return size;
    }

    /** Puts the group at the end, taking it out of another queue; nothing if it is here. */
    void add(ProxyGroup group) {
        if (group.queue == this) {
            return;
        }
        if (group.queue != null) {
            group.queue.remove(group);
        }
        group.queue = this;
        group.previous = tail;
        group.next = null;
        if (tail == null) {
            head = group;
        } else {
            tail.next = group;
        }
        tail = group;
        size++;
    }

    /** Takes the first; null if there is none. */
    ProxyGroup poll() {
        ProxyGroup first = head;
        if (first != null) {
            remove(first);
        }
        return first;
    }

    void remove(ProxyGroup group) {
        if (group.previous == null) {
            head = group.next;
        } else {
            group.previous.next = group.next;
        }
        if (group.next == null) {
            tail = group.previous;
        } else {
            group.next.previous = group.previous;
        }
        group.queue = null;
        group.next = null;
        group.previous = null;
        size--;
    }
}
