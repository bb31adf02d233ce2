package org.hopwire.hotpath;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Loads the engine anew with a count in front of every call that is work for memory, another thread or a port. So the
 * engine that is shipped counts nothing of this, and the one that is counted runs the same code.
 */
final class CountingLoader extends ClassLoader {
    private static final String ENGINE = "org.hopwire.";
    private static final String RING = "ring-";
    private static final ClassDesc TALLY = ClassDesc.of(Tally.class.getName());
    private static final MethodTypeDesc ONCE = MethodTypeDesc.ofDescriptor("(Ljava/lang/String;)V");
    private static final MethodTypeDesc OCTETS = MethodTypeDesc.ofDescriptor("(ILjava/lang/String;)V");

    private final ClassFile classFile;

    CountingLoader(ClassLoader parent) {
        super(parent);
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(parent).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ENGINE) || name.equals(Tally.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = read(name);
        byte[] counting = judges(name)
                ? bytes
                : classFile.transformClass(classFile.parse(bytes),
                        ClassTransform.transformingMethodBodies(CountingLoader::count));
        return defineClass(name, counting, 0, counting.length);
    }

    /** Ports in memory and the tests' own classes stand for a wire, whose work is not the engine's. */
    private static boolean judges(String name) {
        return name.startsWith(ENGINE + "port.memory.") || name.startsWith(ENGINE + "hotpath.")
                || name.startsWith(ENGINE + "testkit.") || name.startsWith(ENGINE + "checksum.")
                || name.startsWith(ENGINE + "memory.");
    }

    private byte[] read(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static void count(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call) {
            String row = row(call.owner().asInternalName(), call.name().stringValue());
            if (row != null && !row.startsWith(RING) && call.type().stringValue().contains("I)")) {
                code.dup().ldc(row).invokestatic(TALLY, "octets", OCTETS);
            } else if (row != null) {
                code.ldc(row).invokestatic(TALLY, "once", ONCE);
            }
        }
        code.with(element);
    }

    /** Under which row a call counts; null where it is none that counts. */
    private static String row(String owner, String method) {
        return switch (owner) {
            case "org/hopwire/memory/OffHeap" -> memory(method);
            case "org/hopwire/checksum/InternetChecksum" -> sum(method);
            case "org/agrona/concurrent/UnsafeBuffer" -> method.equals("putBytes") || method.equals("getBytes")
                    ? "copy"
                    : null;
            case "org/hopwire/port/Port" -> port(method);
            case "org/hopwire/time/NanoClock", "org/hopwire/time/EpochClock" -> "clock";
            case "org/hopwire/counter/CounterSet" -> method.equals("add") || method.equals("increment")
                    ? "counter"
                    : null;
            case "org/hopwire/pipeline/SlotRing" -> method.equals("offer") || method.equals("poll")
                    ? RING + method
                    : null;
            default -> owner.startsWith("org/jctools/") && !method.equals("<init>") ? "queue-" + method : null;
        };
    }

    private static String memory(String method) {
        return switch (method) {
            case "copy", "put", "get" -> "copy";
            case "fill" -> "fill";
            default -> method.endsWith("Release") ? "release-store" : null;
        };
    }

    private static String sum(String method) {
        return switch (method) {
            case "sum", "headerSum" -> "sum";
            case "header20" -> "sum-of-20";
            case "copyAndSum" -> "copy-and-sum";
            default -> null;
        };
    }

    private static String port(String method) {
        return switch (method) {
            case "receive", "transmit", "flush", "release" -> "port-" + method;
            default -> null;
        };
    }
}
