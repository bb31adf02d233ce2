package org.hopwire.cli.privilege;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.linux.sys.Capability;
import org.hopwire.port.linux.sys.SystemCallException;
import org.hopwire.port.linux.sys.ThisProcess;

/**
 * Asks for what is missing and gives up what is too much. Giving up means to start over: each thread of a virtual
 * machine has capabilities of its own, and only a program that begins with few has few in all of them.
 */
public final class Privileges {
    /** Set where this process is a program of its own, which may begin again. */
    public static final String OWN_PROCESS = "hopwire.process.own";
    /** Number of the process that has begun again, so that it does so once. */
    private static final String LIMITED = "HOPWIRE_LIMITED";
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Privileges() {}

    /**
     * Refuses what the kernel would refuse later.
     *
     * @throws CliException naming the port, what it needs and how to get it
     */
    public static void require(EngineConfig config) throws CliException {
        if (isLinux()) {
            require(config, Capability.effective());
        }
    }

    static void require(EngineConfig config, long held) throws CliException {
        for (PortConfig port : config.port()) {
            Set<Capability> missing = Needs.of(port);
            missing.removeAll(Capability.in(held));
            if (!missing.isEmpty()) {
                throw new CliException(ExitCode.ENVIRONMENT, "port " + port.name() + " (" + port.kind() + " on "
                        + port.device() + ") needs " + Capability.labels(missing) + ", which this process does not"
                        + " hold: put sudo in front (it keeps no more than that), use systemd/hopwire.service, or try"
                        + " it in a user namespace with 'hopwire lab up'");
            }
        }
    }

    private static boolean isLinux() {
        return "Linux".equals(System.getProperty("os.name"));
    }

    /**
     * Starts this program over, in this process, with no more than a configuration needs, where more is held; returns
     * where there is nothing to give up.
     *
     * @param files that the program must still be able to read
     * @throws CliException if the kernel refuses
     */
    public static void limit(EngineConfig config, String prometheus, List<Path> files) throws CliException {
        long held = Capability.effective();
        Set<Capability> kept = Needs.of(config, prometheus);
        kept.retainAll(Capability.in(held));
        String pid = Long.toString(ProcessHandle.current().pid());
        if (!isLinux() || System.getProperty(OWN_PROCESS) == null || held == Capability.mask(kept)
                || pid.equals(System.getenv(LIMITED))) {
            return;
        }
        try {
            Set<Capability> tried = EnumSet.noneOf(Capability.class);
            tried.addAll(kept);
            if (!canReadWith(kept, files)) {
                // root reads what it does not own, in a user's home for instance
                tried.add(Capability.CAP_DAC_READ_SEARCH);
                tried.retainAll(Capability.in(held));
            }
            List<String> words = commandLine();
            String program = ProcessHandle.current().info().command().orElseThrow(
                    () -> new IOException("which program this is cannot be told"));
            ThisProcess.limitTo(tried);
            ThisProcess.setEnvironment(LIMITED, pid);
            ThisProcess.become(program, words);
        } catch (IOException | SystemCallException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "privileges cannot be given up: " + e.getMessage(), e);
        }
    }

    private static boolean canReadWith(Set<Capability> capabilities, List<Path> files) {
        long permitted = Capability.permitted();
        long effective = Capability.effective();
        ThisProcess.setCapabilities(Capability.mask(capabilities), permitted, 0);
        try {
            return Stream.concat(files.stream(), program()).allMatch(Privileges::canRead);
        } finally {
            ThisProcess.setCapabilities(effective, permitted, 0);
        }
    }

    /** What this program is made of. */
    private static Stream<Path> program() {
        return Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "lib", "modules")),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of));
    }

    private static boolean canRead(Path file) {
        if (Files.isDirectory(file)) {
            return true;
        }
        try {
            Files.newByteChannel(file).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> commandLine() throws IOException {
        String line = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
        return List.of(line.substring(0, line.length() - 1).split("\0", -1));
    }

    /** What is held now, for people. */
    public static String describe() {
        long held = Capability.effective();
        Set<Capability> known = Capability.in(held);
        if (held == 0) {
            return "none";
        }
        return held == Capability.mask(known) ? Capability.labels(known) : "all of root's";
    }
}
