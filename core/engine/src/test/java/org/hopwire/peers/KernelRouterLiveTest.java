package org.hopwire.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.hopwire.testkit.SentFrame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As {@link KernelRouterTest}, with the kernel of this machine while the test waits. With
 * {@code -Dhopwire.record=true} its answers take the place of the recording, and the classes go to {@code target}.
 */
@Tag("live")
class KernelRouterLiveTest {
    @Test
    @DisplayName("what this machine's kernel does about each packet we do, but for the reviewed classes of difference")
    void shouldDoAsTheKernelDoesButForWhatWasReviewed() throws Exception {
        List<RouterFrame> frames = KernelRouterTest.frames();
        try (KernelRouter router = new KernelRouter()) {
            List<List<SentFrame>> kernel = router.answers(frames);
            assertThat(kernel).allSatisfy(each -> assertThat(each).allMatch(SentFrame::isSumRight));
            Map<String, List<Integer>> classes = RouterDifferences.between(frames, kernel);
            if (Boolean.getBoolean("hopwire.record")) {
                KernelAnswers.write(KernelRouterTest.RECORDING, frames, kernel);
                Files.writeString(Path.of("target", "kernel-router.txt"),
                        KernelRouterTest.printed(classes, Map.of()) + "\n");
            }
            assertThat(KernelRouterTest.printed(classes, RouterDifferences.reviewed())).isEmpty();
        }
    }
}
