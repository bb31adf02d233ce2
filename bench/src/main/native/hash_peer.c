/*
 * The native peers of org.hopwire.bench.membership.LookupBenchmark: DPDK's rte_hash in bulk, and open addressing in C
 * with 8-byte slots and prefetch. Same groups, same questions, same order. One line per case: nanoseconds per lookup,
 * the least and the middle of slices of 16,384 lookups, short enough to fall between two turns of a busy scheduler.
 *
 * Build (needs DPDK's headers and libraries; no part of the Maven build), twice: as its users do and natively:
 *   gcc -O2 hash_peer.c -o hash_peer $(pkg-config --cflags --libs libdpdk)
 *   gcc -O3 -march=native hash_peer.c -o hash_peer_native $(pkg-config --cflags --libs libdpdk)
 * Run: ./hash_peer [groups [miss-percent]]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include <rte_eal.h>
#include <rte_hash.h>
#include <rte_hash_crc.h>

#define QUESTIONS (1u << 20)
#define SLICE (1u << 14)
#define ROUNDS 5
#define SLICES (ROUNDS * (QUESTIONS / SLICE))
#define BURST 32

struct three_words {
    uint32_t source;
    uint32_t group;
    uint32_t vlan;
};

static uint32_t group_of(uint32_t i) { return 0xe0000000u | ((i * 0x9e3779b1u) & 0x0fffffffu); }
static uint32_t source_of(uint32_t i) { return 0x0a000000u | ((i * 0x85ebca6bu) & 0x00ffffffu); }
static uint32_t port_of(uint32_t i) { return i % 16; }

static uint32_t *questions(uint32_t groups, uint32_t miss_percent)
{
    uint32_t *asked = malloc(QUESTIONS * sizeof *asked);
    uint64_t state = 42;
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        uint32_t index = (uint32_t)(((state >> 33) * groups) >> 31);
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        asked[i] = (state >> 33) % 100 < miss_percent ? index + groups : index;
    }
    return asked;
}

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *name, uint32_t groups, uint32_t misses, double *ns)
{
    qsort(ns, SLICES, sizeof *ns, by_value);
    printf("%-24s groups=%u misses=%u min=%.2f median=%.2f ns\n", name, groups, misses, ns[0], ns[SLICES / 2]);
    fflush(stdout);
}

static void fail(const char *what)
{
    fprintf(stderr, "hash_peer: %s\n", what);
    exit(1);
}

/* at the end of a slice writes its time down, unless it is of the first round, and starts the next */
static inline double slice_done(int round, uint32_t at, double start, double *ns)
{
    if ((at + BURST) % SLICE)
        return start;
    if (round >= 0)
        ns[round * (QUESTIONS / SLICE) + at / SLICE] = (now_ns() - start) / SLICE;
    return now_ns();
}

static struct rte_hash *new_hash(const char *name, uint32_t groups, uint32_t key_length)
{
    struct rte_hash_parameters parameters = {
        .name = name, .entries = groups < 8 ? 8 : groups + groups / 8, .key_len = key_length,
        .hash_func = rte_hash_crc, .hash_func_init_val = 42, .socket_id = 0,
    };
    struct rte_hash *hash = rte_hash_create(&parameters);
    if (!hash)
        fail("rte_hash_create");
    return hash;
}

/* keys lie one behind the other; the answer is the data pointer, as a port set would be */
static void measure_rte(const char *name, struct rte_hash *hash, const char *keys, uint32_t key_length,
                        const uint32_t *asked, uint32_t groups, uint32_t misses)
{
    static double ns[SLICES];
    const void *pointers[BURST];
    void *data[BURST];
    uint64_t sum = 0;
    double start = now_ns();
    for (int r = -1; r < ROUNDS; r++) {
        for (uint32_t at = 0; at < QUESTIONS; at += BURST) {
            uint64_t hits = 0;
            for (uint32_t i = 0; i < BURST; i++)
                pointers[i] = keys + (size_t)(at + i) * key_length;
            rte_hash_lookup_bulk_data(hash, pointers, BURST, &hits, data);
            for (uint32_t i = 0; i < BURST; i++)
                sum += (hits >> i & 1) ? (uint64_t)(uintptr_t)data[i] : 0;
            start = slice_done(r, at, start, ns);
        }
    }
    uint64_t expected = 0;
    for (uint32_t i = 0; i < QUESTIONS; i++)
        expected += asked[i] < groups ? 1ull << port_of(asked[i]) : 0;
    if (sum != expected * (ROUNDS + 1))
        fail("wrong answer");
    print(name, groups, misses, ns);
}

