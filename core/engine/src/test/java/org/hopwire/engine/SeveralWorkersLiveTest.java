package org.hopwire.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.hopwire.counter.CounterFile;
import org.hopwire.counter.CounterReading;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two workers on real interfaces, between the kernel's own host and server, while the configuration changes. */
@Tag("live")
class SeveralWorkersLiveTest {
    private static final String HOST = "192.0.2.10";
    private static final String SERVER = "198.51.100.10";
    private static final int FLOWS = 200;
    private static final int DATAGRAMS = 25;
    private static final int OCTETS = 2_000_000;
    /** Counts datagrams, until none comes after the end of one connection, and that one's octets; prints both. */
    private static final String SERVE = """
            import socket, threading
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                udp.setsockopt(socket.SOL_SOCKET, 33, 1 << 24)
            except PermissionError:
                udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
            udp.settimeout(0.5)
            udp.bind(('%1$s', 9000))
            tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            tcp.bind(('%1$s', 9001))
            tcp.listen(1)
            tcp.settimeout(60)
            done = threading.Event()
            count = 0
            def read():
                global count
                idle = 0
                while idle < 4:
                    try:
                        udp.recv(2048)
                        count += 1
                        idle = 0
                    except socket.timeout:
                        idle += done.is_set()
            reader = threading.Thread(target=read)
            reader.start()
            link, peer = tcp.accept()
            octets = 0
            data = link.recv(65536)
            while data:
                octets += len(data)
                data = link.recv(65536)
            done.set()
            reader.join()
            print(count, octets)
            """.formatted(SERVER);
    /** One connection, then many flows of datagrams at a pace a slow machine can follow, then the connection's data. */
    private static final String SEND = """
            import socket, time
            for attempt in range(100):
                try:
                    t = socket.create_connection(('%1$s', 9001), 30)
                    break
                except ConnectionRefusedError:
                    time.sleep(0.1)
            flows = []
            for i in range(%2$d):
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.connect(('%1$s', 9000))
                flows.append(s)
            for n in range(%3$d):
                for s in flows:
                    s.send(b'x' * 64)
                    time.sleep(0.0002)
            t.sendall(b'y' * %4$d)
            t.close()
            """.formatted(SERVER, FLOWS, DATAGRAMS, OCTETS);

    private static PortConfig port(String name, VethPair cable, String address, String mac) {
        return PortConfig.device(name, PortKind.AF_PACKET, VethPair.NEAR, address).withMac(mac)
                .withOptions(LinuxPortConfig.defaults().withNamespace(cable.nearNamespace()));
    }

    private static EngineConfig config(VethPair lan, VethPair wan, RouteConfig... routes) {
        return new EngineConfig(new EngineSettings(null, null, 1L, 2, null),
                List.of(port("lan", lan, "192.0.2.1/24", VethPair.NEAR_MAC),
                        port("wan", wan, "198.51.100.1/24", "02:00:00:00:0b:01")),
                List.of(routes), null, null, null);
    }

    private static void host(VethPair cable, String address, String router) {
        cable.farAddress(address + "/24");
        cable.inFar("ip", "route", "add", "default", "via", router);
        // the kernel would hand over segments no link takes
        cable.inFar("ethtool", "-K", VethPair.FAR, "tx", "off", "tso", "off", "gso", "off");
    }

    private static CompletableFuture<List<String>> python(VethPair cable, String program) {
        return CompletableFuture.supplyAsync(() -> cable.inFar("/usr/bin/python3", "-c", program),
                task -> Thread.ofPlatform().daemon().start(task));
    }

    @Test
    @DisplayName("many flows are spread over both workers, none loses a packet, and a reload under way is not noticed")
    void shouldShareTheFlowsOfRealInterfaces(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Tool.require("ethtool", "ethtool");
        Tool.require("/usr/bin/python3", "python3");
        Tool.require("ping", "iputils-ping");
        Path file = folder.resolve("counters");
        try (VethPair lan = new VethPair(); VethPair wan = new VethPair()) {
            EngineConfig steady = config(lan, wan);
            Engine engine = Engine.builder().config(steady).countersFile(file).build();
            try (engine) {
                host(lan, HOST, "192.0.2.1");
                host(wan, SERVER, "198.51.100.1");
                engine.start();
                assertPing(lan, "192.0.2.1");
                assertPing(lan, SERVER);
                CompletableFuture<List<String>> served = python(wan, SERVE);
                CompletableFuture<List<String>> sent = python(lan, SEND);
                int reloads = 0;
                while (!sent.isDone()) {
                    engine.reconfigure(reloads++ % 2 == 0
                            ? config(lan, wan, RouteConfig.reject("203.0.113.0/24", "admin-prohibited"))
                            : steady);
                    Thread.sleep(5);
                }
                sent.get(1, TimeUnit.SECONDS);
                assertThat(served.get(60, TimeUnit.SECONDS)).as("after " + reloads + " reloads")
                        .containsExactly(FLOWS * DATAGRAMS + " " + OCTETS);
                assertPing(lan, SERVER);
                assertShared(CounterFile.open(file).readings());
                assertThat(engine.failures()).isEmpty();
            }
            assertExact(engine.snapshot());
        }
    }

    private static void assertPing(VethPair cable, String target) {
        assertThat(cable.inFar("ping", "-c", "5", "-i", "0.1", target))
                .anyMatch(line -> line.contains("5 received, 0% packet loss"));
    }

    private static void assertShared(List<CounterReading> readings) {
        Map<String, Long> received = new ArrayList<>(readings).stream().filter(each -> each.row().equals("received"))
                .collect(Collectors.toMap(CounterReading::scope, CounterReading::value, Long::sum));
        for (int worker = 0; worker < 2; worker++) {
            assertThat(received.get("worker-" + worker + ".port.lan")).as("worker " + worker)
                    .isGreaterThan(FLOWS * DATAGRAMS / 5);
        }
    }

    private static void assertExact(EngineSnapshot figures) {
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
        assertThat(figures.forwarded()).isGreaterThan(FLOWS * DATAGRAMS);
    }
}
