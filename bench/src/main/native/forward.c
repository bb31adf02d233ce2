/*
 * The peers of BurstBenchmark, ForwardBenchmark and MulticastBenchmark: loops over frames in memory that look a burst up
 * in rte_fib, rte_lpm or rte_hash, count the time to live down, mend the checksum and write the addresses of the next
 * link. Cases: fib-32, fib-256, lpm-32 (its table takes minutes to fill), which like l3fwd leave the header's checksum
 * to the card; fib-verified-256, which verifies it; multicast-32, multicast-256; and ends, which does nothing with a
 * frame (EndsBenchmark).
 */
#include "dpdk.h"
#include "frames.h"
#include <rte_fib.h>
#include <rte_hash.h>
#include <rte_hash_crc.h>
#include <rte_ip.h>
#include <rte_lpm.h>

#define BULK 32
#define LINK_ADDRESSES 12
#define LINK_STRIDE 16

static struct rte_fib *fib;
static struct rte_lpm *lpm;
static struct rte_hash *hash;
static const uint8_t *links;

static void build_routes(void)
{
    uint32_t count, *routes = load_words("routes", &count);
    struct rte_fib_conf fib_conf = {.type = RTE_FIB_DIR24_8, .max_routes = (int)(count / 3) + 1,
                                    .dir24_8 = {.nh_sz = RTE_FIB_DIR24_8_4B, .num_tbl8 = 1 << 16}};
    struct rte_lpm_config lpm_conf = {.max_rules = count / 3 + 1, .number_tbl8s = 1 << 16};
    if (is_case("fib"))
        fib = rte_fib_create("fib", 0, &fib_conf);
    else
        lpm = rte_lpm_create("lpm", 0, &lpm_conf);
    if (!fib && !lpm)
        fail(4, "no table");
    for (uint32_t i = 0; i < count; i += 3)
        /* the default route is the fib's default */
        if (routes[i + 1] && (fib ? rte_fib_add(fib, routes[i], (uint8_t)routes[i + 1], routes[i + 2])
                              : rte_lpm_add(lpm, routes[i], (uint8_t)routes[i + 1], routes[i + 2])))
            fail(1, "route refused");
}

static void build_groups(void)
{
    uint32_t count, *groups = load_words("groups", &count);
    struct rte_hash_parameters parameters = {.name = "hash", .entries = count < 8 ? 8 : count + count / 8, .key_len = 4,
                                             .hash_func = rte_hash_crc, .hash_func_init_val = 42, .socket_id = 0};
    hash = rte_hash_create(&parameters);
    if (!hash)
        fail(4, "rte_hash_create");
    for (uint32_t i = 0; i < count; i++)
        if (rte_hash_add_key_data(hash, &groups[i], (void *)1))
            fail(1, "group refused");
}

static inline uint32_t destination_of(const uint8_t *frame)
{
    uint32_t address;
    memcpy(&address, frame + IP + 16, sizeof address);
    return rte_be_to_cpu_32(address);
}

static inline int is_forwardable(const uint8_t *frame, uint32_t length, int verifies)
{
    return is_ipv4(frame, length) && frame[IP + 8] > 1
        && (!verifies || rte_ipv4_cksum((const struct rte_ipv4_hdr *)(frame + IP)) == 0);
}

/* RFC 1624 for a time to live of one less */
static inline void count_down(uint8_t *ip)
{
    uint16_t checksum;
    memcpy(&checksum, ip + 10, sizeof checksum);
    uint32_t sum = checksum + rte_cpu_to_be_16(0x0100);
    checksum = (uint16_t)(sum + (sum >> 16));
    memcpy(ip + 10, &checksum, sizeof checksum);
    ip[8]--;
}

/* drops what cannot be forwarded; the rest moves up */
static inline void sieve(struct burst *burst, uint32_t *destinations, int verifies)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < burst->size; i++) {
        uint8_t *frame = burst->frame[i];
        uint32_t length = burst->length[i];
        if (is_forwardable(frame, length, verifies)) {
            burst->frame[kept] = frame;
            burst->length[kept] = length;
            destinations[kept++] = destination_of(frame);
        }
    }
    burst->size = kept;
}

static inline void forward(struct burst *burst, int verifies)
{
    uint32_t destinations[BURST], found[BURST];
    uint64_t hops[BURST];
    sieve(burst, destinations, verifies);
    if (fib)
        rte_fib_lookup_bulk(fib, destinations, hops, burst->size);
    else
        rte_lpm_lookup_bulk(lpm, destinations, found, burst->size);
    for (unsigned i = 0; i < burst->size; i++) {
        uint64_t hop = fib ? hops[i] : (found[i] & RTE_LPM_LOOKUP_SUCCESS) ? found[i] & 0xffffff : 0;
        memcpy(burst->frame[i], links + hop * LINK_STRIDE, LINK_ADDRESSES);
        count_down(burst->frame[i] + IP);
    }
}

static inline void forward_trusting(struct burst *burst) { forward(burst, 0); }
static inline void forward_verifying(struct burst *burst) { forward(burst, 1); }

/* one frame for each member port; the only port here takes the frame as it lies, and no copy is made */
static inline void replicate(struct burst *burst)
{
    static struct burst out;
    uint32_t groups[BURST];
    const void *keys[BURST];
    void *ports[BURST];
    out.size = 0;
    sieve(burst, groups, 1);
    for (unsigned from = 0; from < burst->size; from += BULK) {
        unsigned n = burst->size - from < BULK ? burst->size - from : BULK;
        uint64_t hits = 0;
        for (unsigned i = 0; i < n; i++)
            keys[i] = &groups[from + i];
        rte_hash_lookup_bulk_data(hash, keys, n, &hits, ports);
        for (; hits; hits &= hits - 1) {
            unsigned i = (unsigned)__builtin_ctzll(hits);
            uint8_t *frame = burst->frame[from + i];
            count_down(frame + IP);
            for (uint64_t members = (uint64_t)(uintptr_t)ports[i]; members; members &= members - 1) {
                unsigned port = (unsigned)__builtin_ctzll(members);
                memcpy(frame + 6, links + port * LINK_STRIDE + 6, 6);
                out.frame[out.size] = frame;
                out.length[out.size++] = burst->length[from + i];
            }
        }
    }
    memcpy(burst->frame, out.frame, out.size * sizeof *out.frame);
    memcpy(burst->length, out.length, out.size * sizeof *out.length);
    burst->size = out.size;
}

static inline void pass_on(struct burst *burst) { (void)burst; }

LOOP(ends, pass_on, BURST)
LOOP(forward_32, forward_trusting, 32)
LOOP(forward_256, forward_trusting, BURST)
LOOP(forward_verified, forward_verifying, BURST)
LOOP(multicast_32, replicate, 32)
LOOP(multicast_256, replicate, BURST)

int main(int argc, char **argv)
{
    size_t bytes;
    begin(argc, argv);
    load_ring();
    links = load("links", &bytes);
    if (is_case("ends")) {
        run(ends);
    } else if (is_case("multicast")) {
        start_dpdk(64);
        build_groups();
        run(has_variant("32") ? multicast_32 : multicast_256);
    } else {
        start_dpdk(1000);
        build_routes();
        run(has_variant("verified") ? forward_verified : has_variant("32") ? forward_32 : forward_256);
    }
    return 0;
}
