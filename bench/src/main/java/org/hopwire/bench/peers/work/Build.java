package org.hopwire.bench.peers.work;

import java.util.List;

/** How a program in C is compiled. */
public enum Build {
    /** As its users do. */
    USUAL("-O2"),
    /** For this very processor. */
    NATIVE("-O3 -march=native");

    private final String flags;

    Build(String flags) {
        this.flags = flags;
    }

    /** Options of the compiler. */
    public List<String> flags() {
        return List.of(flags.split(" ", -1));
    }

    @Override
    public String toString() {
        return flags;
    }
}
