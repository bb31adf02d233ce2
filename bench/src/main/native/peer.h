/*
 * What the native peers share: data that Java wrote, a digest of answers, the clock, and one line per case:
 *   name ns_min ns_median digest
 * in nanoseconds per operation: the least and the middle of iterations of a twentieth of a second.
 *
 * A peer is called: program CASE FOLDER CORE ITERATIONS [DIGEST]
 * It answers all questions once and compares the digest before it measures anything. Exit codes: 1 a wrong answer,
 * 2 usage, 4 what this machine has not.
 */
#ifndef PEER_H
#define PEER_H
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define ITERATION_NS 5e7
#define WARM_UP_NS 2e8
#define MOST_ITERATIONS 1000
#define BURST 256
#define HUGE_PAGE (2u << 20)

static struct {
    const char *name, *folder;
    int core, iterations;
    const char *digest;
} asked;

static volatile uint64_t sink;

static void fail(int code, const char *what)
{
    fprintf(stderr, "%s: %s\n", asked.name ? asked.name : "peer", what);
    exit(code);
}

static void pin(int core)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    if (sched_setaffinity(0, sizeof set, &set))
        fail(4, "no such core");
}

static void begin(int argc, char **argv)
{
    if (argc < 5)
        fail(2, "usage: CASE FOLDER CORE ITERATIONS [DIGEST]");
    asked.name = argv[1];
    asked.folder = argv[2];
    asked.core = atoi(argv[3]);
    asked.iterations = atoi(argv[4]);
    asked.digest = argc > 5 ? argv[5] : NULL;
    if (asked.iterations < 0 || asked.iterations > MOST_ITERATIONS)
        fail(2, "iterations: 0 to 1000");
    pin(asked.core);
}

/* whether the case starts so; what follows is its variant */
static int is_case(const char *start) { return !strncmp(asked.name, start, strlen(start)); }

static int has_variant(const char *part) { return strstr(asked.name, part) != NULL; }

/* memory on huge pages where the system grants them */
static void *pages(size_t bytes)
{
    bytes = (bytes + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    void *memory = aligned_alloc(HUGE_PAGE, bytes);
    if (!memory)
        fail(4, "no memory");
    madvise(memory, bytes, MADV_HUGEPAGE);
    return memset(memory, 0, bytes);
}

static void *load(const char *file, size_t *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", asked.folder, file);
    FILE *in = fopen(path, "rb");
    if (!in)
        fail(2, path);
    fseek(in, 0, SEEK_END);
    *bytes = (size_t)ftell(in);
    rewind(in);
    void *data = pages(*bytes + 1);
    if (fread(data, 1, *bytes, in) != *bytes)
        fail(2, path);
    fclose(in);
    return data;
}

static uint32_t *load_words(const char *file, uint32_t *count)
{
    size_t bytes;
    uint32_t *words = load(file, &bytes);
    *count = (uint32_t)(bytes / sizeof *words);
    return words;
}

/* slots as a port lays them out, each with one frame or range */
struct slots {
    uint32_t count, stride, offset, size;
    uint8_t *base;
    uint32_t next;
};

static struct slots load_slots(const char *file)
{
    size_t bytes;
    uint8_t *data = load(file, &bytes);
    struct slots slots = {.base = pages(bytes)};
    memcpy(&slots, data, 16);
    memcpy(slots.base, data + 16, bytes - 16);
    free(data);
    return slots;
}

static inline uint64_t mix(uint64_t digest, uint64_t value)
{
    digest = (digest ^ value) * 0x9e3779b97f4a7c15ull;
    return digest ^ digest >> 32;
}

static uint64_t mix_bytes(uint64_t digest, const uint8_t *bytes, unsigned length)
{
    for (unsigned i = 0; i < length; i++)
        digest = mix(digest, bytes[i]);
    return digest;
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

struct result {
    double least, middle;
};

static double timed(void (*pass)(void), long passes)
{
    double start = now_ns();
    for (long i = 0; i < passes; i++)
        pass();
    return now_ns() - start;
}

/* a pass is so many operations */
static struct result measure(void (*pass)(void), double operations)
{
    static double ns[MOST_ITERATIONS];
    struct result result = {0, 0};
    if (!asked.iterations)
        return result;
    long passes = 0;
    double start = now_ns(), warm = 0;
    for (; warm < WARM_UP_NS; warm = now_ns() - start, passes++)
        pass();
    passes = (long)(passes * ITERATION_NS / warm) + 1;
    for (int i = 0; i < asked.iterations; i++)
        ns[i] = timed(pass, passes) / (passes * operations);
    qsort(ns, asked.iterations, sizeof *ns, by_value);
    result.least = ns[0];
    result.middle = ns[asked.iterations / 2];
    return result;
}

static struct result better(struct result a, struct result b) { return a.least <= b.least ? a : b; }

static void check(uint64_t digest)
{
    if (asked.digest && strtoull(asked.digest, NULL, 16) != digest) {
        fprintf(stderr, "%s: wrong answer: digest %016" PRIx64 ", expected %s\n", asked.name, digest, asked.digest);
        exit(1);
    }
}

static void print(struct result result, uint64_t digest)
{
    printf("%s %.4f %.4f %016" PRIx64 "\n", asked.name, result.least, result.middle, digest);
}

#endif
