package org.hopwire.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.live.EngineFiles;

/**
 * The lab as it is: which processes hold its namespaces open, as a file in the user's folder remembers them. A process
 * number alone may have become another's; the number of the namespace it is in cannot, while one of ours lives.
 */
final class Lab {
    private static final String ROOTLESS = "rootless";
    private static final String NAMESPACE = ".namespace";
    private static final long PATIENCE_SECONDS = 5;
    private static final long PAUSE_MILLIS = 20;

    private final Path folder;
    private final Map<Node, Holder> holders = new EnumMap<>(Node.class);
    private boolean isRootless;

    private Lab(Path folder) {
        this.folder = folder;
    }

    /**
     * Who keeps a namespace alive.
     *
     * @param pid of a process that sleeps
     * @param namespace what {@code /proc/PID/ns/net} points to
     */
    record Holder(long pid, String namespace) {
        boolean isAlive() {
            return namespace.equals(namespaceOf(pid));
        }
    }

    /** The network namespace of a process, empty where it cannot be told. */
    static String namespaceOf(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** What this user's folder remembers. */
    static Lab of(EngineFiles files) throws CliException {
        Lab lab = new Lab(files.folder().resolve("lab"));
        Properties text = new Properties();
        try (var in = Files.newBufferedReader(lab.state())) {
            text.load(in);
            lab.isRootless = Boolean.parseBoolean(text.getProperty(ROOTLESS));
            for (Node node : Node.values()) {
                lab.holders.put(node, new Holder(Long.parseLong(text.getProperty(node.toString())),
                        text.getProperty(node + NAMESPACE)));
            }
        } catch (NoSuchFileException e) {
            // there is none
            return lab;
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException(ExitCode.BAD_INPUT, lab.state() + ": damaged (" + e.getMessage() + "); delete it",
                    e);
        }
        return lab;
    }

    private Path state() {
        return folder.resolve("state");
    }

    /** The configuration that suits it. */
    Path configuration() {
        return folder.resolve("router.toml");
    }

    boolean isRootless() {
        return isRootless;
    }

    boolean isUp() {
        return !holders.isEmpty() && holders.values().stream().allMatch(Holder::isAlive);
    }

    Holder holder(Node node) {
        return holders.get(node);
    }

    /** Begins a new one. */
    void begin(boolean rootless) {
        isRootless = rootless;
        holders.clear();
    }

    /** Adds a namespace that a process holds open. */
    void hold(Node node, long pid) {
        holders.put(node, new Holder(pid, namespaceOf(pid)));
    }

    /** Remembers it. */
    void save(String configuration) throws CliException {
        StringBuilder text = new StringBuilder(ROOTLESS + "=" + isRootless + "\n");
        holders.forEach((node, holder) -> text.append(node).append('=').append(holder.pid()).append('\n').append(node)
                .append(NAMESPACE).append('=').append(holder.namespace()).append('\n'));
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration(), configuration);
            Files.writeString(state(), text);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, folder + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }

    /** Words that run what follows them inside a node. */
    List<String> inside(Node node) throws CliException {
        List<String> words = new ArrayList<>(List.of(Tool.require("nsenter", "util-linux"), "--target",
                Long.toString(holders.get(node).pid()), "--net"));
        if (isRootless) {
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        return words;
    }

    /**
     * Ends what runs inside, and with it the namespaces and their interfaces; forgets the lab.
     *
     * @return one line for each process but the holders
     */
    List<String> takeDown() throws CliException {
        List<ProcessHandle> inside = processesInside();
        List<String> told = inside.stream().filter(each -> holders.values().stream().noneMatch(
                holder -> holder.pid() == each.pid())).map(Lab::describe).toList();
        inside.forEach(ProcessHandle::destroy);
        awaitEnd(inside);
        inside.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        awaitEnd(inside);
        holders.clear();
        forget();
        return told;
    }

    private static String describe(ProcessHandle process) {
        return String.format(Locale.ROOT, "ended process %d (%s)", process.pid(),
                process.info().command().map(Path::of).map(Path::getFileName).map(Path::toString).orElse("?"));
    }

    private List<ProcessHandle> processesInside() {
        List<String> namespaces = holders.values().stream().filter(Holder::isAlive).map(Holder::namespace).toList();
        return ProcessHandle.allProcesses().filter(each -> namespaces.contains(namespaceOf(each.pid()))).toList();
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (processes.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < endNs) {
            pause();
        }
    }

    /** A short while. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget() throws CliException {
        try (Stream<Path> files = Stream.of(state(), configuration(), folder)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, folder + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
    }
}
