#!/usr/bin/env bash
# Makes the recordings of core/engine/src/test/resources/recordings: real tools talk to a Linux router between
# network namespaces, and what arrived at the router (and, apart, what it answered) is written as pcapng.
#
#   usage: record.sh DIRECTORY [NAME...]      NAME: ping traceroute queries hostile udp-closed-ports rejects
#                                                   igmp-v3 igmp-v2 igmp-v1 (default: all, and the demo)
#
# Needs root, or a kernel that lets a user make namespaces. Nothing leaves the namespaces, and they end with the script.
#
#   lan host   192.0.2.10  02:00:00:00:01:0a --+
#                                              +-- lan  192.0.2.1  router  198.51.100.1 wan -- wan host 198.51.100.10
#   lan peer   192.0.2.20  02:00:00:00:01:14 --+        MTU 1500           MTU 1280                 02:00:00:00:02:0a
set -euo pipefail

readonly DEBIAN_PACKAGES="iproute2 procps iputils-ping iputils-tracepath traceroute hping3 nmap fping ethtool\
 python3-scapy tshark"
readonly ICMP_SCENARIOS="ping traceroute queries hostile udp-closed-ports rejects"
readonly ALL_SCENARIOS="$ICMP_SCENARIOS igmp-v3 igmp-v2 igmp-v1"
readonly LAN=192.0.2.10 PEER=192.0.2.20 ROUTER=192.0.2.1 FAR=198.51.100.1 WAN=198.51.100.10
readonly LAN_MAC=02:00:00:00:01:0a PEER_MAC=02:00:00:00:01:14 WAN_MAC=02:00:00:00:02:0a
readonly ROUTER_LAN_MAC=02:00:00:00:01:01 ROUTER_WAN_MAC=02:00:00:00:02:01

fail() { echo "record.sh: $*" >&2; exit "${CODE:-4}"; }

# ---------------------------------------------------------------------------------------------------- environment

