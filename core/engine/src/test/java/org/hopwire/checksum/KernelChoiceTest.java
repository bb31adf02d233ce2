package org.hopwire.checksum;

import java.lang.foreign.Arena;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which kernel runs for which JVM, with the facts made up; {@link ForkedKernelTest} asks real ones. */
class KernelChoiceTest {
    private static final RuntimeFacts GOOD = new RuntimeFacts(null, null, true, 256, null);

    @ParameterizedTest
    @CsvSource({"128, vector128", "256, vector256", "512, vector512", "1024, vector512"})
    void shouldTakeTheWidthTheMachinePrefers(int bits, String name) {
        KernelChoice choice = KernelChoice.of(new RuntimeFacts(null, null, true, bits, null));
        assertThat(choice.description().name()).isEqualTo(name);
        assertThat(choice.description().isVector()).isTrue();
        assertThat(choice.description().toString()).startsWith(name + " (jdk.incubator.vector");
        assertThat(choice.refusal()).isNull();
    }

    @Test
    void shouldFallBackWithoutTheModuleAndSayWhatToAdd() {
        expectScalar(new RuntimeFacts(null, null, false, 0, null),
                "module absent: add --add-modules jdk.incubator.vector");
    }

    @Test
    void shouldFallBackBelow128Bits() {
        expectScalar(new RuntimeFacts(null, null, true, 64, null), "vectors of 64 bits, under 128");
    }

    @Test
    void shouldFallBackWithoutC2() {
        expectScalar(new RuntimeFacts(null, null, true, 256, "C1 only"), "vectors need C2: C1 only");
    }

    private static void expectScalar(RuntimeFacts facts, String reason) {
        KernelChoice choice = KernelChoice.of(facts);
        assertThat(choice.description()).isEqualTo(new ChecksumKernel("scalar", reason));
        assertThat(choice.kernel()).isSameAs(ScalarKernel.INSTANCE);
        assertThat(choice.refusal()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"scalar, scalar", "vector, vector256", "vector128, vector128", "vector256, vector256",
        "vector512, vector512"})
    void shouldDoAsForced(String forced, String name) {
        KernelChoice choice = KernelChoice.of(new RuntimeFacts(forced, null, true, 256, "C1 only"));
        assertThat(choice.description().name()).isEqualTo(name);
        assertThat(choice.description().reason()).startsWith("forced by hopwire.checksum=" + forced);
        assertThat(choice.refusal()).isNull();
        expectRightSum(choice.kernel());
    }

    @Test
    void shouldSayThatAForcedWidthIsBeyondTheMachine() {
        KernelChoice choice = KernelChoice.of(new RuntimeFacts("vector512", null, true, 256, null));
        assertThat(choice.description().reason()).endsWith("slow: this machine prefers 256 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Vector", "vector64", "vector256 ", "auto", "0"})
    void shouldRefuseAnUnknownValueNamingIt(String value) {
        KernelChoice choice = KernelChoice.of(new RuntimeFacts(value, null, true, 256, null));
        assertThat(choice.refusal()).isEqualTo("hopwire.checksum=" + value
                + " is not one of scalar, vector, vector128, vector256, vector512");
        expectRightSum(choice.kernel());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "vector128", "vector256", "vector512"})
    void shouldRefuseAForcedVectorWithoutTheModule(String value) {
        assertThat(KernelChoice.of(new RuntimeFacts(value, null, false, 0, null)).refusal())
                .isEqualTo("hopwire.checksum=" + value
                        + " cannot be had, module absent: add --add-modules jdk.incubator.vector");
    }

    @Test
    void shouldRefuseVectorsWithoutBoundsChecks() {
        RuntimeFacts unchecked = new RuntimeFacts(null, "0", true, 256, null);
        assertThat(KernelChoice.of(unchecked).refusal()).contains("VECTOR_ACCESS_OOB_CHECK=0");
        assertThat(KernelChoice.of(new RuntimeFacts(null, "2", true, 256, null)).refusal()).isNull();
    }

    @Test
    void shouldDefineOneClassPerWidth() {
        // C2 needs the species as a constant of the class, so no two widths may share one
        long classes = IntStream.of(128, 256, 512).mapToObj(KernelChoiceTest::kernelClass).distinct().count();
        assertThat(classes).isEqualTo(3);
        assertThat(GOOD.noCompiler()).isNull();
    }

    private static Class<?> kernelClass(int bits) {
        return KernelChoice.of(new RuntimeFacts("vector" + bits, null, true, bits, null)).kernel().getClass();
    }

    private static void expectRightSum(SumKernel kernel) {
        try (Arena arena = Arena.ofConfined()) {
            var memory = arena.allocate(257).fill((byte) 0x5a);
            assertThat(kernel.sum(memory.address(), 257)).isEqualTo(Reference.sum(memory, 0, 257));
        }
    }
}
