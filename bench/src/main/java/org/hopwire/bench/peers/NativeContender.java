package org.hopwire.bench.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.Shell;
import org.hopwire.bench.peers.work.Settings;

/** A program in C with its case. */
record NativeContender(Path program, String testCase, Path folder, String digest,
        Settings settings) implements Contender {
    private static final int FIELDS = 4;

    @Override
    public Sample run() {
        Shell.Result result = Shell.tryRun(List.of(program.toString(), testCase, folder.toString(),
                Integer.toString(settings.core()), Integer.toString(settings.nativeIterations()), digest));
        if (result.status() != 0) {
            throw new BenchException(result.status() == BenchException.WRONG
                    ? BenchException.WRONG
                    : BenchException.ENVIRONMENT, result.complaint());
        }
        return parse(result.out().strip());
    }

    /** {@code name ns_min ns_median digest}. */
    private Sample parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS || !fields[FIELDS - 1].equals(digest)) {
            throw new BenchException(BenchException.WRONG, testCase + ": \"" + line + "\", expected digest " + digest);
        }
        return new Sample(Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
    }

    /** As the programs print it. */
    static String format(long digest) {
        return String.format(Locale.ROOT, "%016x", digest);
    }
}
