package org.hopwire.bench.report.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What there is of one machine. */
public final class Results {
    private final String machine;
    private final Map<Source, Object> read = new EnumMap<>(Source.class);

    /**
     * Reads the files of a folder.
     *
     * @param folder called after the machine
     * @param files that stand elsewhere; one of these has to exist
     * @throws DamagedInputException where a file is not what it should be
     */
    public Results(Path folder, Map<Source, Path> files) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        machine = name == null ? "" : name.toString();
        for (Source each : Source.values()) {
            Path file = files.get(each);
            if (file != null && !Files.isRegularFile(file)) {
                throw new DamagedInputException(file + ": no such file");
            }
            Path found = file == null ? folder.resolve(each.file()) : file;
            if (Files.isRegularFile(found)) {
                read.put(each, each.read(found));
            }
        }
    }

    /** Name of the machine's folder. */
    public String machine() {
        return machine;
    }

    /** What a source has given; empty where there is no file. */
    public <T> Optional<T> get(Source source, Class<T> type) {
        return Optional.ofNullable(read.get(source)).map(type::cast);
    }

    /** Where the file of a source belongs, as one writes it in a clone. */
    public String home(Source source) {
        return "perf-results/" + machine + "/" + source.file();
    }
}
