package org.hopwire.pipeline;

/**
 * What an agent counts of whole packets, and what it ran short of. Always received = forwarded + consumed +
 * dropped, transmitted = forwarded + originated.
 */
public enum PipelineCounter {
    /** Frames that came in. */
    RECEIVED,
    /** Received packets that went out again as themselves. */
    FORWARDED,
    /** Received packets that ended here: answered in place, delivered, or handed to the control agent. */
    CONSUMED,
    /** Received packets that were dropped; the sum of all drop reasons. */
    DROPPED,
    /** Frames of ours that went out: answers, errors, advertisements. */
    ORIGINATED,
    /** Packets of ours that could not go out: no route, no neighbour, port full. */
    ORIGINATED_LOST,
    /** Copies by further ports, and fragments, of one frame beyond its first; counted in {@link #ORIGINATED} too. */
    REPLICATED,
    /** Copies beyond the first that a port had no room for. */
    REPLICAS_LOST,
    /** Copies for the control agent, of frames that went on, that its link had no room for. */
    MIRRORS_LOST,
    /** Datagrams put together of fragments and then dropped; their fragments are among the consumed. */
    REASSEMBLED_DROPPED,
    /** Reports, leaves and queries among {@link #ORIGINATED_LOST}: a port, or the link to the worker, refused them. */
    MEMBERSHIP_LOST,
    /** Packets of ours that were begun and never written, for a rule kept them back: redirects, mostly. */
    ORIGINATED_SUPPRESSED,
    /** Times a handler found no spare packet, and its message was never begun. */
    SPAWN_REFUSED,
    /** Times the control agent's timer wheel was full: what the timer was for never happens. */
    TIMER_REFUSED,
    /** Times a timer was cancelled that was gone already: harmless, and a hint at a confused handler. */
    TIMER_STALE,
    /** Bursts that carried at least one frame; received divided by this is the burst fill. */
    BURSTS
}
