package org.hopwire.cli.replay;

import org.hopwire.cli.Quantities;
import org.hopwire.engine.replay.ReplayOptions.Pace;
import org.hopwire.engine.replay.ReplayOptions.Pace.Kind;
import picocli.CommandLine.Option;

/** How fast frames are fed, at most one of these; tcpreplay's names. */
final class SpeedOptions {
    @Option(names = "--pps", paramLabel = "N", converter = Quantities.RateConverter.class, description = "Feed N frames a second (10k and 1.5M will do).")
    private Double pps;

    @Option(names = "--mbps", paramLabel = "N", converter = Quantities.RateConverter.class, description = "Feed N megabits a second.")
    private Double mbps;

    @Option(names = {"-x",
        "--multiplier"}, paramLabel = "F", converter = Quantities.RateConverter.class, description = "Feed at F times the capture's speed.")
    private Double multiplier;

    @Option(names = {"-t", "--topspeed"}, description = "Feed without waiting: the default.")
    private boolean topSpeed;

    Pace pace() {
        if (pps != null) {
            return new Pace(Kind.PPS, pps);
        }
        if (mbps != null) {
            return new Pace(Kind.MBPS, mbps);
        }
        return multiplier == null ? Pace.TOP_SPEED : new Pace(Kind.MULTIPLIER, multiplier);
    }

    boolean isTopSpeed() {
        return topSpeed || pace().equals(Pace.TOP_SPEED);
    }
}
