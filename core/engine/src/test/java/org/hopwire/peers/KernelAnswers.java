package org.hopwire.peers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.hopwire.testkit.SentFrame;

/**
 * A kernel's answers in a file: of each the octets in which it differs from the frame it answers, moved by as much as
 * fits best, so that a forwarded or quoted packet takes next to nothing. Sums, which were right, and identifications
 * the kernel chose are left out.
 */
final class KernelAnswers {
    /** Where the answer repeats the frame: from the start, or behind an error's headers with options or without. */
    private static final int[] SHIFTS = {0, 28, 32, 36, 40};

    private KernelAnswers() {}

    static void write(Path file, List<RouterFrame> frames, List<List<SentFrame>> answers) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (RouterFrame each : frames) {
                List<SentFrame> sent = answers.get(each.number());
                out.writeByte(sent.size());
                for (SentFrame answer : sent) {
                    write(out, each.frame(), answer.withoutChoices(each.frame()));
                }
            }
        }
    }

    private static void write(DataOutputStream out, SentFrame frame, SentFrame answer) throws IOException {
        byte[] best = null;
        int bestShift = 0;
        for (int shift : SHIFTS) {
            byte[] candidate = difference(frame.bytes(), answer.bytes(), shift);
            if (best == null || zeros(candidate) > zeros(best)) {
                best = candidate;
                bestShift = shift;
            }
        }
        out.writeBoolean(answer.port().equals("lan"));
        out.writeByte(bestShift);
        out.writeShort(best.length);
        out.write(best);
    }

    private static int zeros(byte... bytes) {
        int zeros = 0;
        for (byte each : bytes) {
            zeros += each == 0 ? 1 : 0;
        }
        return zeros;
    }

    /** Its own inverse. */
    private static byte[] difference(byte[] frame, byte[] answer, int shift) {
        byte[] difference = answer.clone();
        for (int i = shift; i < answer.length && i - shift < frame.length; i++) {
            difference[i] ^= frame[i - shift];
        }
        return difference;
    }

    static List<List<SentFrame>> read(Path file, List<RouterFrame> frames) throws IOException {
        List<List<SentFrame>> answers = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            for (RouterFrame each : frames) {
                List<SentFrame> sent = new ArrayList<>();
                int count = in.readByte();
                for (int i = 0; i < count; i++) {
                    sent.add(read(in, each.frame()));
                }
                answers.add(sent);
            }
        }
        return answers;
    }

    private static SentFrame read(DataInputStream in, SentFrame frame) throws IOException {
        String port = in.readBoolean() ? "lan" : "wan";
        int shift = in.readByte();
        byte[] difference = new byte[in.readUnsignedShort()];
        in.readFully(difference);
        return new SentFrame(port, difference(frame.bytes(), difference, shift));
    }
}
