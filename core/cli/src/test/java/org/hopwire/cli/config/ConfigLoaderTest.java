package org.hopwire.cli.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.EngineSettings.IdleMode;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.ip.ReversePathCheck;
import org.hopwire.ip.neighbor.ArpConfig;
import org.hopwire.ip.path.PathConfig;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.port.linux.LinuxPortConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ConfigLoaderTest {
    private static final String DEVICE = "[[port]]\nname = \"lan\"\nkind = \"af_packet\"\ndevice = ";
    private static final String PORT = "[[port]]\nname = \"lan\"\naddress = [\"10.0.0.1/24\"]\n";

    /** Every kind of value a record can hold. */
    enum Color {
        RED, DARK_BLUE
    }

    record Inner(Integer size, Double factor) {
        Inner {
            if (size != null && size > 9) {
                throw new IllegalArgumentException("inner.size: " + size + " is more than 9");
            }
        }
    }

    record Outer(String text, boolean flag, Long number, Color color, List<String> words, List<Inner> inner,
            Map<Color, Color> mixed, Inner theInner) {}

    @TempDir
    private Path folder;

    private static Outer read(String text) throws ConfigException {
        return ConfigLoader.read("f.toml", text, Outer.class);
    }

    @Test
    void shouldBindEveryKindOfValue() throws ConfigException {
        Outer outer = read("""
                text = "a"
                flag = true
                number = 0x7fff_ffff_ffff
                color = "dark-blue"
                words = ["x", "y"]
                the_inner = {size = 3, factor = 1.5}
                [mixed]
                red = "dark-blue"
                "dark-blue" = "red"
                [[inner]]
                size = 1
                [[inner]]
                size = 2
                """);
        assertThat(outer).isEqualTo(new Outer("a", true, 0x7fff_ffff_ffffL, Color.DARK_BLUE, List.of("x", "y"),
                List.of(new Inner(1, null), new Inner(2, null)),
                Map.of(Color.RED, Color.DARK_BLUE, Color.DARK_BLUE, Color.RED), new Inner(3, 1.5)));
    }

    @Test
    void shouldBindAPortOnADeviceThatNeedNotExist() throws ConfigException {
        EngineConfig config = ConfigLoader.load("f.toml", """
                [[port]]
                name = "lan"
                kind = "af_xdp"
                device = "eth9"
                address = ["10.0.0.1/24"]
                [port.options]
                xdp_mode = "generic"
                ring_frames = 256
                queue = 3
                pass_others = true
                """);
        assertThat(config.port().get(0).device()).isEqualTo("eth9");
        assertThat(config.port().get(0).options()).isEqualTo(LinuxPortConfig.defaults()
                .withXdpMode(LinuxPortConfig.XdpMode.GENERIC).withRingFrames(256).withQueue(3).withPassOthers(true));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("txt = 1", "1:1: txt: unknown key (did you mean \"text\"?)"),
                arguments("\n  zebra = 1", "2:3: zebra: unknown key"),
                arguments("text = 1", "1:1: text: 1 is not a string"),
                arguments("text = true", "1:1: text: true is not a string"),
                arguments("text = 1.5", "1:1: text: 1.5 is not a string"),
                arguments("text = [1]", "1:1: text: a list is not a string"),
                arguments("text = {a = 1}", "1:1: text: a table is not a string"),
                arguments("flag = 1", "1:1: flag: 1 is not true or false"),
                arguments("flag = \"yes\"", "1:1: flag: \"yes\" is not true or false"),
                arguments("number = \"7\"", "1:1: number: \"7\" is not a whole number"),
                arguments("number = 1.5", "1:1: number: 1.5 is not a whole number"),
                arguments("number = 1979-05-27", "1:1: number: 1979-05-27 is a date or time; nothing here takes one"),
                arguments("words = \"x\"", "1:1: words: \"x\" is not a list"),
                arguments("words = [\"a\", 5]", "1:15: words[1]: 5 is not a string"),
                arguments("the_inner = 3", "1:1: the_inner: 3 is not a table"),
                arguments("the_inner = {size = 99999999999}",
                        "1:14: the_inner.size: 99999999999 is out of range"),
                arguments("the_inner = {size = 10}", "1:14: inner.size: 10 is more than 9"),
                arguments("[[inner]]\nsize = 1\n[[inner]]\n factor = \"x\"",
                        "4:2: inner[1].factor: \"x\" is not a number"),
                arguments("color = \"drak-blue\"",
                        "1:1: color: \"drak-blue\" is not a choice (did you mean \"dark-blue\"?)"),
                arguments("color = \"green\"", "1:1: color: \"green\" is not a choice: red, dark-blue"),
                arguments("color = 0", "1:1: color: 0 is not a string"),
                arguments("[mixed]\ngren = \"red\"",
                        "2:1: mixed.gren: \"gren\" is not a choice: red, dark-blue"),
                arguments("text = ", "1:8: Unexpected end of input"),
                arguments("text = \"a\"\ntext = \"b\"", "2:1: text previously defined at line 1, column 1"),
                arguments("[[inner]]\n[inner]\n", "2:1: inner previously defined at line 1, column 1"),
                arguments("number = 99999999999999999999", "1:10: Integer is too large"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNamePlaceFieldAndValue(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("f.toml:" + message).hasMessageNotContaining("\n");
    }

    private static String device(String kind) {
        return "[[port]]\nname = \"t\"\nkind = \"" + kind + "\"\ndevice = \"eth9\"\n";
    }

    static Stream<Arguments> engineMistakes() {
        return Stream.of(
                arguments("", "1:1: port: at least one is needed"),
                arguments("[[port]]\nname = \"a b\"", "2:1: port name: \"a b\" is not a plain word"),
                arguments("[[port]]\nname = \"lan\"\nkind = \"usb\"",
                        "1:1: port lan: kind: \"usb\" is none of \"pcap\", \"memory\""),
                arguments("[[port]]\nname = \"lan\"\nkind = \"tap\"",
                        "1:1: port lan device: kind \"tap\" needs an interface's name"),
                arguments(DEVICE + "\"eth0123456789abc\"",
                        "4:1: port lan device: \"eth0123456789abc\" has 16 characters, more than the 15"),
                arguments(DEVICE + "\"eth/0\"", "4:1: port lan device: \"eth/0\" is no interface's name"),
                arguments(DEVICE + "\"eth0:1\"", "4:1: port lan device: \"eth0:1\" is no interface's name"),
                arguments(DEVICE + "\"eth 0\"", "4:1: port lan device: \"eth 0\" is no interface's name"),
                arguments(DEVICE + "\"..\"", "4:1: port lan device: \"..\" is no interface's name"),
                arguments(DEVICE + "\"fd:x\"", "4:1: port lan device: \"fd:x\" is not fd: and a number"),
                arguments("[[port]]\nname = \"" + "x".repeat(256) + "\"",
                        "2:1: port name: \"" + "x".repeat(256) + "\" has 256 characters, more than 255"),
                arguments(PORT + "mac = \"02:00\"", "4:1: port lan mac: "),
                arguments("[[port]]\nname = \"lan\"\naddress = [\"10.0.0.1/33\"]", "3:1: port lan address: "),
                arguments(PORT + PORT, "1:1: port name: \"lan\" is given twice"),
                arguments(PORT + "[[route]]\nvia = \"10.0.0.2\"", "4:1: route to: missing"),
                arguments(PORT + "[[route]]\nto = \"0.0.0.0/0\"",
                        "4:1: route 0.0.0.0/0: needs exactly one of via, port and reject"),
                arguments(PORT + "[[route]]\nto = \"0.0.0.0/0\"\nvia = \"192.0.2.1\"",
                        "6:1: route 0.0.0.0/0 via: 192.0.2.1 is on no port's network"),
                arguments(PORT + "[[route]]\nto = \"0.0.0.0/0\"\nport = \"wan\"",
                        "6:1: route 0.0.0.0/0 port: no port is called \"wan\""),
                arguments(PORT + "[[route]]\nto = \"0.0.0.0/0\"\nreject = \"why\"",
                        "6:1: route 0.0.0.0/0 reject: \"why\""),
                arguments(PORT + "[[neighbor]]\nport = \"wan\"\naddress = \"10.0.0.2\"\nmac = \"02:00:00:00:00:02\"",
                        "5:1: neighbor 10.0.0.2 port: no port is called \"wan\""),
                arguments(PORT + "[icmp.limits]\nburst = 0", "5:1: icmp.limits.burst: 0 is not 1 to 1000000"),
                arguments(PORT + "[icmp.policy]\necho-requst = \"off\"",
                        "5:1: icmp.policy.echo-requst: \"echo-requst\" is not a choice"
                                + " (did you mean \"echo-request\"?)"),
                arguments(PORT + "[icmp.policy]\necho-request = \"off\"\necho_request = \"legacy\"",
                        "6:1: icmp.policy.echo_request: \"echo_request\" is not a choice"
                                + " (did you mean \"echo-request\"?)"),
                arguments(PORT + "[engine]\nmode = \"ROUTER\"",
                        "5:1: engine.mode: \"ROUTER\" is not a choice (did you mean \"router\"?)"),
                arguments(PORT + "[[neighbor]]\nport = \"lan\"\naddress = \"10.0.1.2\"\nmac = \"02:00:00:00:00:02\"",
                        "6:1: neighbor 10.0.1.2 address: 10.0.1.2 is on no network of port \"lan\""),
                arguments(PORT + "[engine]\nmode = \"rooter\"",
                        "5:1: engine.mode: \"rooter\" is not a choice (did you mean \"router\"?)"),
                arguments(PORT + "[igpm]\n", "4:1: igpm: unknown key"),
                arguments(PORT + "[[route_file]]\n", "4:1: route_file: has one key, path, the name of a file"),
                arguments(PORT + "[route_file]\npath = \"r\"", "4:1: route_file: is not a list of tables"));
    }

    /** What would be passed over in silence. */
    static Stream<Arguments> uselessOptions() {
        return Stream.of(
                arguments(device("tap") + "[engine]\nworkers = 2",
                        "6:1: engine workers: 2, and port t of kind \"tap\" has 1 queue"),
                arguments(device("tun") + "vlan = 5", "5:1: port t vlan: 5: a \"tun\" has no link layer"),
                arguments(device("af_packet").replace("eth9", "fd:-1"),
                        "4:1: port t device: \"fd:-1\" is not fd: and a number"),
                arguments(device("af_packet") + "[port.options]\nxdp_mode = \"native\"",
                        "6:1: port t options.xdp_mode: native: kind \"af_packet\" does not go by it"),
                arguments(device("af_packet") + "[port.options]\nring_frames = 64\nqueue = 3",
                        "7:1: port t options.queue: 3: kind \"af_packet\" does not go by it"),
                arguments(device("af_packet") + "[port.options]\npass_others = true",
                        "6:1: port t options.pass_others: true: kind \"af_packet\" does not go by it"),
                arguments(device("tap") + "[port.options]\nexclusive = true",
                        "6:1: port t options.exclusive: true: kind \"tap\" does not go by it"),
                arguments("[[port]]\nname = \"t\"\nkind = \"pcap\"\n[port.options]\nring_frames = 64",
                        "5:1: port t options.ring_frames: 64: kind \"pcap\" does not go by it"),
                arguments(device("af_packet") + device("af_packet").replace("\"t\"", "\"u\""),
                        "8:1: port u device: \"eth9\" is that of port \"t\", too"),
                arguments(device("af_xdp") + device("af_packet").replace("\"t\"", "\"u\"") + "vlan = 5",
                        "8:1: port u device: \"eth9\" is that of port \"t\", too, and af_xdp takes all its frames"),
                arguments(device("af_packet") + device("af_xdp").replace("\"t\"", "\"u\"") + "vlan = 5",
                        "8:1: port u device: \"eth9\" is that of port \"t\", too, and af_xdp takes all its frames"),
                arguments("engine = { mode = \"host\" }\n" + PORT
                        + "[[ip.port]]\nname = \"lan\"\ndirected_broadcast = true",
                        "7:1: ip.port lan directed_broadcast: true: only a router forwards"),
                arguments("engine = { mode = \"switch\" }\n" + PORT
                        + "[[ip.port]]\nname = \"lan\"\nproxy_arp = true",
                        "7:1: ip.port lan proxy_arp: true: a switch passes ARP on"));
    }

    static Stream<Arguments> membershipMistakes() {
        return Stream.of(
                arguments("rol = \"x\"",
                        "5:1: igmp.rol: unknown key (did you mean \"role\"?)"),
                arguments("role = \"router\"",
                        "5:1: igmp.role: \"router\" is not a choice: off, host, querier, proxy-upstream, proxy-downstream"),
                arguments("version = 4",
                        "5:1: igmp.version: 4 is not 1 to 3"),
                arguments("version = \"3\"",
                        "5:1: igmp.version: \"3\" is not a whole number"),
                arguments("timer_profile = \"rfc\"",
                        "5:1: igmp.timer_profile: \"rfc\" is not a choice: rfc9776, vendor60"),
                arguments("strictness = \"lax\"",
                        "5:1: igmp.strictness: \"lax\" is not a choice: strict, lenient"),
                arguments("fast_leave = 1",
                        "5:1: igmp.fast_leave: 1 is not true or false"),
                arguments("ssm_range = [\"10.0.0.0/8\"]",
                        "5:1: igmp.ssm_range: 10.0.0.0/8 holds more than multicast groups"),
                arguments("ssm_range = \"232.0.0.0/8\"",
                        "5:1: igmp.ssm_range: \"232.0.0.0/8\" is not a list"),
                arguments("timers = {robustness = 8}",
                        "5:11: igmp.timers.robustness: 8 is not 1 to 7"),
                arguments("timers = {query = 5000}",
                        "5:11: igmp.timers.query: unknown key"),
                arguments("limits = {groups = 0}",
                        "5:11: igmp.limits.groups: 0 is not 1 to 4194304"),
                arguments("limits = {sources = 20000}",
                        "5:11: igmp.limits.sources: 20000 is not 1 to 16384"),
                arguments("limits = {watermark_percent = 101}",
                        "5:11: igmp.limits.watermark_percent: 101 is not 1 to 100"),
                arguments("checks = {ttl = 1}",
                        "5:11: igmp.checks.ttl: 1 is not true or false"),
                arguments("checks = {ttll = true}",
                        "5:11: igmp.checks.ttll: unknown key (did you mean \"ttl\"?)"));
    }

    static Stream<Arguments> nestedMembershipMistakes() {
        return Stream.of(
                arguments("access = {deny = [\"10.0.0.0/8\"]}",
                        "5:11: igmp.access.deny: 10.0.0.0/8 holds more than multicast groups"),
                arguments("querier = {address = \"1.2.3\"}",
                        "5:12: igmp.querier.address: not an IPv4 address: \"1.2.3\""),
                arguments("querier = {address = \"224.0.0.1\"}",
                        "5:12: igmp.querier.address: 224.0.0.1 is no source"),
                arguments("querier = {min_version = 0}",
                        "5:12: igmp.querier.min_version: 0 is not 1 to 3"),
                arguments("querier = {allow = [\"224.0.0.1\"]}",
                        "5:12: igmp.querier.allow: 224.0.0.1 is no source"),
                arguments("pim = {interval_seconds = 0}",
                        "5:8: igmp.pim.interval_seconds: 0 is not 1 to 18724"),
                arguments("ssm_map = [{group = \"232.1.0.0/16\"}]",
                        "5:12: igmp.ssm_map: needs a group and at least one source"),
                arguments("snooping = {unregistered = \"flod\"}",
                        "5:13: igmp.snooping.unregistered: \"flod\" is not a choice (did you mean \"flood\"?)"),
                arguments("snooping = {table_full = \"none\"}",
                        "5:13: igmp.snooping.table_full: \"none\" is not a choice: flood, router-ports, drop"),
                arguments("snooping = {off_vlan = [4095]}", "5:13: igmp.snooping.off_vlan: 4095 is not 1 to 4094"),
                arguments("snooping = {off_vlan = [7, 7]}", "5:13: igmp.snooping.off_vlan: 7 is given twice"),
                arguments("snooping = {table_full = \"drop\"}",
                        "5:13: igmp.snooping.table_full: \"drop\": only a switch snoops"),
                arguments("limits = {source_overflow = \"drop\"}",
                        "5:11: igmp.limits.source_overflow: \"drop\" is not a choice: refuse, degrade"),
                arguments("checks = {wellformed = true}",
                        "5:11: igmp.checks.wellformed: unknown key (did you mean \"well_formed\"?)"),
                arguments("snooping = {router_port_seconds = 0}",
                        "5:13: igmp.snooping.router_port_seconds: 0 is not 1 to 65535"),
                arguments("port = [{role = \"host\"}]",
                        "5:9: igmp.port name: missing"),
                arguments("port = [{name = \"lan\", join = [{group = \"10.1.1.1\"}]}]",
                        "5:33: igmp.port group: 10.1.1.1 is no group to be joined"),
                arguments("port = [{name = \"lan\", join = [{group = \"239.1.1.1\", mode = \"include\"}]}]",
                        "5:33: igmp.port group: 239.1.1.1 includes no source"),
                arguments("port = [{name = \"lan\", version = 0}]",
                        "5:24: igmp.port lan version: 0 is not 1 to 3"));
    }

    /** What would be read and then never looked at, or do the opposite of what it says. */
    static Stream<Arguments> idleMembership() {
        return Stream.of(
                arguments("timers = {query_response_interval_ms = 200000}",
                        "5:11: igmp.timers.query_response_interval_ms: 200000 is above query_interval_ms, 125000"),
                arguments("timers = {query_interval_ms = 5000}",
                        "5:11: igmp.timers.query_interval_ms: 5000 is below query_response_interval_ms, 10000"),
                arguments("ssm_map = [{group = \"239.1.0.0/16\", source = [\"10.0.0.9\"]}]",
                        "5:1: igmp.ssm_map.group: 239.1.0.0/16 is outside of ssm_range, [232.0.0.0/8]"),
                arguments("port = [{name = \"lan\", router_port = true}]",
                        "5:24: igmp.port lan router_port: true: only a switch snoops"),
                arguments("port = [{name = \"lan\", join = [{group = \"239.1.1.1\"}]}]",
                        "5:24: igmp.port lan join: 239.1.1.1 needs a role other than \"off\""),
                arguments("port = [{name = \"lan\", role = \"host\", static_group = [{group = \"239.1.1.1\"}]}]",
                        "5:39: igmp.port lan static_group: 239.1.1.1 needs the role \"querier\" or"
                                + " \"proxy-downstream\""),
                arguments("port = [{name = \"lan\", role = \"querier\", static_group = [{group = \"239.1.1.1\","
                        + " mode = \"exclude\", source = [\"10.0.0.9\"]}]}]",
                        "5:42: igmp.port lan static_group: group 239.1.1.1 excludes sources; a static group has all"
                                + " sources, or those it includes"));
    }

    @ParameterizedTest
    @MethodSource({"membershipMistakes", "nestedMembershipMistakes", "idleMembership"})
    void shouldNamePlaceFieldAndValueOfMembership(String line, String message) {
        assertThatThrownBy(() -> ConfigLoader.read("f.toml", PORT + "[igmp]\n" + line, EngineConfig.class))
                .isInstanceOf(ConfigException.class).hasMessageStartingWith("f.toml:" + message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port = [{name = \"nope\"}]", "fast_leave = true\nhost_tracking = false",
        "limits = {groups_per_host = 5}\nhost_tracking = false", "timers = {query_interval_ms = 5000}",
        "port = [{name = \"lan\", join = [{group = \"232.1.1.1\"}]}]", "port = [{name = \"lan\"}, {name = \"lan\"}]",
        "snooping = {off_vlan = [7]}"})
    void shouldRefuseMembershipThatContradictsItself(String lines) {
        assertThatThrownBy(() -> ConfigLoader.read("f.toml", PORT + "[igmp]\n" + lines, EngineConfig.class))
                .isInstanceOf(ConfigException.class).hasMessageMatching("f\\.toml:\\d+:\\d+: igmp[^\n]+");
    }

    @ParameterizedTest
    @MethodSource({"engineMistakes", "uselessOptions"})
    void shouldNamePlaceFieldAndValueOfWhatTheEngineRefuses(String text, String message) {
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", text)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("f.toml:" + message).hasMessageNotContaining("\n");
    }

    @Test
    void shouldBindTheEngine() throws ConfigException {
        EngineConfig config = ConfigLoader.load("f.toml", """
                [engine]
                mode = "host"
                idle = "spin"
                seed = 7
                [ip]
                source_routes = "reject"
                [[port]]
                name = "lan"
                kind = "pcap"
                address = ["10.0.0.1/24"]
                mtu = 1280
                vlan = 5
                """);
        assertThat(config.engine().mode()).isEqualTo(EngineMode.HOST);
        assertThat(config.engine().idle()).isEqualTo(IdleMode.SPIN);
        assertThat(config.engine().seed()).isEqualTo(7);
        assertThat(config.ip().sourceRoutes()).isEqualTo(SourceRoutePolicy.REJECT);
        assertThat(config.port().getFirst().mtu()).isEqualTo(1280);
        assertThat(config.port().getFirst().vlan()).isEqualTo(5);
    }

    @Test
    void shouldBindNeighbours() throws ConfigException {
        EngineConfig config = ConfigLoader.load("f.toml", PORT + """
                [ip.arp]
                max_entries = 64
                queue_packets = 1
                queue_total = 8
                requests = 5
                reachable_seconds = 30
                failed_seconds = 2
                announcements = 0
                [[ip.port]]
                name = "lan"
                arp = true
                proxy_arp = true
                reverse_path = "strict"
                directed_broadcast = true
                """);
        assertThat(config.ip().arp()).isEqualTo(new ArpConfig(64, 1, 8, 5, 30, 2, 0));
        assertThat(config.ip().port("lan"))
                .isEqualTo(new PortOptions("lan", true, true, ReversePathCheck.Mode.STRICT, true));
        assertThat(config.ip().port("wan")).isEqualTo(PortOptions.of("wan"));
    }

    @Test
    void shouldBindPaths() throws ConfigException {
        EngineConfig config = ConfigLoader.load("f.toml", PORT + """
                [engine]
                mode = "host"
                [ip.path]
                learn_mtu = false
                least_mtu = 552
                mtu_seconds = 900
                accept_redirects = false
                redirect_seconds = 60
                router_discovery = true
                max_entries = 16
                """);
        assertThat(config.ip().path()).isEqualTo(new PathConfig(false, 552, 900, false, 60, true, 16));
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", PORT + "[ip.path]\nmtu_seconds = 599\n"))
                .hasMessage("f.toml:5:1: ip.path.mtu_seconds: 599 is not 600 to 86400");
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", PORT + "[ip.path]\naccept_redirects = true\n"))
                .hasMessageContaining("ip.path.accept_redirects: a router goes by its routes");
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", PORT + "[ip.path]\nrouter_discovery = true\n"))
                .hasMessageContaining("ip.path.router_discovery: only a host looks for routers");
    }

    @Test
    void shouldNamePlaceFieldAndValueOfWhatIsWrongWithNeighbours() {
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", PORT + "[ip.arp]\nrequests = 11\n"))
                .hasMessage("f.toml:5:1: ip.arp.requests: 11 is not 1 to 10");
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", PORT + "[[ip.port]]\nname = \"dmz\"\n"))
                .hasMessageContaining("ip.port dmz name: no port is called \"dmz\"");
        assertThatThrownBy(() -> ConfigLoader.load("f.toml",
                "[[port]]\nname = \"lan\"\n[[ip.port]]\nname = \"lan\"\narp = true\n"))
                .hasMessageContaining("ip.port lan arp: the port has no address to ask from");
        assertThatThrownBy(() -> ConfigLoader.load("f.toml",
                PORT + "[[ip.port]]\nname = \"lan\"\narp = false\nproxy_arp = true\n"))
                .hasMessageContaining("ip.port lan proxy_arp: arp is off");
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", PORT + "[[ip.port]]\narp = false\n"))
                .hasMessageContaining("ip.port name: missing");
    }

    @Test
    void shouldLoadTheExampleOfTheReadme() throws IOException, ConfigException {
        String readme = Files.readString(Path.of("../../README.md"));
        int start = readme.indexOf("```toml\n") + "```toml\n".length();
        EngineConfig config = ConfigLoader.load("f.toml", readme.substring(start, readme.indexOf("```", start)));
        assertThat(config.portNames()).containsExactly("lan", "wan");
        assertThat(config.icmp().limits().errorsPerSecond()).isEqualTo(1000);
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException {
        Path latin = Files.write(folder.resolve("latin.toml"), "a = \"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(folder.resolve("large.toml"), new byte[(16 << 20) + 1]);
        Path none = folder.resolve("none.toml");
        assertThatThrownBy(() -> ConfigLoader.load(none)).hasMessage(none + ": no such file");
        assertThatThrownBy(() -> ConfigLoader.load(folder)).hasMessage(folder + ": is a folder");
        assertThatThrownBy(() -> ConfigLoader.load(latin)).hasMessage(latin + ": not UTF-8 text");
        assertThatThrownBy(() -> ConfigLoader.load(large))
                .hasMessage(large + ": longer than 16 MiB; is it a configuration? Many routes go into a route_file");
    }

    @Test
    void shouldTakeAByteOrderMark() throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("bom.toml"), "\ufeff" + PORT);
        assertThat(ConfigLoader.load(file).portNames()).containsExactly("lan");
        Path broken = Files.writeString(folder.resolve("bom.toml"), "\ufeffport = 1");
        assertThatThrownBy(() -> ConfigLoader.load(broken)).hasMessageStartingWith(broken + ":1:1: port: 1 is not");
    }

    @Test
    void shouldSurviveBottomlessNesting() {
        assertThatThrownBy(() -> read("a = " + "[".repeat(200_000))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> read("a" + ".a".repeat(20_000) + " = 1")).isInstanceOf(ConfigException.class);
    }
}
