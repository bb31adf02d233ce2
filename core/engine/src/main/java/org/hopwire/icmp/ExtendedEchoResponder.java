package org.hopwire.icmp;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Turn;
import org.hopwire.wire.ExtendedEcho;
import org.hopwire.wire.IcmpCodes;
import org.hopwire.wire.IcmpExtensions;
import org.hopwire.wire.InterfaceInformation;
import org.hopwire.wire.Ipv4Header;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Answers extended echo: what state an interface of ours, or a neighbour's, is in (RFC 8335 section 4). Off unless the
 * policy of type 42 is {@code legacy}.
 *
 * <p>Who may ask has to be authorised; here that is a station of a network connected to the port the question came in
 * by. Everybody else, and every question that was not sent to one unicast address of ours, meets silence. An interface
 * index is the port's position plus one, since index 0 means none (RFC 2863).
 */
final class ExtendedEchoResponder {
    private static final int TTL = 255;
    private static final int FAMILY_MAC = 16_389;
    private static final int MAC_LENGTH = 6;
    private static final int NO_MATCH = -1;
    private static final int MANY = -2;

    private final InterfaceTable interfaces;
    private final byte[][] names;
    private final IntUnaryOperator neighbourState;

    private final ExtendedEcho echo = new ExtendedEcho();
    private final IcmpExtensions structure = new IcmpExtensions();

