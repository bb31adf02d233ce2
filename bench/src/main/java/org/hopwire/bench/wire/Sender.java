package org.hopwire.bench.wire;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.Shell;

/** The one sender all have. */
final class Sender {
    private final WireLab lab;
    private final String program;
    private final int core;

    Sender(WireLab lab, String program, int core) {
        this.lab = lab;
        this.program = program;
        this.core = core;
    }

    int core() {
        return core;
    }

    /** What is wrong with the answers, or empty. */
    String check(Work work, int frame) {
        Shell.Result result = run(words("check-" + work.question(), work, frame));
        return result.status() == 0 ? "" : result.said();
    }

    /** Floods for a while that does not count, and for one that does. */
    Sample flood(Work work, int frame, int warmMillis, int millis, String pid) {
        List<String> words = words(work.question(), work, frame);
        words.addAll(List.of(Integer.toString(warmMillis), Integer.toString(millis)));
        if (!pid.isEmpty()) {
            words.add(pid);
        }
        Shell.Result result = run(words);
        if (result.status() != 0) {
            throw BenchException.environment("flood: " + result.said());
        }
        return Sample.parse(result.out().strip());
    }

    private List<String> words(String question, Work work, int frame) {
        return new ArrayList<>(List.of(program, question, Integer.toString(frame), WireLab.DEVICE, WireLab.STATION,
                lab.counted(work)));
    }

    private Shell.Result run(List<String> words) {
        return Shell.tryRun(WireLab.wrap(lab.sender(), core, words));
    }
}
