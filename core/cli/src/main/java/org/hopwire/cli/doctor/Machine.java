package org.hopwire.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.hopwire.engine.StartupCheck;

/** Where an {@link Examination} looks; tests bring machines of their own. */
interface Machine {
    /** Feature number of this Java, 25 for Java 25.0.1. */
    int javaFeature();

    /** A system property, null where it is not set. */
    String property(String name);

    /** The lines of a small file, none where it cannot be read. */
    List<String> lines(String file);

    /** Whether the module of the Vector API was added. */
    boolean hasVectorModule();

    /** Whether Agrona may use the JDK's own memory access. */
    boolean opensInternals();

    /** Whether this program may call native functions. */
    boolean hasNativeAccess();

    /** The machine this JVM runs on. */
    final class Local implements Machine {
        @Override
        public int javaFeature() {
            return Runtime.version().feature();
        }

        @Override
        public String property(String name) {
            return System.getProperty(name);
        }

        @Override
        public List<String> lines(String file) {
            try {
                return Files.readAllLines(Path.of(file));
            } catch (IOException e) {
                return List.of();
            }
        }

        @Override
        public boolean hasVectorModule() {
            return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        }

        @Override
        public boolean opensInternals() {
            return StartupCheck.opensInternals();
        }

        @Override
        public boolean hasNativeAccess() {
            return StartupCheck.hasNativeAccess();
        }
    }
}
