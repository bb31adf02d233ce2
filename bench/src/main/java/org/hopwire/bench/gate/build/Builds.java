package org.hopwire.bench.gate.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.Command;

/** Builds commits once and keeps their jars; copies the working tree's, so that a build beside us does no harm. */
public final class Builds {
    private static final long LIMIT_MS = TimeUnit.MINUTES.toMillis(15);
    private static final int SHORT = 12;
    private static final List<String> MAVEN = List.of("mvn", "-q", "-B", "-ntp", "-pl", "bench", "-am",
            "-Dmaven.test.skip=true", "-Djacoco.skip=true", "package");

    /** What {@code bench/bench} looks at, too, before it builds. */
    private static final List<String> SOURCES = List.of("core/engine/src/main", "bench/src/main", "bench/pom.xml");

    private final Repository repository;
    private final Path cache;
    private final Consumer<String> notices;

    /**
     * Builds commits of a clone.
     *
     * @param cache
     *            where jars are kept
     * @param notices
     *            told what takes long
     */
    public Builds(Repository repository, Path cache, Consumer<String> notices) {
        this.repository = repository;
        this.cache = cache;
        this.notices = notices;
    }

    /** {@code $XDG_CACHE_HOME/hopwire-bench}, or below the working tree's {@code bench/target}. */
    public static Path defaultCache(Repository repository) {
        String home = System.getenv("XDG_CACHE_HOME");
        return home == null || home.isEmpty()
                ? repository.root().resolve("bench/target/gate")
                : Path.of(home, "hopwire-bench");
    }

    /**
     * A commit's jar, built where it is not in the cache.
     *
     * @throws BenchException
     *             where there is no such commit, or it does not build
     */
    public Build commit(String revision) {
        String commit = repository.resolve(revision);
        return edited(commit, commit, tree -> {});
    }

    /**
     * A commit's jar with changes made before it is built.
     *
     * @param key
     *            names the jar in the cache, and the build
     */
    public Build edited(String commit, String key, Consumer<Path> edit) {
        Path folder = cache.resolve("commits").resolve(key);
        Path jar = folder.resolve("benchmarks.jar");
        if (!Files.exists(jar)) {
            notices.accept("building " + (key.equals(commit) ? key.substring(0, SHORT) : key));
            inWorktree(folder, commit, tree -> {
                edit.accept(tree);
                build(tree, folder.resolve("build.log"));
                keep(tree.resolve("bench/target/benchmarks.jar"), jar);
            });
        }
        return new Build(key, jar);
    }

    private void inWorktree(Path folder, String commit, Consumer<Path> work) {
        Path tree = folder.resolve("tree");
        try {
            Files.createDirectories(folder);
            if (Files.exists(tree)) {
                repository.removeWorktree(tree);
            }
            repository.addWorktree(tree, commit);
            try {
                work.accept(tree);
            } finally {
                repository.removeWorktree(tree);
            }
        } catch (IOException e) {
            throw BenchException.environment("cannot write " + folder + ": " + e.getMessage());
        }
    }

    private static void build(Path tree, Path log) {
        int code = Command.run(tree, log, LIMIT_MS, MAVEN);
        if (code != 0) {
            throw BenchException.environment("build failed, see " + log + "\n" + Command.lastLines(log));
        }
    }

    private static void keep(Path from, Path to) {
        try {
            Path part = to.resolveSibling(to.getFileName() + ".part");
            Files.createDirectories(to.getParent());
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw BenchException.environment("cannot copy " + from + " to " + to + ": " + e.getMessage());
        }
    }

    /** The jar of a working tree as it stands, built where a source is newer. */
    public Build workingTree(Repository tree) {
        Path jar = tree.root().resolve("bench/target/benchmarks.jar");
        if (!Files.exists(jar) || isNewerThan(jar, tree.root())) {
            notices.accept("building " + tree.root());
            build(tree.root(), cache.resolve("build.log"));
        }
        Path kept = cache.resolve("trees").resolve(Integer.toHexString(tree.root().hashCode()))
                .resolve("benchmarks.jar");
        keep(jar, kept);
        return new Build(tree.resolve("HEAD") + (tree.hasChanges() ? "+changes" : ""), kept);
    }

    private static boolean isNewerThan(Path jar, Path root) {
        FileTime built = modified(jar);
        return SOURCES.stream().anyMatch(each -> holdsNewer(root.resolve(each), built));
    }

    private static boolean holdsNewer(Path source, FileTime built) {
        try (Stream<Path> files = Files.walk(source)) {
            return files.anyMatch(each -> modified(each).compareTo(built) > 0);
        } catch (IOException e) {
            throw BenchException.environment("cannot read " + source + ": " + e.getMessage());
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
