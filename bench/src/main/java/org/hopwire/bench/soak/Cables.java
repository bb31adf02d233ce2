package org.hopwire.bench.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Two network namespaces, the router's and the load's, with two cables between them; no kernel address on any end. */
final class Cables implements AutoCloseable {
    /** MAC of the router's end of the left cable. */
    static final String LEFT_MAC = "02:00:00:00:01:01";
    /** MAC of the router's end of the right cable. */
    static final String RIGHT_MAC = "02:00:00:00:02:01";
    /** MAC of the load's end of the left cable. */
    static final String LEFT_HOST_MAC = "02:00:00:00:01:0a";
    /** MAC of the load's end of the right cable. */
    static final String RIGHT_HOST_MAC = "02:00:00:00:02:0a";
    /** Device in the router's namespace, and in the load's. */
    static final String LEFT = "left";
    /** Device in the router's namespace, and in the load's. */
    static final String RIGHT = "right";

    private final String router;
    private final String load;
    private boolean isOpen = true;

    private Cables(String router, String load) {
        this.router = router;
        this.load = load;
    }

    /**
     * Makes both.
     *
     * @throws IllegalStateException with what {@code ip} said, if this process may not
     */
    static Cables open() {
        long pid = ProcessHandle.current().pid();
        Cables cables = new Cables("hwp-soak-r" + pid, "hwp-soak-l" + pid);
        run("ip", "netns", "add", cables.router);
        try {
            run("ip", "netns", "add", cables.load);
            cables.silence();
            cables.connect(LEFT, LEFT_MAC, LEFT_HOST_MAC);
            cables.connect(RIGHT, RIGHT_MAC, RIGHT_HOST_MAC);
        } catch (IllegalStateException e) {
            cables.close();
            throw e;
        }
        return cables;
    }

    /** A kernel that greets its neighbours by IPv6 would send frames nobody has counted. */
    private void silence() {
        for (String each : List.of(router, load)) {
            run("ip", "netns", "exec", each, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6;"
                    + "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
        }
    }

    private void connect(String device, String mac, String hostMac) {
        run("ip", "-n", router, "link", "add", device, "address", mac, "type", "veth", "peer", "name", device,
                "address", hostMac, "netns", load);
        run("ip", "-n", router, "link", "set", device, "up");
        run("ip", "-n", load, "link", "set", device, "up");
    }

    String routerNamespace() {
        return router;
    }

    String loadNamespace() {
        return load;
    }

    @Override
    public synchronized void close() {
        if (isOpen) {
            isOpen = false;
            // one that was never made is no matter
            attempt("ip", "netns", "del", router);
            attempt("ip", "netns", "del", load);
        }
    }

    private static void run(String... command) {
        String complaint = attempt(command);
        if (!complaint.isEmpty()) {
            throw new IllegalStateException(String.join(" ", command) + ": " + complaint);
        }
    }

    /** What a program complained of; empty where it did what it should. */
    private static String attempt(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            return status == 0 ? "" : said + " (status " + status + ")";
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
