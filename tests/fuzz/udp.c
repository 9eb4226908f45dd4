/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/udp.h"
#include "fuzz.h"

/* The first octet chooses the link type. What is found lies inside the packet and does
 * not change when the capture has octets behind the packet that IP does not count. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t links[] = {
        TCS_LINK_NULL,       TCS_LINK_ETHERNET, TCS_LINK_RAW,  TCS_LINK_LINUX_SLL,
        TCS_LINK_LINUX_SLL2, TCS_LINK_80211,    TCS_LINK_IPV4, TCS_LINK_IPV6,
    };
    struct tcs_udp udp = { 0 };

    if (size == 0)
        return 0;
    const struct tcs_bytes packet = tcs_bytes(data + 1, size - 1);

    if (tcs_udp_find(links[data[0] % 8], packet, &udp) != TCS_OK) {
        FUZZ_CHECK(udp.payload.data == NULL && udp.ip_version == 0);
        return 0;
    }
    FUZZ_CHECK(udp.ip_version == 4 || udp.ip_version == 6);
    FUZZ_CHECK(udp.payload.len + 28 <= packet.len);
    FUZZ_CHECK(udp.payload.len == 0 ||
               (udp.payload.data >= packet.data + 28 &&
                udp.payload.data + udp.payload.len <= packet.data + packet.len));
    return 0;
}
