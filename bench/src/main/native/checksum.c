/*
 * The peers of org.hopwire.bench.checksum: DPDK's checksum of a header and of any length, memcpy beside it, and as the
 * limit vpdpbusd, which adds 64 octets in two instructions. The Vector API has no such instruction: its limit is what
 * can be had from additions and shifts of 64 bits. Cases: header, raw, best, lanes (the limit without vpdpbusd), copy,
 * dearer (of copy and raw), fused (best, while copying).
 */
#include "peer.h"
#include <immintrin.h>
#include <rte_ip.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

static struct slots from, to;

static inline uint8_t *next_of(struct slots *slots)
{
    slots->next = slots->next + 1 == slots->count ? 0 : slots->next + 1;
    return slots->base + (size_t)slots->next * slots->stride + slots->offset;
}

static inline uint16_t fold(uint64_t sum)
{
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)((sum & 0xffff) + (sum >> 16));
}

/* sums of even octets and of odd ones, in 16 lanes each */
struct sums {
    __m512i even, odd;
};

AVX512 static inline void add(struct sums *sums, __m512i octets)
{
    sums->even = _mm512_dpbusd_epi32(sums->even, octets, _mm512_set1_epi32(0x00010001));
    sums->odd = _mm512_dpbusd_epi32(sums->odd, octets, _mm512_set1_epi32(0x01000100));
}

/* 64 octets, or the first of them; every count has a variable of its own, or it would live in memory */
AVX512 static inline void take(struct sums *sums, const uint8_t *p, uint8_t *copy, unsigned at)
{
    __m512i octets = _mm512_loadu_si512(p + at);
    add(sums, octets);
    if (copy)
        _mm512_storeu_si512(copy + at, octets);
}

AVX512 static inline void take_first(struct sums *sums, const uint8_t *p, uint8_t *copy, unsigned at, unsigned count)
{
    __mmask64 mask = ~0ull >> (64 - count);
    __m512i octets = _mm512_maskz_loadu_epi8(mask, p + at);
    add(sums, octets);
    if (copy)
        _mm512_mask_storeu_epi8(copy + at, mask, octets);
}

/* four pairs of sums, so that no addition waits for the one before */
AVX512 static inline uint16_t best_sum(const uint8_t *p, uint8_t *copy, unsigned length)
{
    struct sums a = {{0}, {0}}, b = a, c = a, d = a;
    unsigned at = 0;
    for (; at + 256 <= length; at += 256) {
        take(&a, p, copy, at);
        take(&b, p, copy, at + 64);
        take(&c, p, copy, at + 128);
        take(&d, p, copy, at + 192);
    }
    for (; at + 64 < length; at += 64)
        take(&a, p, copy, at);
    if (at < length)
        take_first(&b, p, copy, at, length - at);
    if (length > 64) {
        a.even = _mm512_add_epi32(a.even, _mm512_add_epi32(c.even, d.even));
        a.odd = _mm512_add_epi32(a.odd, _mm512_add_epi32(c.odd, d.odd));
        b.even = _mm512_add_epi32(a.even, b.even);
        b.odd = _mm512_add_epi32(a.odd, b.odd);
    }
    __m512i both = _mm512_add_epi32(b.even, _mm512_slli_epi32(b.odd, 8));
    return fold((uint32_t)_mm512_reduce_add_epi32(both));
}

/* sums of whole lanes and of their upper halves; the lower halves are the difference */
struct lanes {
    __m512i all, high;
};

AVX512 static inline void add_lanes(struct lanes *lanes, __m512i octets)
{
    lanes->all = _mm512_add_epi64(lanes->all, octets);
    lanes->high = _mm512_add_epi64(lanes->high, _mm512_srli_epi64(octets, 32));
}

AVX512 static inline uint16_t lanes_sum(const uint8_t *p, unsigned length)
{
    struct lanes a = {{0}, {0}}, b = a;
    unsigned at = 0;
    for (; at + 256 <= length; at += 256) {
        add_lanes(&a, _mm512_loadu_si512(p + at));
        add_lanes(&b, _mm512_loadu_si512(p + at + 64));
        add_lanes(&a, _mm512_loadu_si512(p + at + 128));
        add_lanes(&b, _mm512_loadu_si512(p + at + 192));
    }
    for (; at + 64 <= length; at += 64)
        add_lanes(&a, _mm512_loadu_si512(p + at));
    if (at < length)
        add_lanes(&b, _mm512_maskz_loadu_epi8(~0ull >> (64 - (length - at)), p + at));
    __m512i high = _mm512_add_epi64(a.high, b.high), all = _mm512_add_epi64(a.all, b.all);
    __m512i low = _mm512_sub_epi64(all, _mm512_slli_epi64(high, 32));
    return fold((uint64_t)_mm512_reduce_add_epi64(_mm512_add_epi64(low, high)));
}

static void header(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < BURST; i++)
        sum += rte_ipv4_cksum((const struct rte_ipv4_hdr *)next_of(&from));
    sink += sum;
}

static void raw(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < BURST; i++)
        sum += rte_raw_cksum(next_of(&from), from.size);
    sink += sum;
}

AVX512 static void best(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < BURST; i++)
        sum += best_sum(next_of(&from), NULL, from.size);
    sink += sum;
}

AVX512 static void lanes(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < BURST; i++)
        sum += lanes_sum(next_of(&from), from.size);
    sink += sum;
}

static void copy(void)
{
    for (int i = 0; i < BURST; i++)
        memcpy(next_of(&to), next_of(&from), from.size);
    sink += to.base[to.offset];
}

AVX512 static void fused(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < BURST; i++)
        sum += best_sum(next_of(&from), next_of(&to), from.size);
    sink += sum;
}

/* of the first burst: sums of what lies there, or of what was copied */
AVX512 static uint64_t answers(int copied)
{
    uint64_t digest = 0;
    for (int i = 0; i < BURST; i++) {
        const uint8_t *range = next_of(copied ? &to : &from);
        uint16_t sum = is_case("header") ? (uint16_t)~rte_ipv4_cksum((const struct rte_ipv4_hdr *)range)
            : is_case("best") || is_case("fused") ? best_sum(range, NULL, from.size)
            : is_case("lanes") ? lanes_sum(range, from.size)
            : rte_raw_cksum(range, from.size);
        digest = mix(digest, __builtin_bswap16(sum));
    }
    return digest;
}

int main(int argc, char **argv)
{
    begin(argc, argv);
    if ((is_case("best") || is_case("fused")) && !__builtin_cpu_supports("avx512vnni"))
        fail(4, "no AVX-512 VNNI");
    if (is_case("lanes") && !__builtin_cpu_supports("avx512bw"))
        fail(4, "no AVX-512 BW");
    from = load_slots("slots");
    int copies = is_case("copy") || is_case("fused") || is_case("dearer");
    if (copies) {
        to = load_slots("slots");
        memset(to.base, 0, (size_t)to.count * to.stride);
        for (unsigned i = 0; i < (to.count + BURST - 1) / BURST; i++)
            is_case("fused") ? fused() : copy();
        from.next = to.next = 0;
    }
    uint64_t digest = answers(copies);
    check(digest);
    struct result result = measure(is_case("header") ? header : is_case("best") ? best : is_case("lanes") ? lanes
                                   : is_case("fused") ? fused : copies ? copy : raw, BURST);
    if (is_case("dearer")) {
        struct result other = measure(raw, BURST);
        result = other.least > result.least ? other : result;
    }
    print(result, digest);
    return 0;
}
