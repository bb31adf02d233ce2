package org.hopwire.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.NativePrograms;
import org.hopwire.bench.machine.Shell;
import org.hopwire.bench.machine.TempFolder;
import org.hopwire.bench.peers.work.Build;

/** The programs in C on DPDK, compiled on first use. */
final class PeerPrograms implements AutoCloseable {
    private static final String INSTALL = "apt-get install dpdk-dev gcc pkg-config libnuma-dev";
    private static final List<String> HEADERS = List.of("peer.h", "frames.h", "dpdk.h");

    private final TempFolder folder = TempFolder.make();
    private final NativePrograms programs = new NativePrograms("", folder.path(), HEADERS);
    private final Map<String, Path> built = new HashMap<>();

    private PeerPrograms() {}

    /**
     * Where they can be built.
     *
     * @throws BenchException that says what to install, where they cannot
     */
    static PeerPrograms here() {
        if (Shell.line("gcc", "--version").isEmpty() || packageFlags("--modversion").getFirst().isEmpty()) {
            throw BenchException.environment("the peers are built with gcc against DPDK: " + INSTALL);
        }
        return new PeerPrograms();
    }

    /** An executable. */
    Path of(String program, Build build) {
        return built.computeIfAbsent(program + "-" + build.name(), name -> compile(program, name, build));
    }

    private Path compile(String program, String name, Build build) {
        List<String> compiler = new ArrayList<>(List.of("gcc", "-std=gnu11", "-D_GNU_SOURCE"));
        compiler.addAll(packageFlags("--cflags"));
        // behind the package's own, which ask for an old processor
        compiler.addAll(build.flags());
        List<String> libraries = new ArrayList<>(packageFlags("--libs"));
        libraries.add("-lpthread");
        return programs.compile(compiler, program, name, libraries);
    }

    private static List<String> packageFlags(String kind) {
        return List.of(Shell.line("pkg-config", kind, "libdpdk").split("\\s+", -1));
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
