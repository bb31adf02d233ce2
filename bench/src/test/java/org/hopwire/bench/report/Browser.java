package org.hopwire.bench.report;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A browser without a window, where there is one. */
final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int SECONDS = 240;

    private final String program;
    private final Path folder;

    private Browser(String program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Skips the test, with the reason, where there is none. */
    static Browser open(Path folder) {
        Optional<String> found = NAMES.stream().filter(Browser::isInstalled).findFirst();
        assumeTrue(found.isPresent(), "no browser: apt-get install chromium (80 MB to fetch, 360 MB installed)");
        return new Browser(found.get(), folder);
    }

    private static boolean isInstalled(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, name)));
    }

    /** What scripts have made of a page. */
    String document(Path page, int width, int height) throws IOException, InterruptedException {
        Path out = folder.resolve("document.html");
        run(out, page, width, height, "--dump-dom");
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    /** What a reader sees. */
    BufferedImage picture(Path page, int width, int height, Path png) throws IOException, InterruptedException {
        Files.deleteIfExists(png);
        run(folder.resolve("said"), page, width, height, "--screenshot=" + png.toAbsolutePath());
        return ImageIO.read(png.toFile());
    }

    private void run(Path out, Path page, int width, int height, String what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "--headless", "--no-sandbox", "--disable-gpu",
                "--hide-scrollbars", "--force-device-scale-factor=1", "--disable-background-networking",
                "--user-data-dir=" + folder.resolve("profile"), "--window-size=" + width + "," + height, what,
                page.toUri().toString()));
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(folder.resolve("errors").toFile()).start();
        boolean hasEnded = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        if (!hasEnded || process.exitValue() != 0) {
            throw new IOException(program + (hasEnded ? " failed: " : " does not end: ")
                    + Files.readString(folder.resolve("errors"), StandardCharsets.UTF_8));
        }
    }
}
