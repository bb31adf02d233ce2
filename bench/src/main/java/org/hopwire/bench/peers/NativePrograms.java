package org.hopwire.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The programs in C, compiled on first use. */
final class NativePrograms {
    private static final String INSTALL = "apt-get install dpdk-dev gcc pkg-config libnuma-dev";
    private static final List<String> HEADERS = List.of("peer.h", "frames.h", "dpdk.h");
    private static final List<String> LANGUAGE = List.of("-std=gnu11", "-D_GNU_SOURCE");

    private final Path folder;
    private final Map<String, Path> built = new HashMap<>();

    /** Builds into a folder that exists. */
    NativePrograms(Path folder) throws IOException, InterruptedException, PeerException {
        this.folder = folder;
        if (Shell.line("gcc", "--version").isEmpty() || Shell.line("pkg-config", "--modversion", "libdpdk").isEmpty()) {
            throw new PeerException(PeerException.ENVIRONMENT, "the peers are built with gcc against DPDK: " + INSTALL);
        }
        for (String each : HEADERS) {
            unpack(each);
        }
    }

    private Path unpack(String source) throws IOException {
        Path target = folder.resolve(source);
        try (InputStream in = NativePrograms.class.getResourceAsStream("/native/" + source)) {
            if (in == null) {
                throw new IOException("native/" + source + " is not in the jar");
            }
            Files.copy(in, target);
        }
        return target;
    }

    /** An executable. */
    Path of(String program, Build build) throws IOException, InterruptedException, PeerException {
        String name = program + "-" + build.name();
        if (!built.containsKey(name)) {
            built.put(name, compile(program, folder.resolve(name), build));
        }
        return built.get(name);
    }

    private Path compile(String program, Path target, Build build)
            throws IOException, InterruptedException, PeerException {
        Path source = folder.resolve(program + ".c");
        if (!Files.exists(source)) {
            unpack(program + ".c");
        }
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(LANGUAGE);
        command.addAll(packageFlags("--cflags"));
        // behind the package's own, which ask for an old processor
        command.addAll(build.flags());
        command.addAll(List.of(source.toString(), "-o", target.toString()));
        command.addAll(packageFlags("--libs"));
        command.add("-lpthread");
        Shell.Result result = Shell.run(command);
        if (result.exitCode() != 0) {
            throw new PeerException(PeerException.ENVIRONMENT, source.getFileName() + " does not compile: "
                    + result.complaint());
        }
        return target;
    }

    private static List<String> packageFlags(String kind) throws InterruptedException {
        return List.of(Shell.line("pkg-config", kind, "libdpdk").split("\\s+", -1));
    }
}
