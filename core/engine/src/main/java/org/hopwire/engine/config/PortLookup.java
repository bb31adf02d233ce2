package org.hopwire.engine.config;

/** Finds ports by what a configuration calls them; whoever asks says which field to name where there is none. */
public interface PortLookup {
    /** Index of the port with a name. */
    int indexOf(String name, String field);

    /** Index of the port on whose network an address is. */
    int connectedTo(int address, String field);
}
