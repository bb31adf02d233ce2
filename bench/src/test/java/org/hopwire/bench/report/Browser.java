package org.hopwire.bench.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

import org.hopwire.testkit.Tool;

/** A browser without a window, where there is one. */
final class Browser {
    private static final String PROGRAM = "chromium";
    private static final int SECONDS = 240;

    private final Path folder;

    /** Skips the test, with the reason, where there is none; it takes 80 MB to fetch one. */
    Browser(Path folder) {
        this.folder = folder;
        Tool.require(PROGRAM, PROGRAM);
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
        List<String> command = new ArrayList<>(List.of(PROGRAM, "--headless", "--no-sandbox", "--disable-gpu",
                "--hide-scrollbars", "--force-device-scale-factor=1", "--disable-background-networking",
                "--user-data-dir=" + folder.resolve("profile"), "--window-size=" + width + "," + height, what,
                page.toUri().toString()));
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(folder.resolve("errors").toFile()).start();
        boolean hasEnded = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        if (!hasEnded || process.exitValue() != 0) {
            throw new IOException(PROGRAM + (hasEnded ? " failed: " : " does not end: ")
                    + Files.readString(folder.resolve("errors"), StandardCharsets.UTF_8));
        }
    }
}
