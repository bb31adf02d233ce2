package org.hopwire.wire.igmp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * F4: any octets through the flyweights: what they say is what the plain reference says, and it does not depend on what
 * lies beside the message.
 *
 * <p>Input: the IP payload, as it is.
 */
class IgmpMessageFuzzTest {
    private static final IgmpMessageRig RIG = new IgmpMessageRig();

    @FuzzTest(maxDuration = "10m")
    void shouldReadAnyMessageAsTheReferenceDoes(byte[] input) {
        RIG.assertReadAsByTheReference(input);
    }
}
