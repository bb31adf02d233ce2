package org.hopwire.bench.peers;

import java.util.List;

/** How a program in C is compiled. */
enum Build {
    /** As its users do. */
    USUAL("-O2"),
    /** For this very processor. */
    NATIVE("-O3", "-march=native");

    private final List<String> flags;

    Build(String... flags) {
        this.flags = List.of(flags);
    }

    List<String> flags() {
        return flags;
    }

    @Override
    public String toString() {
        return String.join(" ", flags);
    }
}
