package org.hopwire.cli.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;

/** Makes the namespaces, the two veth pairs between them, and the configuration of the router in the middle. */
final class LabMaker {
    /** A quiet lab: no kernel speaks of IPv6 in it, and the router's own would be a second voice. */
    private static final String NO_IPV6 = "[ ! -d /proc/sys/net/ipv6 ] || for each in all default; do"
            + " echo 1 > /proc/sys/net/ipv6/conf/$each/disable_ipv6; done";
    private static final long PATIENCE_SECONDS = 5;

    private final Lab lab;
    private final String ip;
    private final List<Process> started = new ArrayList<>();

    private LabMaker(Lab lab) throws CliException {
        this.lab = lab;
        ip = Tool.require("ip", "iproute2");
    }

    /**
     * Makes the lab, all of it or nothing.
     *
     * @throws CliException if a tool or a permission is missing
     */
    static void make(Lab lab) throws CliException {
        LabMaker maker = new LabMaker(lab);
        lab.begin(maker.isRootless());
        try {
            maker.makeAll();
            lab.save(configuration());
        } catch (CliException e) {
            maker.started.forEach(Process::destroyForcibly);
            throw e;
        }
    }

    /** The configuration of the router in the middle. */
    static String configuration() {
        try (InputStream in = LabMaker.class.getResourceAsStream("router.toml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the program lacks a file of its own", e);
        }
    }

    private boolean isRootless() throws CliException {
        String unshare = Tool.require("unshare", "util-linux");
        if (Tool.run(List.of(unshare, "--net", "true"), "").exitCode() == 0) {
            return false;
        }
        Tool.Result result = Tool.run(List.of(unshare, "--user", "--map-root-user", "--net", "true"), "");
        if (result.exitCode() == 0) {
            return true;
        }
        String remedy = UserNamespaces.remedy(LabMaker::linesOf);
        throw new CliException(ExitCode.ENVIRONMENT, "the lab needs root or user namespaces, and has neither ("
                + result.firstLine() + "): put sudo in front" + (remedy.isEmpty() ? "" : ", or " + remedy));
    }

    private static List<String> linesOf(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    private void makeAll() throws CliException {
        String unshare = Tool.require("unshare", "util-linux");
        hold(Node.ROUTER, lab.isRootless()
                ? List.of(unshare, "--user", "--map-root-user", "--net")
                : List.of(unshare, "--net"));
        for (Node node : List.of(Node.HOST, Node.SERVER)) {
            List<String> words = new ArrayList<>();
            if (lab.isRootless()) {
                // all three belong to one user namespace, so that one may reach into the others
                words.addAll(List.of(Tool.require("nsenter", "util-linux"), "--target", Long.toString(pid(Node.ROUTER)),
                        "--user", "--preserve-credentials"));
            }
            words.addAll(List.of(unshare, "--net"));
            hold(node, words);
        }
        for (Node node : Node.values()) {
            Tool.run(inside(node, "sh", "-c", NO_IPV6), "");
        }
        batch(Node.ROUTER, """
                link set lo up
                link add name lan address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns %d
                link add name wan address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns %d
                link set lan up
                link set wan up
                """.formatted(pid(Node.HOST), pid(Node.SERVER)));
        station(Node.HOST, "192.0.2.2", "192.0.2.1");
        station(Node.SERVER, "198.51.100.2", "198.51.100.1");
    }

    private long pid(Node node) {
        return lab.holder(node).pid();
    }

    private void hold(Node node, List<String> words) throws CliException {
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of(Tool.require("sleep", "coreutils"), "infinity"));
        Process process = Tool.startDetached(command);
        started.add(process);
        String ours = Lab.namespaceOf(ProcessHandle.current().pid());
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isReady(process, ours)) {
            if (!process.isAlive() || System.nanoTime() > endNs) {
                throw new CliException(ExitCode.ENVIRONMENT, "the lab cannot be made, this failed: "
                        + String.join(" ", command));
            }
            Lab.pause();
        }
        lab.hold(node, process.pid());
    }

    /** It is in a namespace of its own, and has become the program that only waits. */
    private static boolean isReady(Process process, String ours) {
        String namespace = Lab.namespaceOf(process.pid());
        return !namespace.isEmpty() && !namespace.equals(ours)
                && process.info().command().map(each -> !each.endsWith("unshare") && !each.endsWith("nsenter")
                        && !each.endsWith("setsid")).orElse(false);
    }

    private List<String> inside(Node node, String... words) throws CliException {
        List<String> command = lab.inside(node);
        command.addAll(List.of(words));
        return command;
    }

    private void batch(Node node, String commands) throws CliException {
        Tool.must(inside(node, ip, "-batch", "-"), commands);
    }

    private void station(Node node, String address, String router) throws CliException {
        batch(node, """
                link set lo up
                link set eth0 up
                address add %s/24 dev eth0
                route add default via %s
                """.formatted(address, router));
        // frames as they would leave a real card: with their checksums, and no longer than the MTU
        Path ethtool = Tool.find("ethtool");
        if (ethtool == null || Tool.run(inside(node, ethtool.toString(), "-K", "eth0", "tx", "off"), "")
                .exitCode() != 0) {
            Tool.run(inside(node, ip, "link", "set", "eth0", "gso_max_segs", "1"), "");
        }
    }
}
