package org.hopwire.ip.neighbor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.ip.neighbor.ArpLab.FAR;
import static org.hopwire.ip.neighbor.ArpLab.FAR_MAC;
import static org.hopwire.ip.neighbor.ArpLab.SECOND;

/** tshark reads every kind of ARP frame the engine says. */
class EmittedArpTest {
    private static final int ETHERNET_LINK = 1;

    @TempDir
    private Path folder;

    /** An announcement, a request, an answer, a poll, in that order. */
    private static List<byte[]> everyKind() {
        List<byte[]> said = new ArrayList<>();
        try (ArpLab lab = new ArpLab(ArpConfig.defaults().withAnnouncements(1), builder -> {})) {
            lab.lab.run();
            said.addAll(lab.wan());
            lab.onLan(ArpLab.toward(FAR, 1));
            said.addAll(lab.wan());
            lab.onWan(ArpLab.reply(FAR, FAR_MAC));
            said.addAll(lab.onWan(ArpLab.request(FAR_MAC, FAR, "198.51.100.1")));
            lab.pass(60 * SECOND);
            said.addAll(lab.wan());
        }
        return said;
    }

    private Path capture(List<byte[]> frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(24).putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0)
                .putInt(0).putInt(65_535).putInt(ETHERNET_LINK).array());
        for (byte[] frame : frames) {
            out.writeBytes(ByteBuffer.allocate(16).putInt(0).putInt(0).putInt(frame.length).putInt(frame.length)
                    .array());
            out.writeBytes(frame);
        }
        return Files.write(folder.resolve("arp.pcap"), out.toByteArray());
    }

    @Test
    @DisplayName("tshark takes each for what it is meant to be, and finds nothing malformed")
    void shouldBeReadByTshark() throws IOException {
        Tool.require("tshark", "tshark");
        String file = capture(everyKind()).toString();
        assertThat(Tool.run("tshark", "-r", file, "-Y", "_ws.malformed")).isEmpty();
        assertThat(Tool.run("tshark", "-r", file, "-T", "fields", "-E", "separator= ", "-e", "arp.opcode", "-e",
                "eth.dst", "-e", "arp.src.hw_mac", "-e", "arp.src.proto_ipv4", "-e", "arp.dst.proto_ipv4"))
                .containsExactly(
                        "1 ff:ff:ff:ff:ff:ff " + Lab.WAN_MAC + " 198.51.100.1 198.51.100.1",
                        "1 ff:ff:ff:ff:ff:ff " + Lab.WAN_MAC + " 198.51.100.1 198.51.100.77",
                        "2 " + FAR_MAC + ' ' + Lab.WAN_MAC + " 198.51.100.1 198.51.100.77",
                        "1 " + FAR_MAC + ' ' + Lab.WAN_MAC + " 198.51.100.1 198.51.100.77");
    }
}
