package org.hopwire.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.hopwire.live.net.LiveNet;
import org.hopwire.live.net.Ran;
import org.hopwire.live.net.Running;
import org.hopwire.live.net.Waiting;
import org.hopwire.testkit.Tool;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** FRR's zebra, staticd and pimd on a host of the net. */
final class Frr implements AutoCloseable {
    private static final String PROGRAMS = "/usr/lib/frr/";

    private final LiveNet net;
    private final String host;
    private final Path folder;
    private final Map<String, Running> daemons = new LinkedHashMap<>();

    /** A configuration, not started. */
    Frr(LiveNet net, String host, String configuration) {
        this.net = net;
        this.host = host;
        try {
            folder = Files.createTempDirectory("hopwire-frr");
            Files.writeString(folder.resolve("frr.conf"), configuration);
            net.in(host, "chown", "-R", "frr:frr", folder.toString());
            net.in(host, "chmod", "755", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test where FRR is not installed, or may not change its user. */
    static void require() {
        Tool.require(PROGRAMS + "pimd", "frr");
        Tool.require(PROGRAMS + "staticd", "frr");
        Tool.require("vtysh", "frr");
        assumeTrue(mayChangeUser(), "FRR changes its user, which takes root");
    }

    /** Root of a user namespace is its only user, as a rule. */
    private static boolean mayChangeUser() {
        try {
            String[] users = Files.readString(Path.of("/proc/self/uid_map")).strip().split("\\s+", -1);
            return "root".equals(System.getProperty("user.name")) && Long.parseLong(users[2]) > 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a daemon, and waits until it can be asked. */
    void start(String daemon) {
        List<String> command = new ArrayList<>(List.of(PROGRAMS + daemon, "-f", path("frr.conf"), "-i",
                path(daemon + ".pid"), "-z", path("zserv"), "--vty_socket", folder.toString(), "-u", "frr", "-g", "frr",
                "-P", "0"));
        daemons.put(daemon, net.start(host, command.toArray(String[]::new)));
        Waiting.until(daemon + " to listen", () -> Files.exists(folder.resolve(daemon + ".vty"))
                && show("show version").status() == 0);
    }

    /** Ends a daemon as kill -9 does. */
    void kill(String daemon) {
        daemons.remove(daemon).close();
        net.in(host, "rm", "-f", path(daemon + ".vty"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** What vtysh answers. */
    Ran show(String command) {
        return net.on(host, "vtysh", "--vty_socket", folder.toString(), "-c", command);
    }

    @Override
    public void close() {
        daemons.values().forEach(Running::close);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                Files.delete(each);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
