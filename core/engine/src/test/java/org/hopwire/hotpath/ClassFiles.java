package org.hopwire.hotpath;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.hopwire.pipeline.Worker;

/** The engine's classes as they were compiled: methods with their code, and who extends or implements whom. */
final class ClassFiles {
    /** Internal name of the engine's root package. */
    static final String ROOT = "org/hopwire/";

    /** A method with a body. */
    record Method(String owner, String name, String descriptor, CodeModel code, boolean isSynchronized) {
        /** {@code owner.name(descriptor)}, internal names. */
        String id() {
            return owner + "." + name + descriptor;
        }

        /** {@code package.Class.method} below {@code org.hopwire}, as people and the expectations write it. */
        String label() {
            return ClassFiles.label(owner, name);
        }

        /** Bytes of bytecode. */
        int length() {
            return ((CodeAttribute) code).codeLength();
        }
    }

    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, String> superclass = new HashMap<>();
    private final Map<String, Set<String>> below = new TreeMap<>();
    /** Bodies of lambdas and method references, by interface and method they stand for. */
    private final Map<String, Set<String>> lambdas = new HashMap<>();

    /** Reads the classes of the engine, not those of its tests. */
    static ClassFiles ofEngine() {
        ClassFiles files = new ClassFiles();
        for (Path each : classFiles()) {
            files.add(parse(each));
        }
        return files;
    }

    /** {@code wire.Ipv4Header.ttl}, of internal names. */
    static String label(String owner, String name) {
        return owner.substring(ROOT.length()).replace('/', '.') + "." + name;
    }

    private static List<Path> classFiles() {
        try {
            Path classes = Path.of(Worker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> all = Files.walk(classes)) {
                return all.filter(each -> each.toString().endsWith(".class")).toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(ClassModel model) {
        String name = model.thisClass().asInternalName();
        model.superclass().map(ClassEntry::asInternalName).ifPresent(above -> {
            superclass.put(name, above);
            below.computeIfAbsent(above, key -> new TreeSet<>()).add(name);
        });
        for (ClassEntry each : model.interfaces()) {
            below.computeIfAbsent(each.asInternalName(), key -> new TreeSet<>()).add(name);
        }
        for (MethodModel each : model.methods()) {
            each.code().ifPresent(code -> add(name, each, code));
        }
    }

    private void add(String owner, MethodModel model, CodeModel code) {
        Method method = new Method(owner, model.methodName().stringValue(), model.methodType().stringValue(), code,
                model.flags().has(AccessFlag.SYNCHRONIZED));
        methods.put(method.id(), method);
        code.elementStream().filter(InvokeDynamicInstruction.class::isInstance)
                .map(InvokeDynamicInstruction.class::cast).forEach(this::addLambda);
    }

    private void addLambda(InvokeDynamicInstruction site) {
        String type = site.typeSymbol().returnType().descriptorString();
        if (site.bootstrapArgs().size() > 1 && site.bootstrapArgs().get(0) instanceof MethodTypeDesc signature) {
            bodies(site).forEach(body -> lambdas.computeIfAbsent(internal(type) + "." + site.name().stringValue()
                    + signature.descriptorString(), key -> new TreeSet<>()).add(body));
        }
    }

    /** What a lambda or method reference runs. */
    static List<String> bodies(InvokeDynamicInstruction site) {
        return site.bootstrapArgs().stream().filter(DirectMethodHandleDesc.class::isInstance)
                .map(DirectMethodHandleDesc.class::cast)
                .map(each -> internal(each.owner().descriptorString()) + "." + each.methodName()
                        + each.lookupDescriptor())
                .toList();
    }

    private static String internal(String descriptor) {
        return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : descriptor;
    }

    /** The method of an id; null where it is none of the engine's or has no body. */
    Method method(String id) {
        return methods.get(id);
    }

    /** All methods. */
    Collection<Method> all() {
        return methods.values();
    }

    /** A class or interface and all that extend or implement it. */
    Set<String> family(String type) {
        Set<String> family = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (family.add(next)) {
                open.addAll(below.getOrDefault(next, Set.of()));
            }
        }
        return family;
    }

    /** Whether a class is an exception or error. */
    boolean isThrowable(String type) {
        if (type.startsWith(ROOT)) {
            return isThrowable(superclass.getOrDefault(type, "java/lang/Object"));
        }
        return type.endsWith("Exception") || type.endsWith("Error");
    }

    /** Ids of what a call can run: the method found upwards of the owner, and those that override it. */
    Set<String> targets(String owner, String member, boolean isVirtual) {
        Set<String> targets = new TreeSet<>();
        if (!owner.startsWith(ROOT)) {
            return targets;
        }
        for (String type : isVirtual ? family(owner) : Set.of(owner)) {
            String found = upwards(type, member);
            if (found != null) {
                targets.add(found);
            }
        }
        targets.addAll(lambdas.getOrDefault(owner + "." + member, Set.of()));
        return targets;
    }

    private String upwards(String type, String member) {
        for (String at = type; at != null; at = superclass.get(at)) {
            if (methods.containsKey(at + "." + member)) {
                return at + "." + member;
            }
        }
        return null;
    }
}
