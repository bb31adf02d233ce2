package org.hopwire.cli.live;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;

/**
 * Where a running engine can be found: a folder for each user, in memory where the system has such a place, with two
 * files for each process, named by its number. {@code HOPWIRE_RUN_DIR} names another folder.
 *
 * @param folder readable by its owner alone
 */
public record EngineFiles(Path folder) {
    /** Variable that names another folder. */
    public static final String VARIABLE = "HOPWIRE_RUN_DIR";

    private static final String COUNTERS = ".counters";
    private static final String SOCKET = ".socket";
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    /** The folder of this user, made where it is missing. */
    public static EngineFiles ofThisUser() throws CliException {
        String named = System.getProperty("hopwire.run.dir", System.getenv(VARIABLE));
        Path base = Files.isWritable(IN_MEMORY) ? IN_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        Path folder = named == null ? base.resolve("hopwire-" + System.getProperty("user.name")) : Path.of(named);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            // whoever made the folder named after us could put files and sockets of theirs in the place of ours
            if (!Files.isWritable(folder) || (named == null && !isOurs(folder))) {
                throw new CliException(ExitCode.ENVIRONMENT, folder
                        + ": is another user's; set HOPWIRE_RUN_DIR to a folder of your own");
            }
            return new EngineFiles(folder);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, folder + ": cannot be made (" + e.getMessage() + ")", e);
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "owner", null);
        try {
            return Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.delete(probe);
        }
    }

    Path counters(long pid) {
        return folder.resolve(pid + COUNTERS);
    }

    Path socket(long pid) {
        return folder.resolve(pid + SOCKET);
    }

    /** Processes whose engines run. */
    List<Long> running() throws CliException {
        return pids().filter(pid -> Files.exists(counters(pid)) && isAlive(pid)).toList();
    }

    /** Takes away what engines have left that were killed. */
    void sweep() throws CliException {
        for (long pid : pids().filter(pid -> !isAlive(pid)).toList()) {
            try {
                Files.deleteIfExists(counters(pid));
                Files.deleteIfExists(socket(pid));
            } catch (IOException e) {
                throw new CliException(ExitCode.ENVIRONMENT, counters(pid) + ": cannot be deleted", e);
            }
        }
    }

    private Stream<Long> pids() throws CliException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,9}\\.(counters|socket)"))
                    .map(name -> Long.parseLong(name.substring(0, name.indexOf('.')))).distinct()
                    .sorted().toList().stream();
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, folder + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** A number alone may be another process's by now; where a socket is, an engine answers there or has gone. */
    private boolean isAlive(long pid) {
        return ProcessHandle.of(pid).isPresent() && (!Files.exists(socket(pid)) || answers(socket(pid)));
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The engine a command means: the one named, or the only one there is. */
    long choose(Long named) throws CliException {
        List<Long> running = running();
        if (named != null) {
            if (!running.contains(named)) {
                throw new CliException(ExitCode.BAD_INPUT, "no engine of process " + named + " runs here");
            }
            return named;
        }
        if (running.size() != 1) {
            throw new CliException(ExitCode.BAD_INPUT, running.isEmpty()
                    ? "no engine of this user runs; start one with 'hopwire run'"
                    : "several engines run; say which: --pid " + String.join(", --pid ",
                            running.stream().map(String::valueOf).toList()));
        }
        return running.get(0);
    }
}
