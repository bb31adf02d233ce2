package org.hopwire.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Two network namespaces of the test's own, joined by one cable: device {@code near} in one, {@code far} in the other,
 * both up, neither with an address. A test that may not make them is skipped, and says why.
 */
public final class VethPair implements AutoCloseable {
    /** Interface in {@link #nearNamespace}. */
    public static final String NEAR = "near";
    /** Interface in {@link #farNamespace}. */
    public static final String FAR = "far";
    /** MAC of {@link #NEAR}. */
    public static final String NEAR_MAC = "02:00:00:00:0a:01";
    /** MAC of {@link #FAR}. */
    public static final String FAR_MAC = "02:00:00:00:0a:02";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String near;
    private final String far;

    /** Makes namespaces and cable, or skips the test. */
    public VethPair() {
        Tool.require("ip", "iproute2");
        String id = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        near = "hwp-n" + id;
        far = "hwp-f" + id;
        makeNamespaces();
        connect();
    }

    private void makeNamespaces() {
        try {
            Tool.run("ip", "netns", "add", near);
            Tool.run("ip", "netns", "add", far);
        } catch (IllegalStateException e) {
            abort("network namespaces need root or a user namespace: " + e.getMessage().strip());
        }
        for (String each : List.of(near, far)) {
            in(each, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6;"
                    + "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; ip link set lo up");
        }
    }

    /** Makes the cable, which is gone after {@link #disconnect}. */
    public void connect() {
        Tool.run("ip", "-n", near, "link", "add", NEAR, "address", NEAR_MAC, "type", "veth", "peer", "name", FAR,
                "address", FAR_MAC, "netns", far);
        Tool.run("ip", "-n", near, "link", "set", NEAR, "up");
        Tool.run("ip", "-n", far, "link", "set", FAR, "up");
    }

    /** Deletes both ends of the cable. */
    public void disconnect() {
        Tool.run("ip", "-n", near, "link", "del", NEAR);
    }

    /** Switches the near end on or off. */
    public void near(boolean isUp) {
        Tool.run("ip", "-n", near, "link", "set", NEAR, isUp ? "up" : "down");
    }

    /** Gives the far end an address with prefix length. */
    public void farAddress(String address) {
        Tool.run("ip", "-n", far, "address", "add", address, "dev", FAR);
    }

    /** Tells the far end the MAC of an address. */
    public void farNeighbour(String address, String mac) {
        Tool.run("ip", "-n", far, "neighbour", "replace", address, "lladdr", mac, "dev", FAR, "nud", "permanent");
    }

    /** Runs a program in the far namespace. */
    public List<String> inFar(String... command) {
        return in(far, command);
    }

    /** Runs a program in the near namespace. */
    public List<String> inNear(String... command) {
        return in(near, command);
    }

    private static List<String> in(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return Tool.run(all);
    }

    /** Name of the namespace with {@link #NEAR}. */
    public String nearNamespace() {
        return near;
    }

    /** Name of the namespace with {@link #FAR}. */
    public String farNamespace() {
        return far;
    }

    /** Deletes both namespaces, and with them the cable. */
    @Override
    public void close() {
        Tool.run("ip", "netns", "del", near);
        Tool.run("ip", "netns", "del", far);
    }
}
