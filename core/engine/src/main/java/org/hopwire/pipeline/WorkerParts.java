package org.hopwire.pipeline;

import java.util.List;

import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.BurstParser;
import org.hopwire.port.Port;
import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;

/**
 * What a worker is made of.
 *
 * @param ports every port of the engine, each at its index
 * @param parser the validity gate
 * @param dispatcher handlers by packet class
 * @param errors turns refused packets into ICMP errors
 * @param output routes packets of ours
 * @param nanoClock monotonic time
 * @param epochClock wall time
 * @param punts link to the control agent
 * @param originated link from the control agent
 * @param counters counters this worker alone writes
 * @param drops sees dropped packets, or null
 * @param tap shows packets to whoever watches
 * @param gate keeps the worker between two bursts while its surroundings change
 * @param reader tells the control agent what has been read
 */
public record WorkerParts(List<Port> ports, BurstParser parser, Dispatcher dispatcher, BurstHandler errors,
        BurstHandler output, NanoClock nanoClock, EpochClock epochClock, PacketLink punts, PacketLink originated,
        WorkerCounters counters, DropListener drops, PacketTap tap, BurstGate.Pass gate,
        ReadMark.Reader reader) {
    /** The parts of a worker whose packets nobody watches and whose surroundings stay. */
    public WorkerParts(List<Port> ports, BurstParser parser, Dispatcher dispatcher, BurstHandler errors,
            BurstHandler output, NanoClock nanoClock, EpochClock epochClock, PacketLink punts, PacketLink originated,
            WorkerCounters counters, DropListener drops) {
        this(ports, parser, dispatcher, errors, output, nanoClock, epochClock, punts, originated, counters, drops,
                new PacketTap(), new BurstGate(1).pass(0), new ReadMark(1).reader(0));
    }
}
