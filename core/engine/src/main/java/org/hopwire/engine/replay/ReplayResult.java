package org.hopwire.engine.replay;

import java.util.List;
import java.util.Map;

import org.hopwire.engine.EngineSnapshot;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.ip.neighbor.NeighbourSnapshot;
import org.hopwire.port.file.CaptureFeed;
import org.hopwire.port.file.CaptureReader;

/**
 * What a replay came to.
 *
 * @param snapshot the engine's figures at the end
 * @param membership groups and queriers at the end, before the engine said goodbye, or at the moment asked for
 * @param neighbours neighbours at the same time; empty where no port asks for any
 * @param frames frames read from the capture: those received, those unmapped, and those the capture calls outgoing
 * @param unmapped frames of interfaces that no port is called after, by interface; the engine never saw them
 * @param capture what else the capture told
 * @param failure why reading ended early, one line, or null; what stood before it was processed and counted
 * @param interrupted whether the caller's thread was interrupted before the end
 * @param elapsedNs real time of the run, nanoseconds
 * @param failures what failed inside the engine; empty in a healthy one
 */
public record ReplayResult(EngineSnapshot snapshot, MembershipSnapshot membership, List<NeighbourSnapshot> neighbours,
        long frames, Map<String, Long> unmapped,
        CaptureFigures capture, String failure, boolean interrupted, long elapsedNs, List<String> failures) {
    /**
     * Curiosities of a capture, over all passes.
     *
     * @param outgoing frames left out because the capturing machine had sent them itself
     * @param backwards frames stamped earlier than one before them, taken for simultaneous
     * @param untimed frames without a timestamp, given that of the frame before
     * @param cut frames longer than any IPv4 packet, cut
     * @param unknownBlocks pcapng blocks that are neither frames nor describe any
     * @param reportedDrops frames the capturing machine says it lost
     * @param skippedGaps gaps between two frames that were longer than {@link ReplayOptions#maxGapNs}
     * @param skippedNs how much of them was jumped over, nanoseconds
     */
    public record CaptureFigures(long outgoing, long backwards, long untimed, long cut, long unknownBlocks,
            long reportedDrops, long skippedGaps, long skippedNs) {
        static final CaptureFigures NONE = new CaptureFigures(0, 0, 0, 0, 0, 0, 0, 0);

        CaptureFigures plus(CaptureFeed feed, CaptureReader reader) {
            return new CaptureFigures(outgoing + feed.outgoing(), backwards + feed.backwards(),
                    untimed + feed.untimed(), cut + feed.cut(), unknownBlocks + reader.unknownBlocks(),
                    reportedDrops + reader.reportedDrops(), skippedGaps, skippedNs);
        }

        CaptureFigures plusGap(long ns) {
            return new CaptureFigures(outgoing, backwards, untimed, cut, unknownBlocks, reportedDrops,
                    skippedGaps + 1, skippedNs + ns);
        }
    }

    private static final double NANOS_PER_SECOND = 1e9;

    /** Frames received per second of real time, start-up of file and tables not counted. */
    public double packetsPerSecond() {
        return elapsedNs <= 0 ? 0 : snapshot.received() * NANOS_PER_SECOND / elapsedNs;
    }
}
