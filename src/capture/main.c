/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tocsin-capture -- the only program of tocsin that may hold a capability: it listens to
 * one interface and writes what it hears to standard output as a pcap stream.
 *
 *     tocsin-capture INTERFACE
 *
 * It keeps CAP_NET_RAW alone, becomes nobody when it was started by root, opens the
 * interface, and then gives up that too, before it reads the first packet. It ends with
 * its reader, or with the process that started it. The interface has to be as it shall
 * be: this program sets no channel and no mode.
 *
 * Exit: 0 when the reader has gone; 1 when the interface cannot be opened, is of a kind
 * that holds no Remote ID, or has gone; 2 wrong use.
 */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pcap/pcap.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "decode/ble.h"
#include "decode/udp.h"
#include "encode/pcap.h"

enum {
    SNAP_LEN = 4096, /* octets of a frame; beacons and advertisements are shorter */
    RING_OCTETS = 8 << 20,
    TIMEOUT_MS = 100,
    NOBODY = 65534,
};

/* Effective and permitted become `mask`; what may be inherited becomes nothing. */
static bool keep_capabilities(uint32_t mask)
{
    struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct data[2] = { { mask, mask, 0 }, { 0, 0, 0 } };

    return syscall(SYS_capset, &head, data) == 0;
}

/* Nothing that this process could start would get more than it has. */
static bool give_up_most(void)
{
    const uint32_t raw = UINT32_C(1) << CAP_NET_RAW;

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
        return false;
    if (geteuid() == 0 && (prctl(PR_SET_KEEPCAPS, 1) != 0 || setgroups(0, NULL) != 0 ||
                           setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
        return false;
    return keep_capabilities(raw);
}

static bool give_up_all(void)
{
    return keep_capabilities(0);
}

static bool write_all(const uint8_t *octets, size_t len)
{
    while (len > 0) {
        const ssize_t done = write(STDOUT_FILENO, octets, len);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        octets += done;
        len -= (size_t)done;
    }
    return true;
}

static bool write_head(uint32_t link)
{
    uint8_t room[TCS_PCAP_HEAD_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    return tcs_pcap_head_write(link, true, &w) == TCS_OK && write_all(room, w.len);
}

/* A packet that cannot be written down (a time before 1970) is passed over. */
static bool write_packet(const struct pcap_pkthdr *head, const uint8_t *octets)
{
    static uint8_t room[TCS_PCAP_RECORD_LEN + SNAP_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    /* With nanoseconds, tv_usec counts those. */
    const struct tcs_pcap_packet packet = {
        .utc_ns = (int64_t)head->ts.tv_sec * INT64_C(1000000000) + head->ts.tv_usec,
        .data = tcs_bytes(octets, head->caplen < SNAP_LEN ? head->caplen : SNAP_LEN),
    };

    return tcs_pcap_packet_write(&packet, true, &w) != TCS_OK || write_all(room, w.len);
}

static pcap_t *open_interface(const char *name)
{
    char why[PCAP_ERRBUF_SIZE] = "";
    pcap_t *pcap = pcap_create(name, why);

    if (pcap == NULL) {
        fprintf(stderr, "tocsin-capture: %s: %s\n", name, why);
        return NULL;
    }
    pcap_set_snaplen(pcap, SNAP_LEN);
    pcap_set_timeout(pcap, TIMEOUT_MS);
    pcap_set_immediate_mode(pcap, 1);
    pcap_set_buffer_size(pcap, RING_OCTETS);
    pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
    if (pcap_activate(pcap) < 0) {
        fprintf(stderr, "tocsin-capture: %s: %s\n", name, pcap_geterr(pcap));
        pcap_close(pcap);
        return NULL;
    }
    const uint32_t link = (uint32_t)pcap_datalink(pcap);

    if (link != TCS_LINK_80211 && link != TCS_LINK_80211_RADIOTAP &&
        !tcs_ble_is_link(link)) {
        fprintf(stderr,
                "tocsin-capture: %s: link type %u: neither Wi-Fi in monitor mode nor "
                "Bluetooth\n",
                name, link);
        pcap_close(pcap);
        return NULL;
    }
    return pcap;
}

/* Until the reader or the interface goes. An interface that is silent shows only in time
 * whether somebody still reads: the signal of the parent's end does at once. */
static int pass_on(pcap_t *pcap, const char *name)
{
    for (;;) {
        struct pcap_pkthdr *head = NULL;
        const uint8_t *octets = NULL;
        const int got = pcap_next_ex(pcap, &head, &octets);

        if (got == 0)
            continue;
        if (got < 0) {
            fprintf(stderr, "tocsin-capture: %s: %s\n", name, pcap_geterr(pcap));
            return 1;
        }
        if (!write_packet(head, octets))
            return 0;
    }
}

int main(int argc, char **argv)
{
    if (argc != 2 || argv[1][0] == '-') {
        fputs("usage: tocsin-capture INTERFACE\n", stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    if (!give_up_most()) {
        fprintf(stderr, "tocsin-capture: needs CAP_NET_RAW: %s\n", strerror(errno));
        return 1;
    }
    /* Changing user forgets this, so it is asked for here. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    pcap_t *pcap = open_interface(argv[1]);

    if (pcap == NULL)
        return 1;
    if (!give_up_all()) {
        fprintf(stderr, "tocsin-capture: cannot give up CAP_NET_RAW: %s\n",
                strerror(errno));
        pcap_close(pcap);
        return 1;
    }
    const int code =
        write_head((uint32_t)pcap_datalink(pcap)) ? pass_on(pcap, argv[1]) : 0;

    pcap_close(pcap);
    return code;
}
