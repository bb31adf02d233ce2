package org.hopwire.port.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.Mapping;

/**
 * Notes on interfaces of one network namespace that outlive the process which wrote them: alternative names, as {@code
 * ip link property} gives. Such a name goes where its interface goes and ends with it, so that no other interface, none
 * of the same name or number and none after a restart of the machine, can be taken for the one it was given to.
 */
public final class LinkNotes implements AutoCloseable {
    private static final int NETLINK = 16;
    private static final int RAW = 3;
    private static final int ROUTE = 0;
    private static final int DO_NOT_WAIT = 0x40;

    private static final int NEW_PROPERTY = 108;
    private static final int DELETE_PROPERTY = 109;
    private static final int ACKNOWLEDGE = 4;
    private static final int ALL = 0x300;
    private static final int ERROR_NUMBER = LinkMessage.NETLINK_HEADER;

    private static final int PROGRAM = 43;
    private static final int PROGRAM_ATTACHED = 2;
    private static final int PROPERTIES = 52;
    private static final int ALTERNATIVE_NAME = 53;
    private static final int NESTED = 0x8000;

    private static final int BUFFER = 32_768;
    private static final int QUESTION = BUFFER;
    private static final int MEMORY = BUFFER + 4096;

    private final Mapping memory;
    private final Descriptor socket;

    /**
     * An interface with notes.
     *
     * @param index what the kernel knows it by
     * @param notes those that begin as asked for
     * @param hasProgram whether a program of XDP is attached
     */
    public record Noted(int index, List<String> notes, boolean hasProgram) {}

    private LinkNotes(Mapping memory, Descriptor socket) {
        this.memory = memory;
        this.socket = socket;
    }

    /**
     * Notes in the network namespace of the calling thread.
     *
     * @param label of whoever asks, for error messages
     */
    public static LinkNotes open(String label) {
        Descriptor socket = Descriptor.socket(label, NETLINK, RAW, ROUTE, "");
        try {
            return new LinkNotes(Mapping.lazy(label, MEMORY), socket);
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The interfaces that have notes which begin with {@code prefix}. */
    public List<Noted> find(String prefix) {
        return ask(0, LinkMessage.REQUEST | ALL, prefix);
    }

    /** Notes on one interface that begin with {@code prefix}; none where it is gone. */
    public List<String> of(int index, String prefix) {
        return ask(index, LinkMessage.REQUEST, prefix).stream().flatMap(each -> each.notes.stream()).toList();
    }

    /** The answer waits when the question is sent, and what is behind its first part when that is received. */
    private List<Noted> ask(int index, int flags, String prefix) {
        begin(LinkMessage.HEADER, LinkMessage.GET_LINK, flags, index);
        send(LinkMessage.HEADER);
        List<Noted> found = new ArrayList<>();
        for (long received = receive(); received > 0; received = receive()) {
            LinkMessage.each(memory.address(), received, (message, octets) -> read(message, octets, prefix, found));
        }
        return found;
    }

    private static void read(long message, int octets, String prefix, List<Noted> found) {
        if (LinkMessage.type(message) != LinkMessage.NEW_LINK || octets < LinkMessage.HEADER) {
            return;
        }
        long from = message + LinkMessage.HEADER;
        long end = message + octets;
        List<String> notes = new ArrayList<>();
        long list = LinkMessage.find(from, end, PROPERTIES, 1);
        if (list != 0) {
            readNames(list, list + LinkMessage.octets(list), prefix, notes);
        }
        if (!notes.isEmpty()) {
            found.add(new Noted(OffHeap.getInt(message + LinkMessage.INDEX), notes, hasProgram(from, end)));
        }
    }

    private static void readNames(long from, long end, String prefix, List<String> notes) {
        long at = LinkMessage.find(from, end, ALTERNATIVE_NAME, 1);
        while (at != 0) {
            // it ends with a zero
            byte[] name = OffHeap.bytes(at, LinkMessage.octets(at) - 1);
            String text = new String(name, StandardCharsets.ISO_8859_1);
            if (text.startsWith(prefix)) {
                notes.add(text);
            }
            at = LinkMessage.find(LinkMessage.behind(at), end, ALTERNATIVE_NAME, 1);
        }
    }

    private static boolean hasProgram(long from, long end) {
        long program = LinkMessage.find(from, end, PROGRAM, 1);
        long attached = program == 0
                ? 0
                : LinkMessage.find(program, program + LinkMessage.octets(program), PROGRAM_ATTACHED, 1);
        return attached != 0 && OffHeap.getByte(attached) != 0;
    }

    /**
     * Writes a note.
     *
     * @param note at most 127 characters of ASCII without white space, no other interface's name
     * @return false where it is there already, the interface is gone, or the kernel does not permit it
     */
    public boolean write(int index, String note) {
        return change(NEW_PROPERTY, index, note);
    }

    /** Takes a note away; false where there is none, or the kernel does not permit it. */
    public boolean erase(int index, String note) {
        return change(DELETE_PROPERTY, index, note);
    }

    private boolean change(int type, int index, String note) {
        byte[] name = (note + '\0').getBytes(StandardCharsets.ISO_8859_1);
        int inner = LinkMessage.ATTRIBUTE_HEADER + name.length;
        int outer = LinkMessage.ATTRIBUTE_HEADER + inner;
        long at = begin(LinkMessage.HEADER + outer, type, LinkMessage.REQUEST | ACKNOWLEDGE, index)
                + LinkMessage.HEADER;
        LinkMessage.attribute(at, outer, PROPERTIES | NESTED);
        LinkMessage.attribute(at + LinkMessage.ATTRIBUTE_HEADER, inner, ALTERNATIVE_NAME);
        OffHeap.put(name, 0, at + 2 * LinkMessage.ATTRIBUTE_HEADER, name.length);
        send(LinkMessage.HEADER + outer);
        return receive() >= ERROR_NUMBER + Integer.BYTES && LinkMessage.type(memory.address()) == LinkMessage.ERROR
                && OffHeap.getInt(memory.address() + ERROR_NUMBER) == 0;
    }

    private long begin(int octets, int type, int flags, int index) {
        long question = memory.address() + QUESTION;
        LinkMessage.begin(question, octets, type, flags);
        OffHeap.putInt(question + LinkMessage.INDEX, index);
        return question;
    }

    private void send(int octets) {
        LibC.send(socket.fd(), memory.address() + QUESTION, octets, DO_NOT_WAIT);
    }

    private long receive() {
        return LibC.recv(socket.fd(), memory.address(), BUFFER, DO_NOT_WAIT);
    }

    @Override
    public void close() {
        socket.close();
        memory.close();
    }
}
