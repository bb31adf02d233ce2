package org.hopwire.bench.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Our programs in C: sources out of this jar, compiled here, in a folder of their own. */
public final class NativePrograms {
    private final String origin;
    private final Path folder;

    /**
     * Programs whose sources lie together in the jar.
     *
     * @param origin folder of the sources below {@code native/}, with a slash at its end, or empty
     * @param folder where to build, which exists
     * @param headers what the sources include
     */
    public NativePrograms(String origin, Path folder, List<String> headers) {
        this.origin = "/native/" + origin;
        this.folder = folder;
        headers.forEach(this::unpack);
    }

    private Path unpack(String source) {
        Path target = folder.resolve(source);
        try (InputStream in = NativePrograms.class.getResourceAsStream(origin + source)) {
            if (in == null) {
                throw new BenchException(BenchException.DEFECT, origin + source + " is not in the jar");
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw BenchException.environment("cannot write " + target + ": " + e.getMessage());
        }
    }

    /**
     * Compiles one.
     *
     * @param compiler and its options
     * @param program name of the source, without suffix
     * @param name of the executable
     * @param libraries options that stand behind the source
     * @return the executable
     * @throws BenchException where it does not compile
     */
    public Path compile(List<String> compiler, String program, String name, List<String> libraries) {
        Path source = unpack(program + ".c");
        Path target = folder.resolve(name).toAbsolutePath();
        List<String> command = new ArrayList<>(compiler);
        command.addAll(List.of(source.toString(), "-o", target.toString()));
        command.addAll(libraries);
        Shell.Result result = Shell.tryRun(command);
        if (result.status() != 0) {
            throw BenchException.environment(source.getFileName() + " does not compile: " + result.complaint());
        }
        return target;
    }
}
