/*
 * The peers of org.hopwire.bench.ip.RouteBenchmark and org.hopwire.bench.membership.LookupBenchmark: DPDK's rte_fib
 * (DIR-24-8, 4-byte entries), rte_lpm and rte_hash in bulk and singly, and as the limit for groups open addressing with
 * 8-byte slots and prefetch. Cases: fib, fib-build, lpm, lpm-build (minutes), hash-group, hash-group-single,
 * hash-source, hash-source-single, open.
 */
#include "dpdk.h"
#include <rte_fib.h>
#include <rte_hash.h>
#include <rte_hash_crc.h>
#include <rte_lpm.h>

#define NONE 255
#define PORTS 16
#define MOST_BULK 64

struct three_words {
    uint32_t source, group, vlan;
};

static uint32_t *routes, route_words, *questions, asked_count, at;
static struct rte_fib *fib;
static struct rte_lpm *lpm;
static struct rte_hash *hash;
static const char *keys;
static uint32_t key_length;
static uint64_t *slots, slot_mask;
static int slot_bits;

static void build_fib(void)
{
    struct rte_fib_conf conf = {.type = RTE_FIB_DIR24_8, .default_nh = NONE, .max_routes = (int)(route_words / 3) + 1,
                                .dir24_8 = {.nh_sz = RTE_FIB_DIR24_8_4B, .num_tbl8 = 1 << 16}};
    rte_fib_free(fib);
    fib = rte_fib_create("fib", 0, &conf);
    if (!fib)
        fail(4, "rte_fib_create");
    for (uint32_t i = 0; i < route_words; i += 3)
        if (rte_fib_add(fib, routes[i], (uint8_t)routes[i + 1], routes[i + 2]))
            fail(1, "rte_fib_add");
}

static void build_lpm(void)
{
    struct rte_lpm_config conf = {.max_rules = route_words / 3 + 1, .number_tbl8s = 1 << 16};
    rte_lpm_free(lpm);
    lpm = rte_lpm_create("lpm", 0, &conf);
    if (!lpm)
        fail(4, "rte_lpm_create");
    for (uint32_t i = 0; i < route_words; i += 3)
        if (rte_lpm_add(lpm, routes[i], (uint8_t)routes[i + 1], routes[i + 2]))
            fail(1, "rte_lpm_add");
}

static uint32_t advance(uint32_t by)
{
    uint32_t from = at;
    at = at + by >= asked_count ? 0 : at + by;
    return from;
}

static void look_up_fib(uint64_t *hops, uint32_t from) { rte_fib_lookup_bulk(fib, questions + from, hops, 32); }

static void look_up_lpm(uint64_t *hops, uint32_t from)
{
    uint32_t found[32];
    rte_lpm_lookup_bulk(lpm, questions + from, found, 32);
    for (int i = 0; i < 32; i++)
        hops[i] = (found[i] & RTE_LPM_LOOKUP_SUCCESS) ? found[i] & 0xffffff : NONE;
}

static void fib_pass(void)
{
    uint64_t hops[32];
    for (int i = 0; i < BURST; i += 32)
        look_up_fib(hops, advance(32));
    sink += hops[31];
}

static void lpm_pass(void)
{
    uint32_t found[32];
    for (int i = 0; i < BURST; i += 32)
        rte_lpm_lookup_bulk(lpm, questions + advance(32), found, 32);
    sink += found[31];
}

static uint64_t route_answers(void (*look_up)(uint64_t *, uint32_t))
{
    uint64_t hops[32], digest = 0;
    for (uint32_t from = 0; from < asked_count; from += 32) {
        look_up(hops, from);
        for (int i = 0; i < 32; i++)
            digest = mix(digest, hops[i]);
    }
    return digest;
}

/* one build is one iteration: seconds, not nanoseconds */
static struct result time_build(void (*build)(void))
{
    struct result result = {1e18, 0};
    double ns[3];
    int builds = asked.iterations < 3 ? asked.iterations : 3;
    for (int i = 0; i < builds; i++)
        ns[i] = timed(build, 1);
    qsort(ns, builds, sizeof *ns, by_value);
    return builds ? (struct result){ns[0], ns[builds / 2]} : result;
}

static void route_case(void)
{
    int is_fib = is_case("fib");
    routes = load_words("routes", &route_words);
    questions = load_words("asked", &asked_count);
    start_dpdk(1000);
    is_fib ? build_fib() : build_lpm();
    uint64_t digest = route_answers(is_fib ? look_up_fib : look_up_lpm);
    check(digest);
    print(has_variant("build") ? time_build(is_fib ? build_fib : build_lpm)
          : measure(is_fib ? fib_pass : lpm_pass, BURST), digest);
}

