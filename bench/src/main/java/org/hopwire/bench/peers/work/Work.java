package org.hopwire.bench.peers.work;

import java.util.List;
import java.util.Locale;

/**
 * One thing that is done by Hopwire and by others.
 *
 * @param id of the target it belongs to
 */
public record Work(String id, String name, JavaCase hopwire, List<Peer> peers) {
    /** With these peers. */
    public Work(String id, String name, JavaCase hopwire, Peer... peers) {
        this(id, name, hopwire, List.of(peers));
    }

    /** What {@code --work} is matched against. */
    public String title() {
        return id + " " + name;
    }

    /** A name for its files. */
    public String folder() {
        return title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
