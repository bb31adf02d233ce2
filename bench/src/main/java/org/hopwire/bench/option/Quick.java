package org.hopwire.bench.option;

import picocli.CommandLine.Option;

/** {@code --quick}: whether everything works, in a little time. */
public final class Quick {
    @Option(names = "--quick", description = "a smoke test, short and small: no figure to quote")
    private boolean quick;

    /** Whether it is wanted. */
    public boolean isWanted() {
        return quick;
    }

    /** One of two values of a setting. */
    public int choose(int ifWanted, int otherwise) {
        return quick ? ifWanted : otherwise;
    }
}