static void build_hash(const uint32_t *groups, const uint32_t *sources, uint32_t count)
{
    struct rte_hash_parameters parameters = {.name = "hash", .entries = count < 8 ? 8 : count + count / 8,
                                             .key_len = key_length, .hash_func = rte_hash_crc,
                                             .hash_func_init_val = 42, .socket_id = 0};
    hash = rte_hash_create(&parameters);
    if (!hash)
        fail(4, "rte_hash_create");
    for (uint32_t i = 0; i < count; i++) {
        struct three_words both = {sources[i], groups[i], 0};
        const void *key = key_length == 4 ? (const void *)&groups[i] : &both;
        if (rte_hash_add_key_data(hash, key, (void *)(uintptr_t)(1ull << i % PORTS)))
            fail(1, "rte_hash_add_key_data");
    }
}

/* a group's port as a set of one bit; none is 0 */
static inline void look_up_hash(uint64_t *sets, uint32_t from, uint32_t bulk)
{
    const void *pointers[MOST_BULK];
    uint64_t hits = 0;
    for (uint32_t i = 0; i < bulk; i++)
        pointers[i] = keys + (size_t)(from + i) * key_length;
    rte_hash_lookup_bulk_data(hash, pointers, bulk, &hits, (void **)sets);
    for (uint32_t i = 0; i < bulk; i++)
        sets[i] = (hits >> i & 1) ? sets[i] : 0;
}

static inline void look_up_singly(uint64_t *sets, uint32_t from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        void *data = NULL;
        int place = rte_hash_lookup_data(hash, keys + (size_t)(from + i) * key_length, &data);
        sets[i] = place < 0 ? 0 : (uint64_t)(uintptr_t)data;
    }
}

static inline uint64_t home_of(uint32_t key)
{
    uint64_t x = key * 0x9e3779b97f4a7c15ull;
    return (x ^ x >> 32) * 0xd6e8feb86659fd93ull >> (64 - slot_bits);
}

static void build_open(const uint32_t *groups, uint32_t count)
{
    for (slot_bits = 4; (1ull << slot_bits) < 2ull * count; slot_bits++)
        ;
    slot_mask = (1ull << slot_bits) - 1;
    slots = pages(8ull << slot_bits);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t to = home_of(groups[i]);
        while (slots[to])
            to = (to + 1) & slot_mask;
        slots[to] = (uint64_t)groups[i] << 32 | 1u << i % PORTS;
    }
}

static inline void look_up_open(uint64_t *sets, uint32_t from, uint32_t burst)
{
    const uint32_t *groups = (const uint32_t *)keys + from;
    uint64_t home[BURST];
    for (uint32_t i = 0; i < burst; i++) {
        home[i] = home_of(groups[i]);
        __builtin_prefetch(slots + home[i]);
    }
    for (uint32_t i = 0; i < burst; i++) {
        uint64_t p = home[i], slot = slots[p];
        while (slot >> 32 != groups[i] && slot)
            slot = slots[p = (p + 1) & slot_mask];
        sets[i] = (uint32_t)slot;
    }
}

#define PASS(name, look_up, bulk) \
    static void name(void) \
    { \
        uint64_t sets[BURST]; \
        for (int i = 0; i < BURST; i += bulk) \
            look_up(sets, advance(bulk), bulk); \
        sink += sets[bulk - 1]; \
    }
PASS(hash_32, look_up_hash, 32)
PASS(hash_64, look_up_hash, 64)
PASS(hash_single, look_up_singly, 32)
PASS(open_32, look_up_open, 32)
PASS(open_256, look_up_open, BURST)

static uint64_t group_answers(void)
{
    uint64_t sets[32], digest = 0;
    for (uint32_t from = 0; from < asked_count; from += 32) {
        is_case("open") ? look_up_open(sets, from, 32) : has_variant("single") ? look_up_singly(sets, from, 32)
            : look_up_hash(sets, from, 32);
        for (int i = 0; i < 32; i++)
            digest = mix(digest, sets[i]);
    }
    return digest;
}

static void load_keys(const uint32_t *groups, const uint32_t *sources)
{
    key_length = has_variant("source") ? sizeof(struct three_words) : sizeof *groups;
    keys = (const char *)groups;
    if (key_length == sizeof *groups)
        return;
    struct three_words *three = pages(asked_count * sizeof *three);
    for (uint32_t i = 0; i < asked_count; i++)
        three[i] = (struct three_words){sources[i], groups[i], 0};
    keys = (const char *)three;
}

/* in bursts of two sizes, whichever is faster: peers are shown at their best */
static void group_case(void)
{
    uint32_t count;
    uint32_t *groups = load_words("groups", &count), *sources = load_words("sources", &count);
    uint32_t *asked_groups = load_words("asked-groups", &asked_count);
    load_keys(asked_groups, load_words("asked-sources", &asked_count));
    if (is_case("open")) {
        build_open(groups, count);
    } else {
        start_dpdk(64 + count / 4096);
        build_hash(groups, sources, count);
    }
    uint64_t digest = group_answers();
    check(digest);
    print(is_case("open") ? better(measure(open_32, BURST), measure(open_256, BURST))
          : has_variant("single") ? measure(hash_single, BURST)
          : better(measure(hash_32, BURST), measure(hash_64, BURST)), digest);
}

int main(int argc, char **argv)
{
    begin(argc, argv);
    is_case("fib") || is_case("lpm") ? route_case() : group_case();
    return 0;
}
