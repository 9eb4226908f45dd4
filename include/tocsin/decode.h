/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOCSIN_DECODE_H
#define TOCSIN_DECODE_H

/**
 * @file
 * Decoders: octets of a protocol in, reports in SI units out.
 *
 * A report is what a tracker wants of a message, whatever the protocol; `tocsin decode`
 * prints everything that is in one. Each decoder is fed with octets and then asked until
 * it wants more:
 *
 * @code
 * tocsin_decoder_push(decoder, octets, count, 0);
 * while (tocsin_decoder_next(decoder, &report) != TOCSIN_MORE)
 *     ... look at report.kind
 * @endcode
 *
 * Damage, what is of another kind and what cannot be are counted, not fatal: decoding
 * goes on behind them. What comes out does not depend on how a stream was cut into
 * pieces.
 *
 * In a capture (classic pcap, either byte order), packets of more than 4072 octets are
 * passed over; link layers are Ethernet, Linux cooked, loopback and bare IP for ASTERIX,
 * 802.11 with or without radiotap for Remote ID.
 */

#include <stddef.h>
#include <stdint.h>

#include <tocsin/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is decoded, and what it comes in. */
enum tocsin_input {
    TOCSIN_INPUT_ASTERIX = 0,        /**< Each push is a datagram: whole data blocks. */
    TOCSIN_INPUT_ASTERIX_PCAP = 1,   /**< A capture of UDP datagrams of them. */
    TOCSIN_INPUT_REMOTE_ID_PCAP = 2, /**< A capture of 802.11 frames with Remote ID. */
    TOCSIN_INPUT_MODE_S_BEAST = 3,   /**< Mode S extended squitter, Beast. */
    TOCSIN_INPUT_MODE_S_AVR = 4      /**< The same as text. */
};

/** What a report is about. */
enum tocsin_report_kind {
    TOCSIN_REPORT_PLOT = 0,   /**< A radar's plot or track: ASTERIX 048. */
    TOCSIN_REPORT_NORTH = 1,  /**< The antenna passed north: ASTERIX 034. */
    TOCSIN_REPORT_SECTOR = 2, /**< The antenna passed az_rad: ASTERIX 034. */
    TOCSIN_REPORT_CLAIM =
        3, /**< An object tells of itself: ASTERIX 021, Remote ID, Mode S. */
    TOCSIN_REPORT_OTHER = 4 /**< A message that tells no place. */
};

/** Bits of tocsin_report::has. */
enum tocsin_report_field {
    TOCSIN_REPORT_VALID = 1 << 0,   /**< valid_ns is the sender's, not that of arrival. */
    TOCSIN_REPORT_RANGE = 1 << 1,   /**< range_m and az_rad. */
    TOCSIN_REPORT_DOPPLER = 1 << 2, /**< doppler_mps. */
    TOCSIN_REPORT_HEIGHT = 1 << 3,  /**< height_m. */
    TOCSIN_REPORT_PRESSURE = 1 << 4, /**< pressure_altitude_m. */
    TOCSIN_REPORT_PLACE = 1 << 5,    /**< lat_rad and lon_rad. */
    TOCSIN_REPORT_COURSE = 1 << 6,   /**< speed_mps and course_rad. */
    TOCSIN_REPORT_ADDRESS = 1 << 7,  /**< address. */
    TOCSIN_REPORT_NAME = 1 << 8      /**< name. */
};

/** One message. */
struct tocsin_report {
    uint32_t kind;      /**< enum tocsin_report_kind. */
    uint32_t has;       /**< Bits of enum tocsin_report_field. */
    uint32_t category;  /**< Of ASTERIX; else 0. */
    uint32_t source;    /**< Of ASTERIX: SAC << 8 | SIC. */
    int64_t arrival_ns; /**< Of the packet or the push, TAI. */
    int64_t valid_ns;   /**< When it was so; see #TOCSIN_REPORT_VALID. */
    double range_m;     /**< Slant range from the radar. */
    double az_rad;      /**< Clockwise from the radar's north. */
    double doppler_mps; /**< Positive when moving away. */
    double height_m;    /**< Plots: above mean sea level; claims: above the ellipsoid. */
    double pressure_altitude_m; /**< In the standard atmosphere. */
    double lat_rad;             /**< WGS 84. */
    double lon_rad;             /**< WGS 84. */
    double speed_mps;           /**< Over ground. */
    double course_rad;          /**< Clockwise from true north. */
    uint64_t address;           /**< 24 bits of an aircraft, 48 of a Wi-Fi transmitter. */
    char name[32];              /**< Call sign or serial number, ended by zero. */
    double reserved[8];         /**< 0. */
};

/** What a decoder has dealt with. */
struct tocsin_decoder_counts {
    uint64_t reports;     /**< Reports given. */
    uint64_t damaged;     /**< Broken in structure or parity. */
    uint64_t foreign;     /**< Of another kind. */
    uint64_t impossible;  /**< Well formed, but it cannot be. */
    uint64_t reserved[4]; /**< 0. */
};

/** A decoder of one stream. */
struct tocsin_decoder;

/**
 * Makes a decoder.
 *
 * @return #TOCSIN_OK, #TOCSIN_E_ARGUMENT (no such input), #TOCSIN_E_MEMORY
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_decoder_open(enum tocsin_input input, struct tocsin_decoder **ret_decoder);

/** Frees a decoder; NULL is allowed. */
TOCSIN_API void tocsin_decoder_close(struct tocsin_decoder *decoder);

/**
 * Hands octets in; they are borrowed until tocsin_decoder_next() gives #TOCSIN_MORE. What
 * is left of an earlier push is dropped.
 *
 * @param arrival_ns when they arrived, TAI; captures tell it themselves
 */
TOCSIN_API void tocsin_decoder_push(struct tocsin_decoder *decoder, const void *octets,
                                    size_t count, int64_t arrival_ns);

/**
 * The next report.
 *
 * @return #TOCSIN_OK; #TOCSIN_MORE: push more; #TOCSIN_E_DAMAGED, #TOCSIN_E_FOREIGN,
 *         #TOCSIN_E_IMPOSSIBLE: something was passed over and counted, go on; the report
 * is then one of kind #TOCSIN_REPORT_OTHER without anything in it
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_decoder_next(struct tocsin_decoder *decoder, struct tocsin_report *ret_report);

/** What it has dealt with. */
TOCSIN_API void tocsin_decoder_count(const struct tocsin_decoder *decoder,
                                     struct tocsin_decoder_counts *ret_counts);

#ifdef __cplusplus
}
#endif

#endif
