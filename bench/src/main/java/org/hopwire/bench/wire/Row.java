package org.hopwire.bench.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One responder's rounds of one contest. */
final class Row {
    private final Responder responder;
    private final List<Sample> samples = new ArrayList<>();
    private String fault = "";

    Row(Responder responder) {
        this.responder = responder;
    }

    Responder responder() {
        return responder;
    }

    List<Sample> samples() {
        return samples;
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    /** From now on it does not count. */
    void fail(String what) {
        fault = what;
    }

    /** What went wrong; empty where nothing did. */
    String fault() {
        return fault;
    }

    boolean counts() {
        return fault.isEmpty() && !samples.isEmpty();
    }

    List<Double> each(ToDoubleFunction<Sample> figure) {
        return samples.stream().map(figure::applyAsDouble).toList();
    }

    double[] sorted(ToDoubleFunction<Sample> figure) {
        return samples.stream().mapToDouble(figure).sorted().toArray();
    }

    double median(ToDoubleFunction<Sample> figure) {
        return Ratio.median(sorted(figure));
    }

    /** Times as many answers as another. */
    Ratio to(Row other) {
        return Ratio.of(each(Sample::rate), other.each(Sample::rate));
    }
}
