/*
 * The peers of the ICMP benchmarks, on rte_raw_cksum: the writer of a time exceeded alone (IcmpErrorBenchmark), and loops
 * that answer frames in memory (BurstBenchmark). Cases: error; exceeded-32, exceeded-256; echo-32, echo-256, which like
 * testpmd's icmpecho verify no checksum; echo-verified-256, which verifies both.
 */
#include "frames.h"
#include <rte_ip.h>

#define HEADERS 28
#define LONGEST 576

static uint32_t router, quoted_data;
static const uint8_t *mac;

static inline uint32_t load32(const void *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline int is_special(uint32_t source)
{
    uint32_t net = source >> 24;
    return net == 0 || net == 127 || net >= 224;
}

/* RFC 1122 section 3.2.2: never about an error, a later fragment, a group, or a source that is not one host */
static inline int is_eligible(const uint8_t *frame)
{
    const uint8_t *ip = frame + IP;
    uint32_t source = rte_be_to_cpu_32(load32(ip + 12)), destination = rte_be_to_cpu_32(load32(ip + 16));
    if ((ip[6] & 0x1f) | ip[7] | (frame[0] & 1) || is_special(source) || destination >> 28 >= 14)
        return 0;
    if (source == router || (source & 0xffffff00) == source || (source & 255) == 255)
        return 0;
    if (ip[9] != 1)
        return 1;
    uint8_t type = ip[20];
    return type == 0 || type == 8 || type == 13 || type == 14;
}

/* puts both headers in front of a datagram; answers the error's length */
static inline uint32_t write_error(uint8_t *ip, uint32_t length)
{
    uint32_t quote = 20 + quoted_data < length ? 20 + quoted_data : length;
    uint8_t *error = ip - HEADERS;
    uint64_t words[3];
    uint32_t rest = 0, source = rte_cpu_to_be_32(router), destination = load32(ip + 12);
    uint16_t total = rte_cpu_to_be_16((uint16_t)(HEADERS + quote)), type = rte_cpu_to_be_16(11 << 8);
    uint16_t tos = rte_cpu_to_be_16((uint16_t)(0x4500 | 0xc0 | (ip[1] & 0x1c)));
    uint16_t ttl = rte_cpu_to_be_16(64 << 8 | 1), fragment = rte_cpu_to_be_16(0x4000);
    /* of values still in registers: to sum what was just written would wait for the stores */
    uint32_t sum = tos + total + fragment + ttl + (source & 0xffff) + (source >> 16) + (destination & 0xffff)
        + (destination >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    uint16_t header_sum = (uint16_t)~((sum & 0xffff) + (sum >> 16));
    uint32_t body = (uint32_t)rte_raw_cksum(ip, quote) + type;
    uint16_t body_sum = (uint16_t)~((body & 0xffff) + (body >> 16));
    words[0] = tos | (uint64_t)total << 16 | (uint64_t)fragment << 48;
    words[1] = ttl | (uint64_t)header_sum << 16 | (uint64_t)source << 32;
    words[2] = destination | (uint64_t)type << 32 | (uint64_t)body_sum << 48;
    memcpy(error, words, sizeof words);
    memcpy(error + 24, &rest, sizeof rest);
    return HEADERS + quote;
}

static inline void exceed(struct burst *burst)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < burst->size; i++) {
        uint8_t *frame = burst->frame[i], back[12];
        if (!is_ipv4(frame, burst->length[i]) || frame[IP + 8] > 1 || rte_ipv4_cksum((void *)(frame + IP)) != 0
            || !is_eligible(frame))
            continue;
        memcpy(back, frame + 6, 6);
        memcpy(back + 6, mac, 6);
        uint32_t total = (uint32_t)frame[IP + 2] << 8 | frame[IP + 3];
        burst->length[kept] = IP + write_error(frame + IP, total);
        burst->frame[kept] = frame - HEADERS;
        memcpy(frame - HEADERS, back, sizeof back);
        memcpy(frame - HEADERS + 12, "\x08\x00", 2);
        kept++;
    }
    burst->size = kept;
}

static inline void answer(struct burst *burst, int verifies)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < burst->size; i++) {
        uint8_t *frame = burst->frame[i], *ip = frame + IP, back[6];
        if (!is_ipv4(frame, burst->length[i]) || ip[9] != 1 || ip[20] != 8 || ip[21] != 0
            || load32(ip + 16) != rte_cpu_to_be_32(router))
            continue;
        uint32_t total = (uint32_t)ip[2] << 8 | ip[3];
        if (verifies && (rte_ipv4_cksum((void *)ip) != 0 || rte_raw_cksum(ip + 20, total - 20) != 0xffff))
            continue;
        uint32_t source = load32(ip + 12), destination = load32(ip + 16);
        uint16_t checksum;
        memcpy(&checksum, ip + 22, sizeof checksum);
        uint32_t sum = (uint16_t)~checksum + (uint16_t)~rte_cpu_to_be_16(8 << 8);
        sum = (sum & 0xffff) + (sum >> 16);
        checksum = (uint16_t)~((sum & 0xffff) + (sum >> 16));
        memcpy(back, frame, 6);
        memcpy(frame, frame + 6, 6);
        memcpy(frame + 6, back, 6);
        memcpy(ip + 12, &destination, 4);
        memcpy(ip + 16, &source, 4);
        ip[20] = 0;
        memcpy(ip + 22, &checksum, sizeof checksum);
        burst->frame[kept] = frame;
        burst->length[kept++] = IP + total;
    }
    burst->size = kept;
}

static inline void answer_trusting(struct burst *burst) { answer(burst, 0); }
static inline void answer_verifying(struct burst *burst) { answer(burst, 1); }

LOOP(echo_32, answer_trusting, 32)
LOOP(echo_256, answer_trusting, BURST)
LOOP(echo_verified, answer_verifying, BURST)
LOOP(exceeded_32, exceed, 32)
LOOP(exceeded_256, exceed, BURST)

static struct burst parsed;

/* the writer alone: eligibility, quote, both headers; the datagram itself stays as it is */
static void error(void)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < BURST; i++)
        if (is_eligible(parsed.frame[i]))
            sum += write_error(parsed.frame[i] + IP, parsed.length[i] - IP);
    sink += sum;
}

static void error_case(void)
{
    uint64_t digest = 0;
    receive(&parsed, BURST);
    error();
    for (unsigned i = 0; i < BURST; i++) {
        uint32_t length = parsed.length[i] - IP;
        uint32_t quote = 20 + quoted_data < length ? 20 + quoted_data : length;
        digest = mix_bytes(digest, parsed.frame[i] + IP - HEADERS, HEADERS + quote);
    }
    check(digest);
    print(measure(error, BURST), digest);
}

int main(int argc, char **argv)
{
    begin(argc, argv);
    load_ring();
    uint32_t count, *words = load_words("router", &count);
    router = words[0];
    quoted_data = words[1];
    mac = (const uint8_t *)(words + 2);
    if (is_case("error"))
        error_case();
    else if (is_case("exceeded"))
        run(has_variant("32") ? exceeded_32 : exceeded_256);
    else
        run(has_variant("verified") ? echo_verified : has_variant("32") ? echo_32 : echo_256);
    return 0;
}
