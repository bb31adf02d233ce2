package org.hopwire.bench.gate.build;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.Shell;

/** A clone of Hopwire: its commits, and its working tree. */
public final class Repository {
    private final Path root;

    /** The clone whose working tree has this root. */
    public Repository(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * The clone this program was built in, or else the one around the current directory.
     *
     * @throws BenchException
     *             where there is none
     */
    public static Repository ofThisProgram() {
        try {
            Path code = Path.of(Repository.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path root = above(code) == null ? above(Path.of("").toAbsolutePath()) : above(code);
            if (root == null) {
                throw BenchException.environment("not inside a clone of Hopwire: run bench/bench of one");
            }
            return new Repository(root);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The root of a working tree at or above a path, or {@code null}. */
    static Path above(Path path) {
        Path at = path;
        while (at != null && !(Files.exists(at.resolve("bench/bench")) && Files.exists(at.resolve(".git")))) {
            at = at.getParent();
        }
        return at;
    }

    /** Root of the working tree. */
    public Path root() {
        return root;
    }

    /**
     * The full name of a commit.
     *
     * @throws BenchException
     *             where this clone has no such commit
     */
    public String resolve(String revision) {
        try {
            return git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        } catch (BenchException e) {
            throw BenchException.environment("no commit \"" + revision + "\" in this clone" + (isShallow()
                    ? ", which is shallow: git fetch --unshallow"
                    : ""));
        }
    }

    private boolean isShallow() {
        return git("rev-parse", "--is-shallow-repository").equals("true");
    }

    /** Whether tracked files have changes that no commit holds, or there are new ones, in what is built. */
    public boolean hasChanges() {
        return !git("status", "--porcelain", "--", "core/engine/src/main", "core/engine/pom.xml", "bench/src/main",
                "bench/pom.xml", "pom.xml").isEmpty();
    }

    /** Checks a commit out into a folder of its own. */
    void addWorktree(Path folder, String commit) {
        git("worktree", "add", "--force", "--detach", folder.toString(), commit);
    }

    void removeWorktree(Path folder) {
        git("worktree", "remove", "--force", folder.toString());
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Shell.run(root, command);
    }
}
