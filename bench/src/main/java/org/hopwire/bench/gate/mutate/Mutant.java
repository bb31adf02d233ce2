package org.hopwire.bench.gate.mutate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.machine.BenchException;

/**
 * A slowdown planted in a copy of the sources: one edit. It must be work that the rest waits for: what a core can do
 * beside it costs nothing.
 *
 * @param name
 *            of file name characters
 * @param about
 *            what becomes slower
 * @param file
 *            from the root of the working tree
 * @param find
 *            occurs there exactly once
 * @param replace
 *            takes its place
 * @param benchmark
 *            label of the gated benchmark that must notice
 */
public record Mutant(String name, String about, String file, String find, String replace, String benchmark) {
    private static final String LIST = "/org/hopwire/bench/gate/mutants.json";

    /** All there are. */
    public static List<Mutant> all() {
        try (InputStream in = Mutant.class.getResourceAsStream(LIST)) {
            return new ObjectMapper().readValue(in, new TypeReference<List<Mutant>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the edit.
     *
     * @param tree
     *            root of a working tree
     * @throws BenchException
     *             where the text is not there, or more than once: the source has moved on and the mutant must follow
     */
    public void apply(Path tree) {
        Path source = tree.resolve(file);
        try {
            Files.writeString(source, applied(Files.readString(source)));
        } catch (IOException e) {
            throw new BenchException(BenchException.INPUT, "mutant " + name + ": file: cannot edit " + file);
        }
    }

    String applied(String source) {
        int at = source.indexOf(find);
        if (at < 0 || source.indexOf(find, at + 1) >= 0) {
            throw new BenchException(BenchException.INPUT, "mutant " + name + ": find: occurs "
                    + (at < 0 ? "nowhere" : "more than once") + " in " + file);
        }
        return source.substring(0, at) + replace + source.substring(at + find.length());
    }

    /** Names the build of this mutant of a commit; another edit is another build. */
    public String key(String commit) {
        return commit + "+" + name + "-" + Integer.toHexString((file + find + replace).hashCode());
    }
}