    /**
     * A responder for the given interfaces.
     *
     * @param neighbourState from an IPv4 address to a {@code STATE_} of {@link ExtendedEcho}, 0 where the address is
     *        in no neighbour table
     */
    ExtendedEchoResponder(InterfaceTable interfaces, IntUnaryOperator neighbourState) {
        this.interfaces = interfaces;
        this.neighbourState = neighbourState;
        names = new byte[interfaces.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = interfaces.get(i).name().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Answers or drops; true when it answers. */
    boolean answer(Packet packet, Turn turn) {
        if (packet.is(Packet.GROUP)) {
            packet.drop(DropReason.ICMP_BROADCAST_QUERY);
            return false;
        }
        if (packet.source() == 0 || interfaces.get(packet.inPort()).networkOf(packet.source()) == null) {
            packet.drop(DropReason.ICMP_DISABLED);
            return false;
        }
        if (!EchoHandler.stampOptions(packet, interfaces, packet.destination(), turn.epochNs())) {
            return false;
        }
        write(packet);
        packet.output();
        return true;
    }

    private void write(Packet packet) {
        UnsafeBuffer view = packet.view();
        int at = packet.headerLength();
        echo.wrap(view, at);
        int sequence = echo.sequence();
        int identifier = echo.identifier();
        int result = judge(view, at + ExtendedEcho.LENGTH, packet.payloadLength() - ExtendedEcho.LENGTH);
        packet.trim(at + ExtendedEcho.LENGTH);
        echo.writeReply(result >>> 16, identifier, sequence, result >>> 8 & 0xFF, result & 0xFF);
        // DF is set and the identification means nothing, as RFC 8335 section 4 and RFC 6864 section 4.1 have it
        view.putInt(4, Ipv4Header.DONT_FRAGMENT, BIG_ENDIAN);
        EchoHandler.finish(packet, packet.destination(), packet.source(), TTL);
    }

    /** Code, state and flags of the reply, from the high 16 bits down. */
    private int judge(UnsafeBuffer view, int at, int length) {
        structure.wrapStructure(view, at, length);
        if (!structure.isPresent() || !structure.next() || structure.objectClass() != ExtendedEcho.OBJECT_CLASS) {
            return code(IcmpCodes.MALFORMED_QUERY);
        }
        int kind = structure.objectType();
        int payload = structure.payloadOffset();
        int octets = structure.payloadLength();
        // exactly one object, and a remote interface only by its address (RFC 8335 section 4.1)
        boolean valid = !structure.next() && (echo.isLocal() || kind == ExtendedEcho.BY_ADDRESS)
                && ExtendedEcho.isValidObject(view, payload, octets, kind) && isUsable(view, payload, octets, kind);
        if (!valid) {
            return code(IcmpCodes.MALFORMED_QUERY);
        }
        return echo.isLocal() ? local(find(view, payload, octets, kind)) : remote(view, payload);
    }

    private static boolean isUsable(UnsafeBuffer view, int payload, int octets, int kind) {
        return switch (kind) {
            case ExtendedEcho.BY_NAME -> isPadded(view, payload, octets);
            case ExtendedEcho.BY_ADDRESS -> isKnownFamily(view, payload, octets);
            default -> true;
        };
    }

    /** Behind the name nothing but the zeros that fill its last word. */
    private static boolean isPadded(UnsafeBuffer view, int payload, int octets) {
        int name = ExtendedEcho.nameLength(view, payload, octets);
        boolean zeros = octets - name < Integer.BYTES;
        for (int i = name; i < octets; i++) {
            zeros &= view.getByte(payload + i) == 0;
        }
        return zeros;
    }

    private static boolean isKnownFamily(UnsafeBuffer view, int payload, int octets) {
        return switch (ExtendedEcho.addressFamily(view, payload)) {
            case InterfaceInformation.FAMILY_IPV4, InterfaceInformation.FAMILY_IPV6 -> true;
            case FAMILY_MAC -> octets == 12 && (view.getByte(payload + 2) & 0xFF) == MAC_LENGTH;
            default -> false;
        };
    }

    private static int code(int code) {
        return code << 16;
    }

    private int local(int found) {
        if (found == MANY) {
            return code(IcmpCodes.MULTIPLE_INTERFACES);
        }
        if (found == NO_MATCH) {
            return code(IcmpCodes.NO_SUCH_INTERFACE);
        }
        return ExtendedEcho.ACTIVE | (interfaces.get(found).addresses().isEmpty() ? 0 : ExtendedEcho.IPV4);
    }

    private int remote(UnsafeBuffer view, int payload) {
        boolean ipv4 = ExtendedEcho.addressFamily(view, payload) == InterfaceInformation.FAMILY_IPV4;
        int state = ipv4 ? neighbourState.applyAsInt(ExtendedEcho.address(view, payload)) : 0;
        return state == 0 ? code(IcmpCodes.NO_SUCH_TABLE_ENTRY) : state << 8;
    }

    private int find(UnsafeBuffer view, int payload, int octets, int kind) {
        int found = NO_MATCH;
        for (int i = 0; i < names.length; i++) {
            if (matches(i, view, payload, octets, kind)) {
                found = found == NO_MATCH ? i : MANY;
            }
        }
        return found;
    }

    private boolean matches(int index, UnsafeBuffer view, int payload, int octets, int kind) {
        return switch (kind) {
            case ExtendedEcho.BY_NAME -> hasName(names[index], view, payload, octets);
            case ExtendedEcho.BY_INDEX -> ExtendedEcho.index(view, payload) == index + 1;
            default -> hasAddress(interfaces.get(index), view, payload);
        };
    }

    private static boolean hasName(byte[] name, UnsafeBuffer view, int payload, int octets) {
        if (ExtendedEcho.nameLength(view, payload, octets) != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (view.getByte(payload + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAddress(Interface each, UnsafeBuffer view, int payload) {
        return switch (ExtendedEcho.addressFamily(view, payload)) {
            case InterfaceInformation.FAMILY_IPV4 -> hasAddress(each, ExtendedEcho.address(view, payload));
            case FAMILY_MAC -> view.getLong(payload + Integer.BYTES, BIG_ENDIAN) >>> Short.SIZE == each.mac();
            default -> false;
        };
    }

    private static boolean hasAddress(Interface each, int address) {
        for (int i = 0; i < each.addresses().size(); i++) {
            if (each.addresses().get(i).address() == address) {
                return true;
            }
        }
        return false;
    }
}
