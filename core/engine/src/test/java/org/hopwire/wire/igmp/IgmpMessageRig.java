package org.hopwire.wire.igmp;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;

/** One message, as the flyweights and the plain reference read it. */
final class IgmpMessageRig {
    private final IgmpDescription description = new IgmpDescription();
    private final PimHello hello = new PimHello();

    /** Throws when the two differ, or the surroundings matter; returns what both say. */
    String assertReadAsByTheReference(byte... message) {
        String expected = IgmpReference.describe(message);
        checkIn(0x00, expected, message);
        checkIn(0xFF, expected, message);
        return expected;
    }

    private void checkIn(int poison, String expected, byte... message) {
        PoisonedBuffer buffer = PoisonedBuffer.of(message, poison);
        String said = description.of(buffer.view(), 0, message.length);
        hello.wrap(buffer.view(), 0, message.length).validate();
        buffer.assertSurroundingsIntact();
        if (!said.equals(expected)) {
            throw new AssertionError(Hex.format(message) + ": " + said + ", not " + expected);
        }
    }
}