[[ $# -ge 1 && $1 != -* ]] || { CODE=2 fail "usage: record.sh DIRECTORY [NAME...], NAME of: $ALL_SCENARIOS"; }

require_tools() {
    local missing=() tool
    for tool in ip sysctl nsenter unshare ping tracepath traceroute hping3 nmap fping ethtool dumpcap tshark; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    for PYTHON in python3 /usr/bin/python3 ''; do
        [[ -n $PYTHON ]] && "$PYTHON" -c 'import scapy' 2>/dev/null && break
    done
    [[ -n $PYTHON ]] || missing+=("python3 with scapy")
    [[ ${#missing[@]} -eq 0 ]] || fail "not found: ${missing[*]}; on Debian: apt-get install $DEBIAN_PACKAGES"
}

enter_own_network() {
    [[ -z ${HOPWIRE_RECORDING:-} ]] || return 0
    local flags=--net
    [[ $(id -u) -eq 0 ]] || flags="--user --map-root-user --net"
    # shellcheck disable=SC2086
    unshare $flags true 2>/dev/null || fail "no network namespaces here: run as root, or allow user namespaces"
    # shellcheck disable=SC2086
    HOPWIRE_RECORDING=1 exec unshare $flags -- bash "$0" "$@"
}

require_tools
enter_own_network "$@"
out=$(mkdir -p "$1/reference" && cd "$1" && pwd)
shift
scenarios=${*:-$ALL_SCENARIOS}
for scenario in $scenarios; do
    [[ " $ALL_SCENARIOS " == *" $scenario "* ]] || { CODE=2 fail "no scenario '$scenario', only: $ALL_SCENARIOS"; }
done
work=$(mktemp -d)
declare -A namespace=()
children=()

cleanup() {
    trap - EXIT INT TERM
    kill "${children[@]}" "${namespace[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# -------------------------------------------------------------------------------------------------------- network

add_namespace() {
    local own holder try
    own=$(readlink /proc/self/ns/net)
    unshare --net sleep infinity &
    holder=$!
    namespace[$1]=$holder
    for try in $(seq 200); do
        [[ $(readlink "/proc/$holder/ns/net" 2>/dev/null) == "$own" ]] || break
        sleep 0.02
    done
    [[ $try -lt 200 ]] || fail "namespace '$1' did not start"
    at "$1" sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1 2>/dev/null || true
    at "$1" ip link set lo up
}

at() { # at NAMESPACE COMMAND...: runs it there; "router" is where the script itself is
    local where=$1
    shift
    if [[ $where == router ]]; then "$@"; else nsenter --target "${namespace[$where]}" --net -- "$@"; fi
}

quietly() { "$@" >/dev/null 2>&1 </dev/null || true; } # a tool that saw an error reports failure: that is the point

add_link() { # add_link NAMESPACE NAME MAC PEER-NAMESPACE PEER-NAME PEER-MAC
    ip link add link0 type veth peer name link1
    move_link link0 "$1" "$2" "$3"
    move_link link1 "$4" "$5" "$6"
}

move_link() { # the offloads are off because a captured checksum must be the real one
    [[ $2 == router ]] || ip link set "$1" netns "${namespace[$2]}"
    at "$2" ip link set "$1" name "$3" address "$4" up
    at "$2" ethtool -K "$3" tx off rx off sg off tso off gso off gro off >/dev/null 2>&1 \
        || fail "ethtool cannot switch the offloads of $3 off: checksums would be partial"
}

build_network() {
    sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1 2>/dev/null || true
    ip link set lo up
    add_namespace segment && add_namespace lan && add_namespace peer && add_namespace wan
    # a bridge that lends its frames to netfilter drops or trims the malformed ones
    at segment sysctl -qw net.bridge.bridge-nf-call-iptables=0 2>/dev/null || true
    at segment ip link add bridge type bridge mcast_snooping 0 forward_delay 0
    at segment ip link set bridge up
    add_link router lan $ROUTER_LAN_MAC segment router 02:00:00:00:09:01
    add_link lan eth0 $LAN_MAC segment lan 02:00:00:00:09:0a
    add_link peer eth0 $PEER_MAC segment peer 02:00:00:00:09:14
    add_link router wan $ROUTER_WAN_MAC wan eth0 $WAN_MAC
    local port
    for port in router lan peer; do at segment ip link set "$port" master bridge; done
    configure_host lan $LAN $ROUTER
    configure_host peer $PEER $ROUTER
    at wan ip link set eth0 mtu 1280
    configure_host wan $WAN $FAR
    configure_router
    await_link
}

configure_host() {
    at "$1" ip address add "$2/24" brd + dev eth0
    at "$1" ip route add default via "$3"
    at "$1" sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.conf.all.accept_redirects=0 \
        net.ipv4.conf.eth0.accept_redirects=0
}

configure_router() {
    sysctl -qw net.ipv4.ip_forward=1 net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_echo_enable_probe=1 \
        net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.lan.rp_filter=0 net.ipv4.conf.wan.rp_filter=0
    # per namespace only in newer kernels
    sysctl -qw net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=10000 2>/dev/null || true
    ip link set wan mtu 1280
    ip address add $ROUTER/24 brd + dev lan
    ip address add $FAR/24 brd + dev wan
    ip neighbour add $LAN lladdr $LAN_MAC dev lan nud permanent
    ip neighbour add $PEER lladdr $PEER_MAC dev lan nud permanent
    ip neighbour add $WAN lladdr $WAN_MAC dev wan nud permanent
    ip route add throw 203.0.113.0/28
    ip route add unreachable 203.0.113.16/28
    local host
    for host in 32 48 64 80 96 112 128 144 160 176; do ip route add prohibit 203.0.113.$host/28; done
    ip route add blackhole 203.0.113.192/28
    ip route add 203.0.113.208/28 via 198.51.100.254
    ip route add 203.0.113.240/28 via $PEER # back out of lan: draws a redirect; 203.0.113.224/28 has no route
}

await_link() {
    local try
    for try in $(seq 50); do
        at lan ping -n -q -c 1 -W 1 $WAN >/dev/null 2>&1 && return 0
    done
    fail "the namespaces do not reach each other after $try tries"
}

# -------------------------------------------------------------------------------------------------------- capture

start_capture() {
    : >"$work/dumpcap.log"
    dumpcap -q -i lan -i wan -w "$work/$1.pcapng" 2>"$work/dumpcap.log" &
    children+=($!)
    until grep -q '^File:' "$work/dumpcap.log"; do
        kill -0 $! 2>/dev/null || fail "dumpcap: $(cat "$work/dumpcap.log")"
        sleep 0.05
    done
    sleep 0.2
    echo "recording $1" >&2
}

stop_capture() {
    sleep 1
    kill -INT "${children[@]}"
    wait "${children[@]}" 2>/dev/null || true
    children=()
    "$PYTHON" "$work/merge.py" "$out/$1.pcapng" "$out/reference/$1.pcapng" "$work/$1.pcapng"
}

# ------------------------------------------------------------------------------------------------------ scenarios

one_ping() { quietly at "$1" ping -n -q -c 1 -W 1 "${@:2}"; }

forget_path_mtu() { at lan ip route flush cache; }

record_ping() {
    local options
    for options in "-s 0" "-s 16" "-s 56" "-s 1472" "-s 4000" "-p ff" "-p a5c3" "-Q 0xb8" "-t 1" "-R" "-T tsonly" \
        "-T tsandaddr" "-T tsprespec $ROUTER"; do
        # shellcheck disable=SC2086
        one_ping lan $options $ROUTER
    done
    for options in "-s 0" "-s 56" "-s 1252" "-M dont -s 1472" "-M dont -s 4000" "-M do -s 1253" "-M do -s 1472" \
        "-M do -s 1500" "-p 00" "-t 1" "-t 2" "-R" "-T tsonly" "-T tsandaddr"; do
        forget_path_mtu
        # shellcheck disable=SC2086
        one_ping lan $options $WAN
    done
    one_ping lan $FAR
    one_ping wan $FAR
    one_ping wan -R $FAR
    one_ping wan -s 1252 $ROUTER
    one_ping wan $LAN
    one_ping wan -t 1 $LAN
    quietly at lan ping -n -q -c 20 -i 0.02 $WAN
    quietly at lan ping -n -q -c 2 -i 1.1 -W 1 10.9.8.7
    quietly at wan ping -n -q -c 2 -i 1.1 -W 1 10.9.8.7
    quietly at lan ping -n -q -c 3 -i 0.2 -W 4 198.51.100.99
    one_ping lan -b 192.0.2.255
    one_ping lan -b 198.51.100.255
    one_ping lan 224.0.0.1
    quietly at lan fping -q -c 2 -p 100 -t 400 $ROUTER $FAR $WAN 10.9.8.8
}

record_traceroute() {
    local method
    for method in "" -I "-T -p 80" "-U -p 40053" "-F --mtu"; do
        forget_path_mtu
        # shellcheck disable=SC2086
        quietly at lan traceroute -n -q 2 -w 1 -m 4 $method $WAN
    done
    quietly at lan traceroute -n -q 1 -w 1 -m 3 -I -t 16 $WAN 900
    quietly at lan traceroute -n -q 1 -w 1 -m 3 $WAN 200
    quietly at lan traceroute -n -q 1 -w 1 -m 2 $ROUTER
    quietly at lan traceroute -n -q 1 -w 1 -m 3 10.9.8.7
    quietly at wan traceroute -n -q 3 -w 1 -m 3 $LAN
    quietly at wan traceroute -n -I -q 3 -w 1 -m 3 $LAN
    forget_path_mtu
    quietly at lan tracepath -n -m 4 $WAN
    quietly at wan tracepath -n -m 4 $LAN
}

record_queries() {
    local type
    for type in 8 13 17; do
        quietly at lan hping3 -q -n -c 2 -i u100000 -1 -C $type $ROUTER
        quietly at wan hping3 -q -n -c 1 -1 -C $type $FAR
    done
    quietly at lan nmap -n -sn -PE -PP -PM --disable-arp-ping --send-ip --max-retries 0 $ROUTER
    quietly at lan nmap -n -sn -PE -PP -PM --disable-arp-ping --send-ip --max-retries 0 $WAN
    quietly at lan nmap -n -Pn -sO -p 1,2,4,6,17,41,47,50,89,103,112,132,253,255 --disable-arp-ping --send-ip \
        --max-retries 0 $ROUTER
    at lan "$PYTHON" "$work/queries.py"
}

record_hostile() {
    quietly at lan hping3 -q -n -c 2 -i u50000 -1 -b $ROUTER
    quietly at lan hping3 -q -n -c 1 -2 -p 33440 -b $ROUTER
    quietly at lan hping3 -q -n -c 1 -1 -C 200 -K 3 --force-icmp $ROUTER
    at lan "$PYTHON" "$work/hostile.py"
}

record_udp-closed-ports() {
    quietly at lan nmap -n -Pn -sU -p 7,53,69,161 --disable-arp-ping --send-ip --max-retries 0 $ROUTER
    quietly at lan nmap -n -Pn -sU -p 7,53 --disable-arp-ping --send-ip --max-retries 0 $WAN
    at lan "$PYTHON" "$work/udp.py" $ROUTER 33000 want 0 1 8 64 519 520 521 548 1000 1472 3000
    at lan "$PYTHON" "$work/udp.py" $FAR 33001 want 0 64 1472
    at lan "$PYTHON" "$work/udp.py" $WAN 33002 want 0 64 1252
    at lan "$PYTHON" "$work/udp.py" $WAN 33003 probe 1252 1253 1400 1472 # DF, 1253 and up do not fit the 1280 of wan
    at lan "$PYTHON" "$work/udp.py" $WAN 33004 dont 1253 1472            # no DF: the router cuts them
    at wan "$PYTHON" "$work/udp.py" $FAR 33005 want 0 64 1252
    at wan "$PYTHON" "$work/udp.py" $ROUTER 33006 want 64
    at wan "$PYTHON" "$work/udp.py" $LAN 33007 want 64
    quietly at lan hping3 -q -n -c 2 -i u50000 -2 -p 33008 -d 600 $ROUTER
    quietly at lan hping3 -q -n -c 1 -S -p 81 $ROUTER
}

# Linux gives each source one error per second for a packet without a route, after the first five: hence the pauses.
record_rejects() {
    local host
    for host in 1 17 33 49 65 81 97 113 129 145 161 177 193 225; do
        one_ping lan 203.0.113.$host
        sleep 1.1
    done
    for host in 2 18 146 194 226; do
        at lan "$PYTHON" "$work/udp.py" 203.0.113.$host 33434 want 40
        sleep 1.1
    done
    quietly at lan ping -n -q -c 3 -i 0.2 -W 4 203.0.113.209 # next hop that nobody answers for
    quietly at lan ping -n -q -c 5 -i 0.5 203.0.113.242      # a redirect each time, further and further apart
    one_ping wan 203.0.113.147
    one_ping wan 203.0.113.243
}

record_igmp-v1() {
    force_igmp 1
    if ip link show br-lan >/dev/null 2>&1; then
        ip link set br-lan type bridge mcast_querier 0 # it does not speak IGMPv1
        ip link set br-wan type bridge mcast_querier 0
    fi
    at lan "$PYTHON" "$work/member.py" $LAN join 239.1.2.3 wait 1 join 239.1.2.4 wait 13 leave 239.1.2.3 wait 14 &
    local first=$!
    at peer "$PYTHON" "$work/member.py" $PEER wait 1 join 239.1.2.3 wait 27 &
    local second=$!
    sleep 2.5
    "$PYTHON" "$work/querier.py" lan $ROUTER
    sleep 12.5
    "$PYTHON" "$work/querier.py" lan $ROUTER
    wait $first $second
    sleep 2.5 # the last reports are sent again
}

record_igmp-v2() {
    force_igmp 2
    at lan "$PYTHON" "$work/member.py" $LAN join 239.1.2.3 wait 1 join 239.1.2.4 wait 6 leave 239.1.2.4 wait 3 \
        leave 239.1.2.3 wait 1 join 239.1.2.5 wait 8 &
    local first=$!
    at peer "$PYTHON" "$work/member.py" $PEER wait 1 join 239.1.2.3 wait 11 leave 239.1.2.3 wait 5 &
    local second=$!
    at wan "$PYTHON" "$work/member.py" $WAN wait 2 join 239.9.9.9 wait 9 leave 239.9.9.9 wait 3 &
    local third=$!
    bridge_querier 2
    wait $first $second $third
    sleep 2.5 # the last reports are sent again
}

record_igmp-v3() {
    force_igmp 3
    at lan "$PYTHON" "$work/member.py" $LAN join 239.1.2.3 wait 2 block 239.1.2.3 198.51.100.7 wait 2 \
        block 239.1.2.3 198.51.100.8 wait 1 unblock 239.1.2.3 198.51.100.7 wait 2 \
        filter 239.1.2.3 include 198.51.100.8,198.51.100.9 wait 2 filter 239.1.2.3 exclude 198.51.100.7 wait 2 \
        leave 239.1.2.3 wait 2 join 239.1.2.6 join 239.1.2.7 wait 5 &
    local first=$!
    at peer "$PYTHON" "$work/member.py" $PEER wait 1 allow 232.1.1.1 198.51.100.10 wait 2 \
        allow 232.1.1.1 198.51.100.11 wait 2 drop 232.1.1.1 198.51.100.10 wait 6 drop 232.1.1.1 198.51.100.11 wait 1 \
        join 239.1.2.3 wait 5 &
    local second=$!
    at wan "$PYTHON" "$work/member.py" $WAN wait 2 join 239.9.9.9 wait 9 leave 239.9.9.9 wait 3 &
    local third=$!
    bridge_querier 3
    wait $first $second $third
    sleep 2.5 # the last reports are sent again
}

force_igmp() {
    local host
    for host in lan peer wan; do at $host sysctl -qw net.ipv4.conf.eth0.force_igmp_version="$1"; done
}

bridge_querier() { # a Linux bridge behind each port of the router becomes the querier of that link
    local port address mac
    for port in lan wan; do
        if ! ip link show "br-$port" >/dev/null 2>&1; then
            address=$ROUTER mac=$ROUTER_LAN_MAC
            [[ $port == lan ]] || address=$FAR mac=$ROUTER_WAN_MAC
            ip link add "br-$port" address $mac type bridge forward_delay 0
            ip link set "$port" master "br-$port"
            ip address flush dev "$port"
            ip address add "$address/24" brd + dev "br-$port"
            ip link set "br-$port" up
        fi
        ip link set "br-$port" type bridge mcast_snooping 1 mcast_igmp_version "$1" mcast_query_use_ifaddr 1 \
            mcast_query_interval 700 mcast_query_response_interval 200 mcast_startup_query_interval 300 \
            mcast_startup_query_count 2 mcast_last_member_interval 100 mcast_last_member_count 2 mcast_querier 0
        ip link set "br-$port" type bridge mcast_querier 1
    done
}

# -------------------------------------------------------------------------------------------------- python helpers

cat >"$work/merge.py" <<'PYTHON'
"""merge.py ARRIVED REFERENCE IN...: dumpcap's files by time into two: all frames, and those that arrived."""
import struct, sys

ROUTER_MACS = [bytes.fromhex("020000000101"), bytes.fromhex("020000000201")]


def frames(path):
    """time in ns, port, octets, original length; dumpcap's time stamps are in ns and its interfaces in our order"""
    data, at = open(path, "rb").read(), 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 6:
            port, high, low, captured, original = struct.unpack_from("<IIIII", data, at + 8)
            yield high << 32 | low, port, data[at + 28:at + 28 + captured], original
        at += length


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def block(kind, body):
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def write(path, packets, comment):
    with open(path, "wb") as out:
        out.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + option(1, comment)
                        + option(4, b"record.sh") + option(0, b"")))
        for name in (b"lan", b"wan"):
            out.write(block(1, struct.pack("<HHI", 1, 0, 65535) + option(2, name) + option(9, b"\x09")
                            + option(0, b"")))
        for when, port, data, original in packets:
            outbound = data[6:12] == ROUTER_MACS[port]
            out.write(block(6, struct.pack("<IIIII", port, when >> 32, when & 0xFFFFFFFF, len(data), original)
                            + data + bytes(-len(data) % 4)
                            + option(2, struct.pack("<I", 2 if outbound else 1)) + option(0, b"")))


arrived, reference, *inputs = sys.argv[1:]
packets = sorted((packet for path in inputs for packet in frames(path)), key=lambda packet: packet[0])
write(reference, packets, b"what arrived at a Linux router, and what it sent")
write(arrived, [p for p in packets if p[2][6:12] != ROUTER_MACS[p[1]]], b"what arrived at the router's interfaces")
PYTHON

cat >"$work/udp.py" <<'PYTHON'
"""udp.py ADDRESS PORT MODE SIZE...: one datagram of each payload size; MODE is the path-MTU discovery mode."""
import socket, sys, time

address, port, mode, *sizes = sys.argv[1:]
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.setsockopt(socket.IPPROTO_IP, 10, ["dont", "want", "do", "probe"].index(mode))  # IP_MTU_DISCOVER
out.bind(("", 40000 + int(port) % 1000))
for size in map(int, sizes):
    out.sendto((b"%d octets to a closed port " % size * 150)[:size], (address, int(port)))
    time.sleep(0.02)
time.sleep(0.1)
PYTHON

cat >"$work/querier.py" <<'PYTHON'
"""querier.py INTERFACE SOURCE: one IGMPv1 general query (RFC 1112: code 0, TTL 1, no options)."""
import sys
from scapy.all import Ether, IP, sendp, get_if_hwaddr

interface, source = sys.argv[1:]
query = bytes.fromhex("1100eeff00000000")
sendp(Ether(src=get_if_hwaddr(interface), dst="01:00:5e:00:00:01")
      / IP(src=source, dst="224.0.0.1", ttl=1, proto=2, id=0) / query, iface=interface, verbose=False)
PYTHON

cat >"$work/member.py" <<'PYTHON'
"""member.py ADDRESS STEP...: a host's membership through real sockets, one socket per group."""
import socket, struct, sys, time

address, *words = sys.argv[1:]
steps = iter(words)
sockets = {}
interface = socket.if_nametoindex("eth0")


def of(group):
    if group not in sockets:
        sockets[group] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    return sockets[group]


def storage(host):
    return struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(host)) + bytes(120)


def source_request(name, group, source):  # RFC 3678: struct group_source_req
    of(group).setsockopt(socket.IPPROTO_IP, name, struct.pack("=I4x", interface) + storage(group) + storage(source))


for step in steps:
    if step == "wait":
        time.sleep(float(next(steps)))
    elif step in ("join", "leave"):  # MCAST_JOIN_GROUP, MCAST_LEAVE_GROUP
        group = next(steps)
        of(group).setsockopt(socket.IPPROTO_IP, 42 if step == "join" else 45,
                             struct.pack("=I4x", interface) + storage(group))
    elif step in ("block", "unblock"):  # MCAST_BLOCK_SOURCE, MCAST_UNBLOCK_SOURCE
        source_request(43 if step == "block" else 44, next(steps), next(steps))
    elif step in ("allow", "drop"):  # IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP
        group, source = next(steps), next(steps)
        of(group).setsockopt(socket.IPPROTO_IP, 39 if step == "allow" else 40,
                             b"".join(map(socket.inet_aton, (group, address, source))))
    elif step == "filter":  # IP_MSFILTER: the whole list and its mode at once
        group, mode, sources = next(steps), next(steps), next(steps).split(",")
        of(group).setsockopt(socket.IPPROTO_IP, 41, socket.inet_aton(group) + socket.inet_aton(address)
                             + struct.pack("=II", mode == "include", len(sources))
                             + b"".join(map(socket.inet_aton, sources)))
    else:
        sys.exit("member.py: no step '" + step + "'")
PYTHON

cat >"$work/queries.py" <<'PYTHON'
"""Queries that no everyday tool sends: router solicitation (RFC 1256), information (RFC 792), probe (RFC 8335)."""
import socket, struct
from scapy.all import Ether, IP, Raw, checksum, sendp

LAN_MAC, ROUTER_MAC = "02:00:00:00:01:0a", "02:00:00:00:01:01"
LAN, ROUTER = "192.0.2.10", "192.0.2.1"


def send(kind, rest, source=LAN, target=ROUTER, mac=ROUTER_MAC, ttl=64):
    body = struct.pack("!BBH", kind, 0, 0) + rest
    body = body[:2] + struct.pack("!H", checksum(body)) + body[4:]
    sendp(Ether(src=LAN_MAC, dst=mac) / IP(src=source, dst=target, ttl=ttl, proto=1) / Raw(body),
          iface="eth0", verbose=False)


def interface_object(kind, value):
    words = struct.pack("!HBB", len(value) + 4, 3, kind) + value
    return struct.pack("!BBH", 0x20, 0, checksum(b"\x20\0\0\0" + words)) + words


def probe(sequence, kind, value, local=1):
    send(42, struct.pack("!HBB", 0x4857, sequence, local) + interface_object(kind, value))


send(10, bytes(4), target="224.0.0.2", mac="01:00:5e:00:00:02", ttl=1)
send(10, bytes(4), source="0.0.0.0", target="224.0.0.2", mac="01:00:5e:00:00:02", ttl=1)
send(10, bytes(4), target="255.255.255.255", mac="ff:ff:ff:ff:ff:ff", ttl=1)
send(15, struct.pack("!HH", 0x4857, 1))
send(15, struct.pack("!HH", 0x4857, 2), source="0.0.0.0", target="255.255.255.255", mac="ff:ff:ff:ff:ff:ff")
send(17, struct.pack("!HHI", 0x4857, 3, 0), source="0.0.0.0", target="255.255.255.255", mac="ff:ff:ff:ff:ff:ff")
send(13, struct.pack("!HHIII", 0x4857, 4, 0x80000001, 0, 0))
address = lambda host: struct.pack("!HBB", 1, 4, 0) + socket.inet_aton(host)
probe(1, 1, b"lan\0")
probe(2, 1, b"wan\0")
probe(3, 1, b"nosuch\0\0")
probe(4, 2, struct.pack("!I", 99))
probe(5, 3, address(ROUTER))
probe(6, 3, address("198.51.100.1"))
probe(7, 3, address("198.51.100.10"), local=0)
probe(8, 3, address("203.0.113.1"))
probe(9, 1, b"x" * 16)
probe(10, 3, struct.pack("!HBB", 9, 4, 0) + bytes(4))
probe(11, 4, b"????")
PYTHON

cat >"$work/hostile.py" <<'PYTHON'
"""Frames that break a rule each, most named in their payload; IP id and ICMP sequence are their rank."""
import socket, struct, time
from scapy.all import checksum, conf

LAN_MAC, ROUTER_MAC = bytes.fromhex("02000000010a"), bytes.fromhex("020000000101")
LAN, ROUTER, WAN = "192.0.2.10", "192.0.2.1", "198.51.100.10"
NOWHERE, CLOSED = "10.9.8.7", 33500
socket2 = conf.L2socket(iface="eth0")
rank = 0


def transmit(frame):
    socket2.send(frame)
    time.sleep(0.012)


def icmp(kind, code=0, rest=None, payload=b"", bad=False):
    global rank
    rank += 1
    body = struct.pack("!BBH", kind, code, 0) + (struct.pack("!HH", 0x4857, rank) if rest is None else rest)
    body += payload
    return body[:2] + struct.pack("!H", checksum(body) ^ (0x5555 if bad else 0)) + body[4:]


def udp(name, source=LAN, target=ROUTER, length=None, bad=False, port=CLOSED):
    global rank
    rank += 1
    body = struct.pack("!HHHH", 40500, port, 8 + len(name) if length is None else length, 0) + name.encode()
    pseudo = socket.inet_aton(source) + socket.inet_aton(target) + struct.pack("!HH", 17, len(body))
    return body[:6] + struct.pack("!H", checksum(pseudo + body) ^ (0x5555 if bad else 0)) + body[8:]


def packet(body, source=LAN, target=ROUTER, options=b"", ttl=64, proto=1, frag=0, ihl=None, total=None, version=4,
           bad=False, ident=None):
    options += bytes(-len(options) % 4)
    header = struct.pack("!BBHHHBBH4s4s", version << 4 | (5 + len(options) // 4 if ihl is None else ihl), 0,
                         20 + len(options) + len(body) if total is None else total, rank if ident is None else ident,
                         frag, ttl, proto, 0, socket.inet_aton(source), socket.inet_aton(target)) + options
    return header[:10] + struct.pack("!H", checksum(header) ^ (0x5555 if bad else 0)) + header[12:] + body


def send(ip, mac=ROUTER_MAC, ethertype=b"\x08\x00", trailer=b""):
    if ip[16:20] == socket.inet_aton(NOWHERE):
        time.sleep(1.1)  # Linux gives each source one error per second for a packet without a route
    transmit(mac + LAN_MAC + ethertype + ip + trailer)


def echo(name, mac=ROUTER_MAC, trailer=b"", **fields):
    send(packet(icmp(8, payload=name.encode()), **fields), mac=mac, trailer=trailer)


def datagram(name, mac=ROUTER_MAC, **fields):
    source, target = fields.get("source", LAN), fields.get("target", ROUTER)
    send(packet(udp(name, source, target), proto=17, **fields), mac=mac)


def option_cases():
    yield "rr-room-for-two", bytes([7, 11, 4]) + bytes(8)
    yield "rr-full", bytes([7, 7, 8]) + bytes(4)
    for pointer in (0, 3, 5, 7, 255):
        yield f"rr-pointer-{pointer}", bytes([7, 7, pointer]) + bytes(4)
    for length in (0, 1, 2, 3, 255):
        yield f"rr-length-{length}", bytes([1, 7, length, 4]) + bytes(4)
    yield "option-type-without-length", bytes([1, 1, 1, 7])
    yield "ts-room", bytes([68, 12, 5, 0]) + bytes(8)
    yield "ts-full-overflow-counts", bytes([68, 8, 9, 0x20]) + bytes(4)
    yield "ts-full-overflow-15", bytes([68, 8, 9, 0xF0]) + bytes(4)
    yield "ts-pointer-4", bytes([68, 8, 4, 0]) + bytes(4)
    yield "ts-pointer-9-address-room-4", bytes([68, 12, 9, 1]) + bytes(8)
    yield "ts-flag-2", bytes([68, 12, 5, 2]) + bytes(8)
    yield "ts-length-3", bytes([68, 3, 5, 1])
    yield "router-alert", bytes([148, 4, 0, 0])
    yield "router-alert-twice", bytes([148, 4, 0, 0]) * 2
    yield "router-alert-value-1", bytes([148, 4, 0, 1])
    yield "router-alert-length-2", bytes([148, 2, 1, 1])
    yield "lsrr", bytes([131, 7, 4]) + socket.inet_aton(WAN)
    yield "ssrr", bytes([137, 7, 4]) + socket.inet_aton(WAN)
    yield "lsrr-done", bytes([131, 7, 8]) + socket.inet_aton(WAN)
    yield "lsrr-pointer-3", bytes([131, 7, 3]) + socket.inet_aton(WAN)
    yield "lsrr-and-ssrr", bytes([131, 7, 4]) + socket.inet_aton(WAN) + bytes([137, 7, 4]) + socket.inet_aton(WAN)
    yield "nop-40", b"\x01" * 40
    yield "end-then-garbage", bytes([0, 7, 0, 255, 68, 1, 2, 3])
    yield "unknown-158", bytes([158, 4, 1, 2])
    yield "unknown-158-length-0", bytes([158, 0, 1, 2])
    yield "security-130", bytes([130, 11]) + bytes(9)
    yield "stream-136", bytes([136, 4, 0, 1])


echo("good-echo")
for target, way in ((ROUTER, "to"), (WAN, "through")):
    for name, options in option_cases():
        echo(f"{way}-{name}", target=target, options=options)
    echo(f"{way}-bad-ip-checksum", target=target, bad=True)
    send(packet(icmp(8, payload=f"{way}-bad-icmp-checksum".encode(), bad=True), target=target))
    for ttl in (0, 1, 2):
        echo(f"{way}-ttl-{ttl}", target=target, ttl=ttl)
    for ihl in (0, 4, 6, 15):
        echo(f"{way}-ihl-{ihl}", target=target, ihl=ihl)
    for version in (0, 5, 6, 15):
        echo(f"{way}-version-{version}", target=target, version=version)
    for total in (0, 19, 20, 24, 27, 28, 200, 65535):
        echo(f"{way}-total-{total}", target=target, total=total)
    echo(f"{way}-trailer-of-10", target=target, trailer=b"TRAILER-10")
    echo(f"{way}-reserved-flag", target=target, frag=0x8000)
    echo(f"{way}-offset-185", target=target, frag=185)
    echo(f"{way}-offset-185-ttl-1", target=target, frag=185, ttl=1)
    echo(f"{way}-first-fragment-only", target=target, frag=0x2000)
    echo(f"{way}-first-fragment-ttl-1", target=target, frag=0x2000, ttl=1)
    echo(f"{way}-past-65535", target=target, frag=8189)
    datagram(f"{way}-udp-offset-10", target=target, frag=10)

for name, options in (("nop-40", b"\x01" * 40), ("rr", bytes([7, 7, 4]) + bytes(4)),
                      ("ts", bytes([68, 8, 5, 0]) + bytes(4))):
    echo(f"through-{name}-ttl-1", target=WAN, ttl=1, options=options)
    echo(f"to-nowhere-{name}", target=NOWHERE, options=options)

for mac, name in ((b"\xff" * 6, "broadcast"), (bytes.fromhex("01005e000001"), "multicast"),
                  (bytes.fromhex("02000000fffe"), "other-host")):
    echo(f"link-{name}-unicast-ip", mac=mac)
    echo(f"link-{name}-ttl-1", mac=mac, target=WAN, ttl=1)
    datagram(f"link-{name}-udp", mac=mac)

for source in ("0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
               "192.0.2.255", "192.0.2.0", ROUTER, "198.51.100.255"):
    echo("source-echo", source=source)
    echo("source-ttl-1", source=source, target=WAN, ttl=1)
    echo("source-no-route", source=source, target=NOWHERE)
    datagram("source-udp", source=source)

for target in ("192.0.2.255", "192.0.2.0", "198.51.100.255", "198.51.100.0", "255.255.255.255", "224.0.0.1",
               "224.0.0.22", "239.1.2.3", "127.0.0.1", "0.0.0.0", "240.0.0.1"):
    mac = ROUTER_MAC
    if target.startswith("2") and int(target.split(".")[0]) in range(224, 240):
        mac = b"\x01\x00\x5e" + socket.inet_aton(target)[1:]
    echo("target-echo", target=target, mac=mac)
    echo("target-ttl-1", target=target, mac=mac, ttl=1)
    datagram("target-udp", target=target, mac=mac)

inner = packet(udp("quoted", ROUTER, WAN), source=ROUTER, target=WAN, proto=17)
for kind, code in ((3, 1), (4, 0), (5, 1), (11, 0), (12, 0)):  # errors that would draw an error
    send(packet(icmp(kind, code, bytes(4), inner), target=WAN, ttl=1))
    send(packet(icmp(kind, code, bytes(4), inner), target=NOWHERE))
for kind in (0, 14, 200):  # an answer may draw one, an unknown type may not
    send(packet(icmp(kind, payload=b"answer-or-unknown"), target=WAN, ttl=1))
    send(packet(icmp(kind, payload=b"answer-or-unknown"), target=NOWHERE))
for cut in (0, 4, 8, 19, 20, 27, 28):  # quotes too short to be matched
    send(packet(icmp(3, 3, bytes(4), inner[:cut])))
for mtu in (0, 67, 68, 1280, 65535):
    send(packet(icmp(3, 4, struct.pack("!HH", 0, mtu), inner)))
for proto in (0, 1, 6, 253, 255):
    send(packet(icmp(3, 4, struct.pack("!HH", 0, 1280), packet(b"inner-protocol", ROUTER, WAN, proto=proto))))
send(packet(icmp(3, 3, bytes(4), packet(udp("x"), ROUTER, WAN, b"\x01" * 40, proto=17))))
send(packet(icmp(3, 3, bytes(4), packet(udp("x"), ROUTER, WAN, proto=17, ihl=15))))
send(packet(icmp(3, 3, bytes(4), packet(udp("x"), ROUTER, WAN, proto=17, frag=0x2001))))
send(packet(icmp(3, 1, bytes(4), packet(icmp(3, 1, bytes(4), packet(icmp(3, 1, bytes(4), inner)))))))
for gateway in ("192.0.2.254", "203.0.113.9", "224.0.0.1", "0.0.0.0", ROUTER):
    for code in (0, 1, 2, 3, 4):
        send(packet(icmp(5, code, socket.inet_aton(gateway), inner), source="192.0.2.20"))
for length in (0, 1, 5, 31, 32, 255):  # RFC 4884: words of the quote; extensions of a wrong version behind it
    send(packet(icmp(11, 0, struct.pack("!BBH", 0, length, 0), inner.ljust(128, b"\0") + b"\x10\0\0\0\0\x04\x01\x01")))
for kind in (1, 2, 6, 7, 19, 30, 36, 37, 40, 41, 43, 44, 127, 128, 253, 255):
    send(packet(icmp(kind, payload=b"unknown-type")))
send(packet(icmp(8, 1, payload=b"echo-code-1")))
send(packet(icmp(8, 255, payload=b"echo-code-255")))
send(packet(icmp(13, 1, payload=bytes(12))))
for kind, lengths in ((8, (0, 3, 4, 7)), (13, (8, 12, 19, 21)), (17, (8, 11)), (15, (4, 7)), (42, (8, 11)), (9, (8,))):
    for length in lengths:
        rank += 1
        body = struct.pack("!BBHHH", kind, 0, 0, 0x4857, rank) + bytes(24)
        send(packet((body[:2] + struct.pack("!H", checksum(body[:length])) + body[4:])[:length]))
for fields in ({"bad": True}, {"length": 7}, {"length": 900}, {"port": 0}):
    send(packet(udp("udp-with-" + "-".join(fields), **fields), proto=17))
for proto, body in ((253, b"proto-253"), (0, b"proto-0"), (255, b"proto-255"), (2, bytes.fromhex("1301ecfe00000000")),
                    (2, bytes.fromhex("1164ee9b00000000"))):
    rank += 1
    send(packet(body.ljust(8), proto=proto))
rank += 1
send(packet(b"proto-253-through", target=WAN, proto=253))
echo("fragment-a", frag=0x2000, ident=7001)
datagram("udp-in-source-route", options=bytes([131, 7, 4]) + socket.inet_aton(WAN))
whole = packet(icmp(8, payload=b"overlapping-parts-of-an-echo-request!"), ident=7002)
for start, end, more in ((0, 24, 1), (16, 40, 1), (40, 48, 0)):
    send(packet(whole[20 + start:20 + end], frag=more << 13 | start // 8, ident=7002))
for size in (0, 1, 10, 19):
    send(packet(icmp(8))[:size])
for tag in ("81000001", "88a80001810000020800", "8100", "0806", "86dd", "0026", "ffff"):
    transmit(ROUTER_MAC + LAN_MAC + bytes.fromhex(tag) + b"short")
transmit(ROUTER_MAC + LAN_MAC + bytes.fromhex("810000050800") + packet(icmp(8, payload=b"vlan-5")))
arp = bytes.fromhex("0001080006040001")
for sender in (b"\xff" * 6, bytes.fromhex("01005e000001"), bytes(6)):
    send(arp + sender + socket.inet_aton("192.0.2.66") + bytes(6) + socket.inet_aton(ROUTER), ethertype=b"\x08\x06")
send(arp + LAN_MAC + socket.inet_aton(ROUTER) + bytes(6) + socket.inet_aton(ROUTER), ethertype=b"\x08\x06")
send(arp[:4] + b"\xff\xff" + arp[6:] + bytes(20), ethertype=b"\x08\x06")
time.sleep(31)  # Linux gives up a reassembly after 30 seconds
echo("good-echo-at-the-end")
PYTHON

cat >"$work/counts.py" <<'PYTHON'
"""counts.py DIRECTORY NAME...: Markdown tables of what tshark reads in each recording and its reference."""
import collections, os, subprocess, sys

directory, *names = sys.argv[1:]
CHECK = ["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"]
ROUTERS = {"192.0.2.1", "198.51.100.1"}
MACS = {"02:00:00:00:01:01", "02:00:00:00:02:01"}


def read(path, *fields, only=None):
    command = ["tshark", "-n", "-r", path, *CHECK, "-T", "fields", "-E", "occurrence=f"]
    command += [word for field in fields for word in ("-e", field)] + (["-Y", only] if only else [])
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [tuple(line.split("\t")) for line in lines]


def listed(counter):
    return ", ".join(f"{key} {count}" for key, count in sorted(counter.items()))


def arrivals(name):
    path = os.path.join(directory, name + ".pcapng")
    rows = read(path, "frame.interface_name", "_ws.col.Protocol")
    bad = len(read(path, "frame.number", only="ip.checksum.status==0 || icmp.checksum.status==0 || "
                   "igmp.checksum.status==0 || udp.checksum.status==0 || tcp.checksum.status==0"))
    malformed = len(read(path, "frame.number", only="_ws.malformed"))
    ports = collections.Counter(port for port, _ in rows)
    protocols = listed(collections.Counter(protocol for _, protocol in rows))
    print(f"| {name} | {len(rows)} | {ports['lan']} | {ports['wan']} | {protocols}"
          f" | {bad} | {malformed} | {os.path.getsize(path)} |")


def both_ways(name):
    if name == "demo":
        return [row for part in names if part != "demo" and "igmp" not in part for row in both_ways(part)]
    return read(os.path.join(directory, "reference", name + ".pcapng"), "frame.interface_name", "eth.src", "ip.src",
                "icmp.type", "icmp.code", "igmp.type", "arp.opcode")


def answers(name):
    rows = both_ways(name)
    own, forwarded = collections.Counter(), collections.Counter()
    for port, mac, source, kind, code, igmp, arp in rows:
        if mac not in MACS:
            continue
        if arp:
            own[f"ARP {'request' if arp == '1' else 'reply'} ({port})"] += 1
        elif source not in ROUTERS:
            forwarded[port] += 1
        elif kind:
            own[f"ICMP {kind}/{code} ({port})"] += 1
        else:
            own[f"IGMP {igmp} ({port})" if igmp else f"other IP ({port})"] += 1
    print(f"| {name} | {len(rows)} | {listed(forwarded) or '-'} | {listed(own) or '-'} |")


print("# What tshark counts\n\nWritten by `record.sh`; `README.md` says what the recordings are.\n\n## Arrived\n")
print("| recording | frames | lan | wan | protocols as tshark names them | bad checksum | malformed | octets |")
print("| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |")
for name in names:
    arrivals(name)
print("\n## What Linux did\n\nICMP is type/code with the interface it left by; limiters were off.\n")
print("| recording | frames both ways | forwarded, by egress | sent by the router itself |\n| --- | ---: | --- | --- |")
for name in names:
    answers(name)
PYTHON

cat >"$work/answers.py" <<'PYTHON'
"""answers.py REFERENCE: per frame of the hostile recording what Linux did about it; "-" is silence."""
import re, socket, struct, sys

ROUTERS = {socket.inet_aton("192.0.2.1"), socket.inet_aton("198.51.100.1")}
WAN = socket.inet_aton("198.51.100.10")
NAME = (rb"(good|to|through|link|source|target|answer|unknown|inner|echo|udp|proto|fragment|overlapping|parts|vlan)"
        rb"-[a-z0-9-]+")
data = open(sys.argv[1], "rb").read()
arrived, did = [], {}


def answer(ip):
    """the rank of the frame that drew this one, and what it is"""
    own, icmp = ip[12:16] in ROUTERS, ip[(ip[0] & 15) * 4:]
    if not own or ip[9] != 1:
        return struct.unpack("!H", ip[4:6])[0], "own other IP" if own else "forwarded"
    if icmp[0] not in (3, 5, 11, 12):
        return struct.unpack("!H", icmp[6:8])[0], f"{icmp[0]}/{icmp[1]} of {len(ip)}"
    detail = {5: " to " + socket.inet_ntoa(icmp[4:8]), 12: f" pointer {icmp[4]}"}.get(icmp[0], "")
    return struct.unpack("!H", icmp[12:14])[0], f"{icmp[0]}/{icmp[1]}{detail}"


at = 0
while at < len(data):
    kind, length = struct.unpack_from("<II", data, at)
    if kind == 6:
        port, captured = struct.unpack_from("<I8xI", data, at + 8)
        frame = data[at + 28:at + 28 + captured]
        if frame[6:12] == bytes.fromhex("02000000010a"):
            arrived.append(frame)
        elif frame[12:14] == b"\x08\x00" and frame[6:12] != bytes.fromhex("02000000020a") and frame[26:30] != WAN:
            rank, what = answer(frame[14:])
            did.setdefault(rank, []).append(what)
    at += length
print("rank\tname\tethertype\tsource\ttarget\tttl\tprotocol\ttype/code\tLinux")
for frame in arrived:
    ip = frame[14:]
    name = re.search(NAME, frame[34:])
    if frame[12:14] != b"\x08\x00" or len(ip) < 24:
        print("-", name.group().decode() if name else "-", frame[12:14].hex(), *"-----", "-", sep="\t")
        continue
    rank, header = struct.unpack("!H", ip[4:6])[0], (ip[0] & 15) * 4
    kind = f"{ip[header]}/{ip[header + 1]}" if ip[9] == 1 and 20 <= header < len(ip) - 1 else "-"
    print(rank, name.group().decode() if name else "-", "0800", socket.inet_ntoa(ip[12:16]),
          socket.inet_ntoa(ip[16:20]), ip[8], ip[9], kind, "; ".join(did.get(rank, ["-"])), sep="\t")
PYTHON

# ------------------------------------------------------------------------------------------------------------- run

build_network
# always in this order: the bridges of igmp-v3 take the router's addresses, and a host that heard an old querier
# stays old for minutes
for scenario in $ALL_SCENARIOS; do
    [[ " $scenarios " == *" $scenario "* ]] || continue
    start_capture "$scenario"
    "record_$scenario"
    stop_capture "$scenario"
done
if [[ $scenarios == "$ALL_SCENARIOS" ]]; then
    parts=()
    for scenario in $ICMP_SCENARIOS; do parts+=("$work/$scenario.pcapng"); done
    "$PYTHON" "$work/merge.py" "$out/demo.pcapng" "$work/demo.pcapng" "${parts[@]}"
    # shellcheck disable=SC2086
    "$PYTHON" "$work/counts.py" "$out" $scenarios demo >"$out/COUNTS.md"
    "$PYTHON" "$work/answers.py" "$out/reference/hostile.pcapng" >"$out/reference/hostile.tsv"
fi
echo "wrote $out" >&2
