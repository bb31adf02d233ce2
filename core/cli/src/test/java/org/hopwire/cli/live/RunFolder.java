package org.hopwire.cli.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.hopwire.cli.config.ConfigLoader;

/** A folder of engines that belongs to one test. */
final class RunFolder implements AutoCloseable {
    /** A router without a wire, which asks for groups as soon as it runs. */
    static final String CONFIGURATION = """
            [[port]]
            name = "lan"
            kind = "memory"
            address = ["192.0.2.1/24"]
            [[igmp.port]]
            name = "lan"
            role = "querier"
            """;
    private static final String PROPERTY = "hopwire.run.dir";

    private final Path folder;

    RunFolder(Path folder) {
        this.folder = folder;
        System.setProperty(PROPERTY, folder.toString());
    }

    EngineFiles files() {
        return new EngineFiles(folder);
    }

    Path configuration() throws Exception {
        return Files.writeString(folder.resolve("router.toml"), CONFIGURATION);
    }

    /** An engine of this process that runs, with all that others see of it. */
    Appliance appliance(String prometheus) throws Exception {
        Appliance appliance = Appliance.open(ConfigLoader.load(configuration()), configuration(), files(), prometheus);
        appliance.engine().start();
        while (appliance.engine().snapshot().transmitted() == 0) {
            Thread.onSpinWait();
        }
        return appliance;
    }

    List<String> names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void close() {
        System.clearProperty(PROPERTY);
    }
}
