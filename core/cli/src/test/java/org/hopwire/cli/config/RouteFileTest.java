package org.hopwire.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.hopwire.engine.config.RouteConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Routes that stand in files of their own. */
class RouteFileTest {
    private static final String PORT = """
            [[port]]
            name = "lan"
            address = ["10.0.0.1/24"]
            """;

    @Test
    void shouldTakeRoutesFromFilesBesideIt(@TempDir Path folder) throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("c.toml"), PORT + """
                [[route]]
                to = "0.0.0.0/0"
                via = "10.0.0.2"
                [[route_file]]
                path = "a.txt"
                [[route_file]]
                path = "b.txt"
                """);
        Files.writeString(folder.resolve("a.txt"), """
                # ours

                 203.0.113.0/24 via 10.0.0.2 10.0.0.3 # two
                198.51.100.0/24\treject admin-prohibited\r
                """);
        Files.writeString(folder.resolve("b.txt"), "192.0.2.0/24 port lan");
        assertThat(ConfigLoader.load(file).route()).containsExactly(RouteConfig.via("0.0.0.0/0", "10.0.0.2"),
                RouteConfig.via("203.0.113.0/24", "10.0.0.2", "10.0.0.3"),
                RouteConfig.reject("198.51.100.0/24", "admin-prohibited"), RouteConfig.on("192.0.2.0/24", "lan"));
        assertThat(ConfigLoader.loadWithFiles(file).files()).as("what a reload reads").containsExactly(file,
                folder.resolve("a.txt"), folder.resolve("b.txt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10.9.0.0/16 by 10.0.0.2 | 2:1: route 10.9.0.0/16: \"10.9.0.0/16 by 10.0.0.2\" is not PREFIX via GATEWAY",
        "10.9.0.0/16 via         | 2:1: route 10.9.0.0/16: \"10.9.0.0/16 via\" is not PREFIX via GATEWAY",
        "10.9.0.1/16 via 10.0.0.2 | 2:1: route to: prefix \"10.9.0.1/16\" has host bits set",
        "10.9.0.0/16 via 10.0.0   | 2:17: route 10.9.0.0/16 via: ",
        "10.9.0.0/16 via 10.1.0.2 | 2:17: route 10.9.0.0/16 via: 10.1.0.2 is on no port's network",
        "10.9.0.0/16 port wan     | 2:18: route 10.9.0.0/16 port: no port is called \"wan\"",
        "10.0.0.0/24 via 10.0.0.2 | 2:1: route 10.0.0.0/24 to: 10.0.0.0/24 is the network of port \"lan\"",
        "10.8.0.0/16 via 10.0.0.2 | 2:1: route 10.8.0.0/16 to: 10.8.0.0/16 is given twice"})
    void shouldNamePlaceFieldAndValueOfAWrongRouteInAFile(String line, String message, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("c.toml"),
                PORT + "[[route_file]]\npath = \"r.txt\"\n");
        Path routes = Files.writeString(folder.resolve("r.txt"), "10.8.0.0/16 via 10.0.0.2\n" + line + "\n");
        assertThatThrownBy(() -> ConfigLoader.load(file)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(routes + ":" + message);
    }

    @Test
    void shouldNameARouteFileThatIsMissing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("c.toml"), PORT + "[[route_file]]\npath = \"r.txt\"\n");
        assertThatThrownBy(() -> ConfigLoader.load(file)).isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("r.txt") + ": no such file");
    }
}
