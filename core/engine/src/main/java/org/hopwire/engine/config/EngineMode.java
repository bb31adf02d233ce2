package org.hopwire.engine.config;

/** What the engine is on its network. */
public enum EngineMode {
    /** Forwards between its ports and answers for itself (RFC 1812). */
    ROUTER,
    /** Answers for itself and forwards nothing (RFC 1122). */
    HOST,
    /** Passes frames on between its ports and sends multicast where members are (RFC 4541). */
    SWITCH
}
