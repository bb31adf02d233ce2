package org.hopwire.bench.report.page;

import java.util.ArrayList;
import java.util.List;

/** What a reader must not take for known: gathered while the sections are written. */
public final class Notices {
    /** Why it is not known. */
    public enum Kind {
        /** There is no file. */
        MISSING("missing"),
        /** There is a file, without this. */
        NOT_MEASURED("not measured"),
        /** Measured, and the noise hides the answer. */
        INCONCLUSIVE("inconclusive"),
        /** Measured, and says nothing. */
        VOID("void");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** One thing, why, and the command that would tell, which may be empty. */
    public record Notice(Kind kind, String what, String why, String command) {}

    private final List<Notice> all = new ArrayList<>();

    /** One more; the same twice counts once. */
    public void add(Kind kind, String what, String why, String command) {
        Notice notice = new Notice(kind, what, why, command);
        if (!all.contains(notice)) {
            all.add(notice);
        }
    }

    /** In the order of the page. */
    public List<Notice> all() {
        return List.copyOf(all);
    }
}
