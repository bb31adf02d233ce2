package org.hopwire.bench.reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReferenceKernelTest {
    /** Never replaced: figures of two kernels have nothing to do with one another. Write a new kernel beside it. */
    private static final String FROZEN = "26e11cdc79690bce62ff497d22ea18f92a363ec03c24bc45ff80b82a7ee8f5fe";

    @Test
    void shouldNeverBeEdited() throws IOException, GeneralSecurityException {
        String source = Files
                .readString(Path.of("src/main/java/org/hopwire/bench/reference/ReferenceKernel.java"))
                .replace("\r\n", "\n");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(FROZEN);
    }

    @Test
    void shouldGoOnWhereItWas() {
        ReferenceKernel kernel = new ReferenceKernel();
        assertThat(kernel.sum()).isNotEqualTo(kernel.sum());
        assertThat(new ReferenceKernel().sum()).isEqualTo(new ReferenceKernel().sum());
    }
}
