package org.hopwire.bench.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.BenchmarkInstance;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.TempFolder;
import org.hopwire.bench.peers.work.Build;
import org.hopwire.bench.peers.work.Interval;
import org.hopwire.bench.peers.work.JavaCase;
import org.hopwire.bench.peers.work.Peer;
import org.hopwire.bench.peers.work.Row;
import org.hopwire.bench.peers.work.Settings;
import org.hopwire.bench.peers.work.Work;

/** Measures works: all sides of one in turn, the next round the other way round. */
final class Session {
    private final Settings settings;
    private final PeerPrograms programs;
    private final Path folder;
    private final PrintStream progress;

    /** Shares data in a folder that exists; says on {@code progress} what it is at. */
    Session(Settings settings, PeerPrograms programs, Path folder, PrintStream progress) {
        this.settings = settings;
        this.programs = programs;
        this.folder = folder;
        this.progress = progress;
    }

    /** One row for each peer and build. */
    List<Row> measure(Work work, List<Peer> peers) throws IOException {
        Path data = Files.createDirectory(folder.resolve(work.folder()));
        List<Side> theirs = sides(work, peers, data);
        Side ours = new Side(null, "", new JmhContender(work.hopwire(), settings), settings.rounds());
        List<Side> all = new ArrayList<>(theirs);
        all.add(ours);
        for (int round = 0; round < settings.rounds(); round++) {
            progress.printf("peers: %s: round %d of %d%n", work.title(), round + 1, settings.rounds());
            for (Side each : round % 2 == 0 ? all : all.reversed()) {
                each.run(round);
            }
        }
        TempFolder.deleteAll(data);
        return theirs.stream().map(each -> each.row(work, ours)).toList();
    }

    /** Compares all answers; for each peer and build, why there are none, or nothing. */
    List<String> check(Work work, List<Peer> peers) throws IOException {
        Path data = Files.createDirectory(folder.resolve(work.folder()));
        List<String> outcomes = new ArrayList<>();
        for (Side each : sides(work, peers, data)) {
            if (each.contender instanceof NativeContender) {
                each.run(0);
            }
            outcomes.add(each.unavailable);
        }
        TempFolder.deleteAll(data);
        return outcomes;
    }

    private List<Side> sides(Work work, List<Peer> peers, Path data) throws IOException {
        String digest = NativeContender.format(share(work.hopwire(), data));
        List<Side> sides = new ArrayList<>();
        for (Peer each : peers) {
            sides.addAll(sides(each, data, digest));
        }
        return sides;
    }

    /** Has a benchmark write what it asks; answers the digest of its answers. */
    private static long share(JavaCase java, Path data) throws IOException {
        try (BenchmarkInstance instance = BenchmarkInstance.of(java.type(), java.params(), false)) {
            Peered peered = (Peered) instance.benchmark();
            peered.share(new SharedData(data));
            return peered.digest();
        } catch (InvocationTargetException e) {
            throw new BenchException(BenchException.WRONG, java.name() + ": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new BenchException(BenchException.DEFECT, java.name() + ": " + e);
        }
    }

    private List<Side> sides(Peer peer, Path data, String digest) throws IOException {
        List<Side> sides = new ArrayList<>();
        switch (peer) {
            case Peer.Native program -> {
                for (Build build : Build.values()) {
                    Path executable = programs.of(program.program(), build);
                    sides.add(new Side(peer, build.toString(), new NativeContender(executable, program.testCase(), data,
                            digest, settings), settings.rounds()));
                }
            }
            case Peer.Library library -> {
                String answered = NativeContender.format(share(library.java(), data));
                if (!answered.equals(digest)) {
                    throw new BenchException(BenchException.WRONG, library.name() + ": digest " + answered
                            + ", expected " + digest);
                }
                sides.add(new Side(peer, "JVM", new JmhContender(library.java(), settings), settings.rounds()));
            }
        }
        return sides;
    }

    /** A contender and what its rounds gave. */
    private static final class Side {
        private final Peer peer;
        private final String build;
        private final Contender contender;
        private final double[] mins;
        private final double[] medians;
        private String unavailable = "";

        Side(Peer peer, String build, Contender contender, int rounds) {
            this.peer = peer;
            this.build = build;
            this.contender = contender;
            mins = new double[rounds];
            medians = new double[rounds];
        }

        /** What a machine has not costs a row; a wrong answer, everything. */
        void run(int round) {
            if (!unavailable.isEmpty()) {
                return;
            }
            try {
                Sample sample = contender.run();
                mins[round] = sample.min();
                medians[round] = sample.median();
            } catch (BenchException e) {
                if (e.exitCode() != BenchException.ENVIRONMENT) {
                    throw e;
                }
                unavailable = e.getMessage();
            }
        }

        private Row.Measured measured() {
            return new Row.Measured(Interval.of(mins), Interval.of(medians).median());
        }

        Row row(Work work, Side ours) {
            if (!unavailable.isEmpty()) {
                return Row.unavailable(work, peer, build, unavailable);
            }
            double[] ratios = new double[mins.length];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = ours.mins[i] / mins[i];
            }
            return new Row(work, peer, build, ours.measured(), measured(), Interval.of(ratios), "");
        }
    }
}
