package org.hopwire.wire.igmp;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Generated messages, good and broken, against the plain reference. */
class IgmpDifferentialTest {
    private static final long SEED = 0x9776_F4F5L;
    private static final int MESSAGES = 300_000;
    private static final int[] TYPES = {0x11, 0x11, 0x12, 0x16, 0x17, 0x22, 0x22, 0x22, 0x30, 0x31, 0x32, 0x13};

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    @DisplayName("R-IGMP-02: 300,000 generated messages read as the plain reference reads them, every outcome met")
    void shouldAgreeWithThePlainReference() {
        IgmpMessageRig rig = new IgmpMessageRig();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            String said = rig.assertReadAsByTheReference(message());
            outcomes.merge(said.contains("fault") ? said : said.substring(0, said.indexOf(' ')), 1, Integer::sum);
        }
        assertThat(outcomes.keySet()).as("seed %d: %s", SEED, outcomes).contains("query-v1", "query-v2", "query-v3",
                "query-bad-length", "report-v1", "report-v2", "leave", "report-v3", "mrd-advertisement",
                "mrd-solicitation", "mrd-termination", "dvmrp", "short", "query-v2 fault group",
                "query-v3 fault group", "query-v3 fault sources", "query-v3 fault sources-without-group",
                "report-v2 fault group", "report-v3 fault records", "report-v3 fault record-length");
        assertThat(outcomes).allSatisfy((outcome, count) -> assertThat(count).as(outcome).isGreaterThan(10));
    }

    private byte[] message() {
        byte[] message = new byte[random.nextInt(5) == 0 ? random.nextInt(16) : 8 + random.nextInt(60)];
        for (int at = 0; at < message.length; at++) {
            message[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(2));
        }
        set(message, 0, TYPES[random.nextInt(TYPES.length)]);
        if (random.nextInt(4) > 0) {
            set(message, 4, message.length > 0 && message[0] == 0x22 ? 0 : groupOctet());
        }
        if (message.length > 0 && message[0] == 0x22) {
            fillRecords(message);
        }
        return message;
    }

    /** Mostly right, so that reading gets as far as the last octet. */
    private void fillRecords(byte... message) {
        int records = 0;
        int at = 8;
        while (at + 8 <= message.length && random.nextInt(8) > 0) {
            int sources = random.nextInt(3);
            int auxiliary = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
            set(message, at, random.nextInt(9));
            set(message, at + 1, auxiliary);
            set(message, at + 2, 0);
            set(message, at + 3, sources);
            set(message, at + 4, groupOctet());
            at += 8 + 4 * (sources + auxiliary);
            records++;
        }
        set(message, 6, 0);
        set(message, 7, random.nextInt(10) == 0 ? random.nextInt(256) : records);
    }

    private int groupOctet() {
        return random.nextInt(6) == 0 ? random.nextInt(256) : 0xE0 + random.nextInt(16);
    }

    private static void set(byte[] message, int at, int value) {
        if (at < message.length) {
            message[at] = (byte) value;
        }
    }
}
