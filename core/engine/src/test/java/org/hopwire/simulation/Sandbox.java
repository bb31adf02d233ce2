package org.hopwire.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.agrona.DirectBuffer;
import org.hopwire.engine.Engine;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * The simulation with another engine: all of {@code org.hopwire} is loaded anew, classes whose source was changed from
 * what the compiler makes of the change. So faults are planted in the code itself, and the code knows nothing of it.
 */
final class Sandbox extends ClassLoader {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String OURS = "org.hopwire.";
    private static final String PACKAGE_SEPARATOR = ".";

    private final Map<String, byte[]> changed = new HashMap<>();

    /**
     * A change of a class's source.
     *
     * @param className fully qualified
     * @param pattern regular expression that occurs
     * @param replacement of its first occurrence
     */
    record Change(String className, String pattern, String replacement) {
        String applyTo(String source) {
            Matcher matcher = Pattern.compile(pattern).matcher(source);
            if (!matcher.find()) {
                throw new IllegalStateException(className + " has no " + pattern + " any more");
            }
            String result = matcher.replaceFirst(replacement);
            if (result.equals(source)) {
                throw new IllegalStateException(className + " is not changed by " + replacement);
            }
            return result;
        }
    }

    private Sandbox() {
        super("sandbox", Sandbox.class.getClassLoader());
    }

    /** The simulation over an engine with these changes: seed to complaints, empty where it finds nothing. */
    static LongFunction<String> simulation(List<Change> changes) {
        return make(Player.class.getName(), changes);
    }

    private static <T> LongFunction<T> make(String className, List<Change> changes) {
        Sandbox sandbox = new Sandbox();
        sandbox.compile(changes);
        try {
            Object made = sandbox.loadClass(className).getConstructor().newInstance();
            @SuppressWarnings("unchecked")
            LongFunction<T> function = (LongFunction<T>) made;
            return function;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sandbox", e);
        }
    }

    private void compile(List<Change> changes) {
        Map<String, String> sources = new HashMap<>();
        for (Change change : changes) {
            sources.merge(change.className(), change.applyTo(read(change.className())),
                    (before, ignored) -> change.applyTo(before));
        }
        if (!sources.isEmpty()) {
            compile(sources);
        }
    }

    private static String read(String className) {
        try {
            return Files.readString(SOURCES.resolve(className.replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null), changed)) {
            List<Source> units = sources.entrySet().stream().map(each -> new Source(each.getKey(), each.getValue()))
                    .toList();
            List<String> options = List.of("-proc:none", "-nowarn", "--release",
                    Integer.toString(Runtime.version().feature()), "-classpath", classPath());
            if (!compiler.getTask(messages, files, null, options, null, units).call()) {
                throw new IllegalStateException("a changed class does not compile: " + messages);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return List.of(Engine.class, DirectBuffer.class, SpscVarHandleArrayQueue.class).stream()
                .map(each -> Path.of(URI.create(each.getProtectionDomain().getCodeSource().getLocation().toString()))
                        .toString())
                .distinct().collect(Collectors.joining(System.getProperty("path.separator")));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            bytes = original(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace(PACKAGE_SEPARATOR, "/") + Kind.SOURCE.extension),
                    Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what the compiler makes. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        InMemory(JavaFileManager next, Map<String, byte[]> classes) {
            super(next);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
                FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
