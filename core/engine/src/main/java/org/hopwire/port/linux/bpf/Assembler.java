package org.hopwire.port.linux.bpf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a program for the kernel's virtual machine, one 8-byte instruction after the other; jumps go to labels. */
public final class Assembler {
    private static final int LOAD_BYTE = 0x71;
    private static final int LOAD_SHORT = 0x69;
    private static final int LOAD_INT = 0x61;
    private static final int LOAD_MAP = 0x18;
    private static final int MAP_DESCRIPTOR = 1;
    private static final int STORE_INT = 0x63;
    private static final int STORE_SHORT = 0x6b;
    private static final int STORE_VALUE = 0x62;
    private static final int KERNEL_FUNCTION = 2;
    private static final int TO_NETWORK_ORDER = 0xdc;
    private static final int MOVE = 0xbf;
    private static final int SET = 0xb7;
    private static final int ADD = 0x07;
    private static final int JUMP = 0x05;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_NOT_EQUAL = 0x55;
    private static final int JUMP_IF_GREATER = 0x2d;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;
    private static final int OFFSET_SHIFT = 16;

    private final List<Long> code = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<Integer, String> jumps = new HashMap<>();

    private Assembler add(int operation, int destination, int source, int offset, int value) {
        code.add((operation & 0xffL) | (long) (destination | source << 4) << 8 | (offset & 0xffffL) << OFFSET_SHIFT
                | (value & 0xffff_ffffL) << Integer.SIZE);
        return this;
    }

    private Assembler jump(int operation, int left, int right, int value, String label) {
        jumps.put(code.size(), label);
        return add(operation, left, right, 0, value);
    }

    public Assembler loadByte(int to, int from, int offset) {
        return add(LOAD_BYTE, to, from, offset, 0);
    }

    public Assembler loadShort(int to, int from, int offset) {
        return add(LOAD_SHORT, to, from, offset, 0);
    }

    public Assembler loadInt(int to, int from, int offset) {
        return add(LOAD_INT, to, from, offset, 0);
    }

    /** Loads the address of a map; takes two instructions. */
    public Assembler loadMap(int to, int descriptor) {
        add(LOAD_MAP, to, MAP_DESCRIPTOR, 0, descriptor);
        code.add(0L);
        return this;
    }

    public Assembler storeInt(int to, int offset, int from) {
        return add(STORE_INT, to, from, offset, 0);
    }

    public Assembler storeShort(int to, int offset, int from) {
        return add(STORE_SHORT, to, from, offset, 0);
    }

    /** Stores four bytes. */
    public Assembler storeValue(int to, int offset, int value) {
        return add(STORE_VALUE, to, 0, offset, value);
    }

    /** Turns the low two bytes of a register into network order, and the rest of it into nothing. */
    public Assembler shortToNetworkOrder(int register) {
        return add(TO_NETWORK_ORDER, register, 0, 0, Short.SIZE);
    }

    public Assembler move(int to, int from) {
        return add(MOVE, to, from, 0, 0);
    }

    public Assembler set(int to, int value) {
        return add(SET, to, 0, 0, value);
    }

    public Assembler add(int to, int value) {
        return add(ADD, to, 0, 0, value);
    }

    public Assembler jump(String label) {
        return jump(JUMP, 0, 0, 0, label);
    }

    public Assembler jumpIfEqual(int register, int value, String label) {
        return jump(JUMP_IF_EQUAL, register, 0, value, label);
    }

    public Assembler jumpIfNotEqual(int register, int value, String label) {
        return jump(JUMP_IF_NOT_EQUAL, register, 0, value, label);
    }

    public Assembler jumpIfGreater(int left, int right, String label) {
        return jump(JUMP_IF_GREATER, left, right, 0, label);
    }

    public Assembler call(int function) {
        return add(CALL, 0, 0, 0, function);
    }

    /** Calls what {@link KernelFunctions} has found. */
    public Assembler callKernel(int function) {
        return add(CALL, 0, KERNEL_FUNCTION, 0, function);
    }

    public Assembler exit() {
        return add(EXIT, 0, 0, 0, 0);
    }

    public Assembler label(String name) {
        labels.put(name, code.size());
        return this;
    }

    /** The program, every jump with its distance. */
    public long[] assemble() {
        long[] program = code.stream().mapToLong(Long::longValue).toArray();
        jumps.forEach((at, label) -> {
            int distance = labels.get(label) - at - 1;
            program[at] |= (distance & 0xffffL) << OFFSET_SHIFT;
        });
        return program;
    }
}
