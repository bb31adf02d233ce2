/*
 * The peers of org.hopwire.bench.checksum: DPDK's checksum of a header and of any length, memcpy beside it, and as the
 * limit vpdpbusd, which adds 64 octets in two instructions. Cases: header, raw, best, copy, dearer (of copy and raw),
 * fused (best, while copying).
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

/* even octets and odd ones apart, four sums of each, so that no addition waits for the one before */
AVX512 static inline uint16_t best_sum(const uint8_t *p, uint8_t *copy, unsigned length)
{
    const __m512i evens = _mm512_set1_epi32(0x00010001), odds = _mm512_set1_epi32(0x01000100);
    __m512i even[4] = {{0}}, odd[4] = {{0}};
    for (; length >= 256; length -= 256, p += 256) {
        for (int i = 0; i < 4; i++) {
            __m512i x = _mm512_loadu_si512(p + 64 * i);
            even[i] = _mm512_dpbusd_epi32(even[i], x, evens);
            odd[i] = _mm512_dpbusd_epi32(odd[i], x, odds);
            if (copy)
                _mm512_storeu_si512(copy + 64 * i, x);
        }
        copy = copy ? copy + 256 : copy;
    }
    for (int i = 0; length; i = (i + 1) & 1) {
        unsigned n = length < 64 ? length : 64;
        __mmask64 mask = ~0ull >> (64 - n);
        __m512i x = _mm512_maskz_loadu_epi8(mask, p);
        even[i] = _mm512_dpbusd_epi32(even[i], x, evens);
        odd[i] = _mm512_dpbusd_epi32(odd[i], x, odds);
        if (copy)
            _mm512_mask_storeu_epi8(copy, mask, x);
        copy = copy ? copy + n : copy;
        p += n;
        length -= n;
    }
    __m512i e = _mm512_add_epi32(_mm512_add_epi32(even[0], even[1]), _mm512_add_epi32(even[2], even[3]));
    __m512i o = _mm512_add_epi32(_mm512_add_epi32(odd[0], odd[1]), _mm512_add_epi32(odd[2], odd[3]));
    __m512i both = _mm512_add_epi32(e, _mm512_slli_epi32(o, 8));
    return fold((uint32_t)_mm512_reduce_add_epi32(both));
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
    struct result result = measure(is_case("header") ? header : is_case("best") ? best : is_case("fused") ? fused
                                   : copies ? copy : raw, BURST);
    if (is_case("dearer")) {
        struct result other = measure(raw, BURST);
        result = other.least > result.least ? other : result;
    }
    print(result, digest);
    return 0;
}
