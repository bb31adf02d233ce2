/*
 * The native peers of org.hopwire.bench.ip.RouteBenchmark: DPDK's rte_fib (DIR-24-8, 4-byte entries) and, if asked for,
 * rte_lpm, whose table takes minutes to fill. Same prefixes, same questions, same order, bursts of 32. One line per
 * case: nanoseconds per lookup, the least and the middle of slices of 16,384 lookups; and the sum of all answers.
 *
 * Build (needs DPDK's headers and libraries; no part of the Maven build), twice: as its users do and natively:
 *   gcc -O2 route_peer.c -o route_peer $(pkg-config --cflags --libs libdpdk)
 *   gcc -O3 -march=native route_peer.c -o route_peer_native $(pkg-config --cflags --libs libdpdk)
 * Run: ./route_peer [routes [lpm]]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rte_eal.h>
#include <rte_fib.h>
#include <rte_lpm.h>

#define QUESTIONS (1u << 20)
#define SLICE (1u << 14)
#define ROUNDS 5
#define SLICES (ROUNDS * (QUESTIONS / SLICE))
#define BURST 32
#define NEXT_HOPS 64
#define NONE 255

static uint64_t state;

static uint64_t next(void)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return state >> 33;
}

static uint32_t next_address(void) { return (uint32_t)((1u << 24) + ((next() * (223ull << 24)) >> 31)); }

static int next_length(void)
{
    static const int lengths[] = {24, 22, 23, 21, 20, 19, 18, 16, 17};
    static const int per_mille[] = {600, 110, 100, 50, 45, 27, 14, 13, 8};
    int rest = (int)(next() % 1000);
    for (int i = 0; i < 9; i++) {
        rest -= per_mille[i];
        if (rest < 0)
            return lengths[i];
    }
    return rest < 20 ? 25 + rest % 8 : 15 - __builtin_ctz((unsigned)(rest - 19));
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

static void fail(const char *what)
{
    fprintf(stderr, "route_peer: %s\n", what);
    exit(1);
}

static void print(const char *name, uint32_t routes, double build_ns, double *ns, uint64_t sum)
{
    qsort(ns, SLICES, sizeof *ns, by_value);
    printf("%-12s routes=%u build=%.3f s min=%.2f median=%.2f ns sum=%" PRIu64 "\n", name, routes, build_ns / 1e9,
           ns[0], ns[SLICES / 2], sum);
    fflush(stdout);
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

static void measure_fib(uint32_t routes, const uint32_t *prefixes, const uint8_t *lengths, uint32_t *asked)
{
    static double ns[SLICES];
    struct rte_fib_conf conf = {.type = RTE_FIB_DIR24_8, .default_nh = NONE, .max_routes = (int)routes + 1,
                                .dir24_8 = {.nh_sz = RTE_FIB_DIR24_8_4B, .num_tbl8 = 1 << 16}};
    double start = now_ns();
    struct rte_fib *fib = rte_fib_create("fib", 0, &conf);
    if (!fib)
        fail("rte_fib_create");
    for (uint32_t i = 0; i < routes; i++)
        if (rte_fib_add(fib, prefixes[i], lengths[i], i % NEXT_HOPS))
            fail("rte_fib_add");
    double build = now_ns() - start;
    uint64_t hops[BURST], sum = 0;
    start = now_ns();
    for (int r = -1; r < ROUNDS; r++) {
        sum = 0;
        for (uint32_t at = 0; at < QUESTIONS; at += BURST) {
            rte_fib_lookup_bulk(fib, asked + at, hops, BURST);
            for (uint32_t i = 0; i < BURST; i++)
                sum += hops[i];
            start = slice_done(r, at, start, ns);
        }
    }
    print("rte_fib 4 B", routes, build, ns, sum);
    rte_fib_free(fib);
}

static void measure_lpm(uint32_t routes, const uint32_t *prefixes, const uint8_t *lengths, uint32_t *asked)
{
    static double ns[SLICES];
    struct rte_lpm_config conf = {.max_rules = routes + 1, .number_tbl8s = 1 << 16};
    double start = now_ns();
    struct rte_lpm *lpm = rte_lpm_create("lpm", 0, &conf);
    if (!lpm)
        fail("rte_lpm_create");
    for (uint32_t i = 0; i < routes; i++)
        if (rte_lpm_add(lpm, prefixes[i], lengths[i], i % NEXT_HOPS))
            fail("rte_lpm_add");
    double build = now_ns() - start;
    uint32_t hops[BURST];
    uint64_t sum = 0;
    start = now_ns();
    for (int r = -1; r < ROUNDS; r++) {
        sum = 0;
        for (uint32_t at = 0; at < QUESTIONS; at += BURST) {
            rte_lpm_lookup_bulk(lpm, asked + at, hops, BURST);
            for (uint32_t i = 0; i < BURST; i++)
                sum += (hops[i] & RTE_LPM_LOOKUP_SUCCESS) ? hops[i] & 0xffffff : NONE;
            start = slice_done(r, at, start, ns);
        }
    }
    print("rte_lpm", routes, build, ns, sum);
    rte_lpm_free(lpm);
}

int main(int argc, char **argv)
{
    /* with huge pages where the system has set some aside (1 GiB does), as its users do; ROUTE_PEER_SMALL without */
    char *eal[] = {argv[0], "--no-pci", "--no-telemetry", "--log-level=error", "--lcores=0@(0,1)", "-m", "900",
                   getenv("ROUTE_PEER_SMALL") ? "--no-huge" : "--in-memory"};
    if (rte_eal_init(sizeof eal / sizeof *eal, eal) < 0)
        fail("rte_eal_init");
    uint32_t sizes[] = {1, 1000, 65536, 900000, 1000000};
    uint32_t only = argc > 1 ? (uint32_t)atoi(argv[1]) : 0;
    uint32_t *asked = malloc(QUESTIONS * sizeof *asked);
    state = 7;
    for (uint32_t i = 0; i < QUESTIONS; i++)
        asked[i] = next_address();
    for (int s = 0; s < 5; s++) {
        if (only && sizes[s] != only)
            continue;
        uint32_t *prefixes = malloc(sizes[s] * sizeof *prefixes);
        uint8_t *lengths = malloc(sizes[s]);
        state = 42;
        for (uint32_t i = 0; i < sizes[s]; i++) {
            lengths[i] = (uint8_t)next_length();
            prefixes[i] = next_address() & (uint32_t)(0xffffffffull << (32 - lengths[i]));
        }
        measure_fib(sizes[s], prefixes, lengths, asked);
        if (argc > 2)
            measure_lpm(sizes[s], prefixes, lengths, asked);
        free(prefixes);
        free(lengths);
    }
    return 0;
}
