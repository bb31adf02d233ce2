package org.hopwire.bench.gate.report;

import java.util.function.Function;

/** The forms a result can be written in. */
public enum Format {
    /** A table for a terminal. */
    TEXT(TextReport::render),
    /** Everything; see the package. */
    JSON(JsonReport::render),
    /** JUnit's XML, a test case for each benchmark. */
    JUNIT(JunitReport::render),
    /** A table for a page, such as a build's summary. */
    MARKDOWN(MarkdownReport::render),
    /** github-action-benchmark's customSmallerIsBetter. */
    BENCHMARK_ACTION(JsonReport::benchmarkAction);

    // a reference to a method of this package holds nothing that could change
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<GateResult, String> form;

    Format(Function<GateResult, String> form) {
        this.form = form;
    }

    /** The result in this form, its last line ended. */
    public String render(GateResult result) {
        return form.apply(result);
    }
}
