package org.hopwire.engine;

import java.util.List;
import java.util.Map;

import org.hopwire.counter.CounterFile;

/**
 * The engine's figures at one moment. Always {@code received = forwarded + consumed + sum(dropped)} and
 * {@code transmitted = forwarded + originated} once the engine is idle, exact to one frame.
 *
 * @param received frames that came in
 * @param transmitted frames that went out
 * @param forwarded received packets that went out as themselves
 * @param originated packets of ours that went out: answers, errors, advertisements
 * @param consumed received packets that ended here
 * @param originatedLost packets of ours without a way out
 * @param originatedSuppressed packets of ours that a rule kept back after they were begun: redirects that back off
 * @param dropped reason to count, reasons that occurred only
 * @param ports port name to its figures
 * @param icmpSent ICMP type to count, types that occurred only
 * @param icmpReceived ICMP type to count, types that occurred only
 * @param errorsRaised reject cause to the number of ICMP errors sent for it
 * @param errorsSuppressed rule to the number of ICMP errors it kept back
 * @param icmpEvents what else happened in ICMP, such as an error that left without its extensions; only what occurred
 * @param internals what the engine itself ran short of: {@code spawn-refused} (no spare packet), {@code timer-refused}
 *     (timer wheel full), {@code timer-stale} (a timer cancelled too late, harmless); only what occurred
 * @param igmpSent kind of message to count, kinds that occurred only
 * @param igmpReceived kind of message to count, refused ones among them, kinds that occurred only
 * @param igmpEvents what else the membership roles counted, by role and row; what occurred only
 * @param neighbours what ARP counted: messages, resolutions, packets that waited; what occurred only
 * @param ipEvents what else happened in IP, such as datagrams cut and put together; what occurred only
 * @param paths what was learned of ways to destinations, and refused; what occurred only
 * @param checksumKernel which checksum kernel runs, and why
 */
public record EngineSnapshot(long received, long transmitted, long forwarded, long originated, long consumed,
        long originatedLost, long originatedSuppressed, Map<String, Long> dropped, Map<String, PortFigures> ports,
        Map<String, Long> icmpSent,
        Map<String, Long> icmpReceived, Map<String, Long> errorsRaised, Map<String, Long> errorsSuppressed,
        Map<String, Long> icmpEvents, Map<String, Long> internals, Map<String, Long> igmpSent,
        Map<String, Long> igmpReceived, Map<String, Long> igmpEvents, Map<String, Long> neighbours,
        Map<String, Long> ipEvents, Map<String, Long> paths, String checksumKernel) {
    /**
     * Figures of one port.
     *
     * @param received frames
     * @param receivedOctets octets without frame check sequence
     * @param transmitted frames
     * @param transmittedOctets octets without frame check sequence
     * @param refused frames the port had no room for
     * @param mishaps what befell the port's interface: {@code kernel-dropped} (frames lost before the engine saw them),
     *     {@code truncated}, {@code unsendable}, {@code link-lost}, {@code reopen-failed} ...; only what occurred
     */
    public record PortFigures(long received, long receivedOctets, long transmitted, long transmittedOctets,
            long refused, Map<String, Long> mishaps) {}

    /** What the engine of another process counts. */
    public static EngineSnapshot of(CounterFile file) {
        return Snapshots.of(file.readings(), List.of(), file.about());
    }

    /** Sum of all drop reasons. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
