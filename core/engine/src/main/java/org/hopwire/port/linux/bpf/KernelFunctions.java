package org.hopwire.port.linux.bpf;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Functions of the running kernel that a program may call, found by name in the description of its types (BTF), as the
 * kernel's documentation lays it out: a header, a section of types, a section of names.
 */
public final class KernelFunctions {
    private static final String TYPES = "/sys/kernel/btf/vmlinux";
    private static final int MAGIC = 0xEB9F;
    private static final int TYPE_BYTES = 12;
    private static final int FUNCTION = 12;
    private static final int MEMBER_BYTES = 12;
    private static final int VALUE_BYTES = 8;

    private KernelFunctions() {}

    /** What a program calls a function by; 0 where this kernel has none of that name, or does not tell. */
    public static int find(String name) {
        // read at once, its five megabytes would stay behind as a buffer outside the heap
        try (InputStream types = new BufferedInputStream(new FileInputStream(TYPES))) {
            return find(types.readAllBytes(), name);
        } catch (IOException e) {
            return 0;
        }
    }

    static int find(byte[] description, String name) {
        ByteBuffer types = ByteBuffer.wrap(description).order(ByteOrder.LITTLE_ENDIAN);
        if (description.length < 24 || (types.getShort(0) & 0xffff) != MAGIC) {
            return 0;
        }
        int header = types.getInt(4);
        int at = header + types.getInt(8);
        int end = at + types.getInt(12);
        int names = header + types.getInt(16);
        byte[] wanted = (name + '\0').getBytes(StandardCharsets.US_ASCII);
        for (int id = 1; at + TYPE_BYTES <= end && end <= description.length; id++) {
            int info = types.getInt(at + 4);
            if (kind(info) == FUNCTION && isAt(description, names + types.getInt(at), wanted)) {
                return id;
            }
            at += TYPE_BYTES + more(info);
        }
        return 0;
    }

    private static boolean isAt(byte[] description, int at, byte[] wanted) {
        return at >= 0 && at + wanted.length <= description.length
                && Arrays.equals(description, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static int kind(int info) {
        return info >>> 24 & 0x1f;
    }

    /** Bytes that follow a type of some kind. */
    private static int more(int info) {
        int count = info & 0xffff;
        return switch (kind(info)) {
            // integers, variables, tags of declarations
            case 1, 14, 17 -> Integer.BYTES;
            // arrays
            case 3 -> MEMBER_BYTES;
            // structures, unions, sections, wide enumerations
            case 4, 5, 15, 19 -> count * MEMBER_BYTES;
            // enumerations, prototypes
            case 6, 13 -> count * VALUE_BYTES;
            default -> 0;
        };
    }
}
