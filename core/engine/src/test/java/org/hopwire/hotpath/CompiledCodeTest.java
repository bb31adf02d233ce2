package org.hopwire.hotpath;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.engine.StartupCheck;
import org.hopwire.pipeline.Worker;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What C2 makes of the packet path, in a virtual machine of its own that compiles in the foreground ({@code -Xbatch}),
 * so that counts alone decide what is compiled when.
 */
class CompiledCodeTest {
    private static final String FILE = "inlined.txt";

    @TempDir
    private static Path folder;

    private static Compilation compilation;
    private static List<RecordedEvent> window;

    @BeforeAll
    static void record() throws IOException, InterruptedException {
        Path compiler = folder.resolve("compiler.jfr");
        Path warm = folder.resolve("window.jfr");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StartupCheck.flags());
        command.addAll(List.of("-Xbatch", "-Xmx512m", "-cp", classPath(),
                HotLoop.class.getName(), compiler.toString(), warm.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        }
        compilation = Compilation.of(compiler);
        window = RecordingFile.readAllEvents(warm);
        assertThat(Files.size(warm)).isPositive();
    }

    /** Where the classes of the loop come from, however this test itself was started. */
    private static String classPath() {
        return Stream.of(HotLoop.class, Worker.class, UnsafeBuffer.class, SpscVarHandleArrayQueue.class,
                MessagePassingQueue.class)
                .map(each -> each.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    @DisplayName("each call of inlined.txt is compiled into its caller; those that are gone are no tenth of the file")
    void shouldInlineWhatIsHot() {
        HotPath path = HotPath.of(ClassFiles.ofEngine(), Expected.read("cold.txt"));
        Set<String> calls = path.calls();
        Set<String> inlined = new TreeSet<>(compilation.inlined());
        inlined.retainAll(calls);
        Expected.writeWhereAsked(FILE, inlined.stream().collect(Collectors.toMap(call -> call, call -> "",
                (a, b) -> a, TreeMap::new)));

        Set<String> expected = new TreeSet<>(Expected.read(FILE).keySet());
        int before = expected.size();
        expected.retainAll(calls);
        assertThat(expected).hasSizeGreaterThan(before * 9 / 10);
        Map<String, String> faults = new TreeMap<>();
        for (String call : expected) {
            String fault = compilation.fault(call);
            if (fault != null) {
                faults.put(call, fault);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @DisplayName("no compiled code is thrown away once everything is warm")
    void shouldNotDeoptimise() {
        assertThat(window.stream().filter(each -> each.getEventType().getName().equals("jdk.Deoptimization"))
                .map(CompiledCodeTest::line)).isEmpty();
    }

    private static String line(RecordedEvent event) {
        RecordedMethod method = event.getValue("method");
        return method.getType().getName() + "." + method.getName() + ": " + event.getString("reason") + ", "
                + event.getString("action");
    }
}
