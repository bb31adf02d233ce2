package org.hopwire.cli.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ExpositionTest {
    private static final String SAMPLE = "hopwire_[a-z0-9_]+_total\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*} [0-9.E+]+";

    @TempDir
    private Path temporary;

    @Test
    void shouldServeEveryCounterInPrometheusText() throws Exception {
        try (RunFolder folder = new RunFolder(temporary);
                Appliance appliance = folder.appliance("localhost:0");
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> page = client.send(HttpRequest.newBuilder(
                    URI.create("http://localhost:" + appliance.expositionPort() + "/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            List<String> samples = page.body().lines().filter(line -> !line.startsWith("#")).toList();
            assertThat(samples).isNotEmpty().allMatch(line -> line.matches(SAMPLE)).doesNotHaveDuplicates();
            assertThat(samples).anyMatch(line -> line.startsWith("hopwire_port_total")
                    && line.contains("port=\"lan\"") && line.contains("transmitted") && !line.endsWith(" 0.0"));
        }
    }
}
