package org.hopwire.bench.peers.work;

/** Someone else's way of doing a work. */
public sealed interface Peer {
    /** For a person. */
    String name();

    Target target();

    /** Whether it is run only when asked for: it takes minutes to set up. */
    default boolean isSlow() {
        return false;
    }

    /**
     * A program in C.
     *
     * @param program its source file, without suffix
     * @param testCase what it is asked to do
     */
    record Native(String name, String program, String testCase, Target target, boolean isSlow) implements Peer {
        /** One that is always run. */
        public Native(String name, String program, String testCase, Target target) {
            this(name, program, testCase, target, false);
        }
    }

    /** A library for the JVM. */
    record Library(String name, JavaCase java, Target target) implements Peer {}
}