static void rte_group(const uint32_t *asked, uint32_t groups, uint32_t misses)
{
    struct rte_hash *hash = new_hash("group", groups, 4);
    for (uint32_t i = 0; i < groups; i++) {
        uint32_t key = group_of(i);
        if (rte_hash_add_key_data(hash, &key, (void *)(uintptr_t)(1ull << port_of(i))))
            fail("add");
    }
    uint32_t *keys = malloc(QUESTIONS * sizeof *keys);
    for (uint32_t i = 0; i < QUESTIONS; i++)
        keys[i] = group_of(asked[i]);
    measure_rte("rte_hash 4 B", hash, (const char *)keys, 4, asked, groups, misses);
    free(keys);
    rte_hash_free(hash);
}

static void rte_source(const uint32_t *asked, uint32_t groups, uint32_t misses)
{
    struct rte_hash *hash = new_hash("source", groups, 12);
    for (uint32_t i = 0; i < groups; i++) {
        struct three_words key = {source_of(i), group_of(i), 0};
        if (rte_hash_add_key_data(hash, &key, (void *)(uintptr_t)(1ull << port_of(i))))
            fail("add");
    }
    struct three_words *keys = malloc(QUESTIONS * sizeof *keys);
    for (uint32_t i = 0; i < QUESTIONS; i++)
        keys[i] = (struct three_words){source_of(asked[i]), group_of(asked[i]), 0};
    measure_rte("rte_hash 12 B", hash, (const char *)keys, 12, asked, groups, misses);
    free(keys);
    rte_hash_free(hash);
}

/* the limit: slots of 8 bytes, key above port, at most half full, huge pages, a burst prefetched before it is read */
static inline uint64_t mix(uint32_t key)
{
    uint64_t x = key * 0x9e3779b97f4a7c15ull;
    return (x ^ x >> 32) * 0xd6e8feb86659fd93ull;
}

static void open_addressing(const uint32_t *asked, uint32_t groups, uint32_t misses)
{
    int log2 = 4;
    while ((1ull << log2) < 2ull * groups)
        log2++;
    size_t bytes = (8ull << log2) < (2u << 20) ? 2u << 20 : 8ull << log2;
    uint64_t *slots = aligned_alloc(2u << 20, bytes);
    madvise(slots, bytes, MADV_HUGEPAGE);
    memset(slots, 0, bytes);
    uint64_t mask = (1ull << log2) - 1;
    for (uint32_t i = 0; i < groups; i++) {
        uint64_t at = mix(group_of(i)) >> (64 - log2);
        while (slots[at])
            at = (at + 1) & mask;
        slots[at] = (uint64_t)group_of(i) << 32 | (port_of(i) + 1);
    }
    uint32_t *keys = malloc(QUESTIONS * sizeof *keys);
    for (uint32_t i = 0; i < QUESTIONS; i++)
        keys[i] = group_of(asked[i]);
    static double ns[SLICES];
    uint64_t sum = 0, expected = 0, home[BURST];
    double start = now_ns();
    for (int r = -1; r < ROUNDS; r++) {
        for (uint32_t at = 0; at < QUESTIONS; at += BURST) {
            for (uint32_t i = 0; i < BURST; i++) {
                home[i] = mix(keys[at + i]) >> (64 - log2);
                __builtin_prefetch(slots + home[i]);
            }
            for (uint32_t i = 0; i < BURST; i++) {
                uint64_t p = home[i], slot = slots[p];
                while (slot >> 32 != keys[at + i] && slot)
                    slot = slots[p = (p + 1) & mask];
                sum += (uint32_t)slot;
            }
            start = slice_done(r, at, start, ns);
        }
    }
    for (uint32_t i = 0; i < QUESTIONS; i++)
        expected += asked[i] < groups ? port_of(asked[i]) + 1 : 0;
    if (sum != expected * (ROUNDS + 1))
        fail("wrong answer");
    print("open addressing 8 B", groups, misses, ns);
    free(keys);
    free(slots);
}

int main(int argc, char **argv)
{
    /* with huge pages where the system has set some aside (1 GiB does), as its users do; HASH_PEER_SMALL without */
    int small = getenv("HASH_PEER_SMALL") != NULL;
    char *eal[] = {argv[0], "--in-memory", "--no-pci", "--no-telemetry", "--log-level=error", "--lcores=0@(0,1)",
                   "-m", "1200", "--no-huge"};
    uint32_t sizes[] = {1000, 65536, 1000000, 4000000};
    uint32_t only = argc > 1 ? (uint32_t)atoi(argv[1]) : 0;
    int only_misses = argc > 2 ? atoi(argv[2]) : -1;
    if (rte_eal_init(sizeof eal / sizeof *eal - !small, eal) < 0)
        fail("rte_eal_init");
    for (int s = 0; s < 4; s++) {
        for (uint32_t misses = 0; misses <= 50; misses += 50) {
            if ((only && sizes[s] != only) || (only_misses >= 0 && misses != (uint32_t)only_misses))
                continue;
            uint32_t *asked = questions(sizes[s], misses);
            rte_group(asked, sizes[s], misses);
            rte_source(asked, sizes[s], misses);
            open_addressing(asked, sizes[s], misses);
            free(asked);
        }
    }
    return 0;
}
