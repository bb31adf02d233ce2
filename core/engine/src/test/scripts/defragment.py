"""Reads a capture with scapy, puts the fragments from one source together with scapy's own defragment(), and prints the
identification, protocol, TTL, length and payload of each IPv4 datagram from it, tab-separated, in order of
identification."""
import sys

from scapy.all import IP, Ether, RawPcapNgReader, defragment, raw

frames = [Ether(data) for data, _ in RawPcapNgReader(sys.argv[1])]
frames = [frame for frame in frames if IP in frame and frame[IP].src == sys.argv[2]]
for frame in sorted(defragment(frames), key=lambda each: each[IP].id):
    ip = frame[IP]
    if ip.flags.MF or ip.frag:
        raise SystemExit(f"datagram {ip.id} is not whole")
    payload = raw(ip)[4 * (raw(ip)[0] & 15):]
    print("\t".join(map(str, [ip.id, ip.proto, ip.ttl, len(payload), payload.hex()])))
