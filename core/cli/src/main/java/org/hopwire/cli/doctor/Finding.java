package org.hopwire.cli.doctor;

/**
 * One thing looked at.
 *
 * @param name short and stable, for programs
 * @param state how it is
 * @param detail what was found, one line
 * @param remedy the line to paste, or empty where there is nothing to mend
 */
record Finding(String name, State state, String detail, String remedy) {
    /** How a thing is. */
    enum State {
        /** As it should be. */
        OK("green"),
        /** Works, and could be better; or worth knowing. */
        NOTE("yellow"),
        /** Hopwire does not start like this. */
        MISSING("red");

        private final String color;

        State(String color) {
            this.color = color;
        }

        String color() {
            return color;
        }
    }

    static Finding ok(String name, String detail) {
        return new Finding(name, State.OK, detail, "");
    }

    static Finding note(String name, String detail, String remedy) {
        return new Finding(name, State.NOTE, detail, remedy);
    }

    static Finding missing(String name, String detail, String remedy) {
        return new Finding(name, State.MISSING, detail, remedy);
    }
}
