package org.hopwire.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.hopwire.testkit.SentFrame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand packets from a seed, right ones and hostile ones, given to the Linux kernel as a router and to our
 * engine with the same addresses, routes and neighbours; what the two send because of each is compared octet by octet.
 * Where they differ stands in {@code peers/kernel-router.tsv} by class: kind of packet, kernel, ours, who is right,
 * why. A class that is not there fails. Here the kernel's answers come from a recording.
 */
class KernelRouterTest {
    static final Path RECORDING = Path.of("src/test/resources/peers/kernel-router.gz");

    private static final long SEED = 20_260_101;
    private static final int FRAMES = 10_000;

    static List<RouterFrame> frames() {
        return RouterTraffic.frames(SEED, FRAMES);
    }

    /** Classes and examples of each, one a line. */
    static String printed(Map<String, List<Integer>> classes, Map<String, String> reviewed) {
        Map<String, List<Integer>> unknown = new TreeMap<>(classes);
        unknown.keySet().removeAll(reviewed.keySet());
        return unknown.entrySet().stream().map(each -> each.getKey() + "\t" + each.getValue().size() + " frames: "
                + each.getValue().stream().limit(5).toList()).collect(Collectors.joining("\n"));
    }

    @Test
    @DisplayName("what the kernel does about each packet we do, but for the reviewed classes of difference")
    void shouldDoAsTheKernelDidButForWhatWasReviewed() throws IOException {
        List<RouterFrame> frames = frames();
        Map<String, List<Integer>> classes = RouterDifferences.between(frames, KernelAnswers.read(RECORDING, frames));
        assertThat(printed(classes, RouterDifferences.reviewed())).isEmpty();
        assertThat(new TreeSet<>(RouterDifferences.reviewed().keySet())).as("rows that no longer hold")
                .isEqualTo(new TreeSet<>(classes.keySet()));
    }

    @Test
    @DisplayName("the kernel answered in every way a router can, so that agreeing with it means something")
    void shouldHaveSeenTheKernelAtWork() throws IOException {
        List<RouterFrame> frames = frames();
        List<List<SentFrame>> kernel = KernelAnswers.read(RECORDING, frames);
        Map<String, Long> labels = kernel.stream().flatMap(List::stream)
                .collect(Collectors.groupingBy(SentFrame::kind, Collectors.counting()));
        assertThat(labels).containsKeys("0/0", "3/0", "3/1", "3/2", "3/3", "3/4", "3/13", "11/0", "11/1", "12/0",
                "14/0");
        assertThat(kernel.stream().filter(List::isEmpty).count()).isBetween(1000L, 5000L);
    }

    @Test
    @DisplayName("every reviewed class says who is right, and by which RFC")
    void shouldGiveAReasonForEveryDifference() throws IOException {
        assertThat(RouterDifferences.reviewed().values())
                .allMatch(each -> each.matches("(Linux|ours|either)\t.*RFC [0-9]+.*"));
        assertThat(Files.size(RECORDING)).isLessThan(300_000);
    }
}
