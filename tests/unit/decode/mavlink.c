/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/mavlink.h"

#include <string.h>

#include "check.h"
#include "random.h"

/*
 * HEARTBEAT of a quadrotor (type 2) from system 1, component 1, sequence 7: custom_mode
 * 0, autopilot 12, base_mode 81, system_status 4, mavlink_version 3. The sums were
 * computed apart, from the published algorithm, with CRC_EXTRA 50.
 */
static const uint8_t heartbeat_2[] = { 0xfd, 9, 0, 0, 7,  1,  1, 0, 0,    0,   0,
                                       0,    0, 0, 2, 12, 81, 4, 3, 0x58, 0xc6 };
static const uint8_t heartbeat_1[] = { 0xfe, 9, 7,  1,  1, 0, 0,    0,   0,
                                       0,    2, 12, 81, 4, 3, 0x06, 0xc7 };

static struct tcs_mavlink_stream stream;

static int fresh(void **state)
{
    memset(&stream, 0, sizeof stream);
    return 0;
}

static enum tcs_status next(struct tcs_bytes *in, struct tcs_mavlink *ret_message)
{
    return tcs_mavlink_next(&stream, in, ret_message, NULL);
}

static int64_t number(const struct tcs_mavlink *m, const char *name)
{
    return tcs_mavlink_number(m, tcs_mavlink_field(m->layout, name));
}

static void check_heartbeat(const struct tcs_mavlink *m, uint8_t version)
{
    CHECK_INT(m->version, version);
    CHECK_INT(m->id, TCS_MAVLINK_HEARTBEAT);
    CHECK_INT(m->system, 1);
    CHECK_INT(m->component, 1);
    CHECK_INT(m->sequence, 7);
    CHECK_INT(m->is_signed, 0);
    CHECK_INT(number(m, "custom_mode"), 0);
    CHECK_INT(number(m, "type"), 2);
    CHECK_INT(number(m, "autopilot"), 12);
    CHECK_INT(number(m, "base_mode"), 81);
    CHECK_INT(number(m, "system_status"), 4);
    CHECK_INT(number(m, "mavlink_version"), 3);
}

static void a_frame_of_either_version_is_read(void **state)
{
    struct tcs_bytes in = tcs_bytes(heartbeat_2, sizeof heartbeat_2);
    struct tcs_mavlink m;

    CHECK_OK(next(&in, &m));
    check_heartbeat(&m, 2);
    in = tcs_bytes(heartbeat_1, sizeof heartbeat_1);
    CHECK_OK(next(&in, &m));
    check_heartbeat(&m, 1);
    CHECK_INT(next(&in, &m), TCS_MORE);
    CHECK_INT(stream.damaged_count, 0);
}

/* The sum of "123456789" is a published check value of this CRC (CRC-16/MCRF4XX). */
static void the_sum_is_the_published_one(void **state)
{
    CHECK_INT(tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes("123456789", 9)), 0x6f91);
}

/*
 * CRC_EXTRA as published: the sum over "NAME " and, of each field but extensions in the
 * order of the payload, "type name " and the length of an array; its octets are combined.
 */
static uint8_t crc_extra(const struct tcs_mavlink_layout *layout)
{
    static const char *const types[TCS_MAVLINK_TYPE_COUNT] = {
        [TCS_MAVLINK_U8] = "uint8_t",   [TCS_MAVLINK_CHAR] = "char",
        [TCS_MAVLINK_U16] = "uint16_t", [TCS_MAVLINK_I16] = "int16_t",
        [TCS_MAVLINK_U32] = "uint32_t", [TCS_MAVLINK_I32] = "int32_t",
        [TCS_MAVLINK_U64] = "uint64_t", [TCS_MAVLINK_FLOAT] = "float",
    };
    uint8_t room[2000];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    tcs_write_bytes(&w, layout->name, strlen(layout->name));
    tcs_write_u8(&w, ' ');
    for (uint32_t i = 0; i < layout->field_count; i++) {
        const struct tcs_mavlink_field *field = &layout->fields[i];

        if (field->at >= layout->len)
            break;
        tcs_write_bytes(&w, types[field->type], strlen(types[field->type]));
        tcs_write_u8(&w, ' ');
        tcs_write_bytes(&w, field->name, strlen(field->name));
        tcs_write_u8(&w, ' ');
        if (field->count > 0)
            tcs_write_u8(&w, field->count);
    }
    CHECK(!w.failed);
    const uint16_t sum = tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_written(&w));

    return (uint8_t)(sum ^ sum >> 8);
}

static void layouts_are_what_their_fields_say(void **state)
{
    uint32_t count = 0;
    const struct tcs_mavlink_layout *layouts = tcs_mavlink_layouts(&count);

    CHECK_INT(count, 13);
    for (uint32_t i = 0; i < count; i++) {
        const struct tcs_mavlink_layout *layout = &layouts[i];
        uint32_t at = 0;
        uint32_t last_size = 8;
        bool extensions_begin = layout->len == layout->len_max;

        CHECK(i == 0 || layouts[i - 1].id < layout->id);
        CHECK(tcs_mavlink_layout(layout->id) == layout);
        CHECK_INT(layout->crc_extra, crc_extra(layout));
        for (uint32_t k = 0; k < layout->field_count; k++) {
            const struct tcs_mavlink_field *field = &layout->fields[k];
            const uint32_t size = tcs_mavlink_size(field);

            CHECK_INT(field->at, at);
            extensions_begin = extensions_begin || at == layout->len;
            /* Before extensions, larger ones stand first. */
            CHECK(at >= layout->len || size <= last_size);
            last_size = size;
            at += size * (field->count > 0 ? field->count : 1);
        }
        CHECK(extensions_begin);
        CHECK_INT(at, layout->len_max);
    }
}

/* A frame of any id: header, payload, sum with the octet that is given. */
static struct tcs_bytes frame(uint8_t *room, uint32_t id, struct tcs_bytes payload,
                              uint8_t extra)
{
    struct tcs_writer w = tcs_writer(room, TCS_MAVLINK_FRAME_MAX);

    tcs_write_u8(&w, 0xfd);
    tcs_write_u8(&w, (uint8_t)payload.len);
    tcs_write_le(&w, 0, 2);
    tcs_write_u8(&w, 7);
    tcs_write_u8(&w, 1);
    tcs_write_u8(&w, 1);
    tcs_write_le(&w, id, 3);
    tcs_write_bytes(&w, payload.data, payload.len);
    const uint16_t crc =
        tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes(room + 1, w.len - 1));

    tcs_write_le(&w, tcs_mavlink_crc(crc, tcs_bytes(&extra, 1)), 2);
    return tcs_written(&w);
}

/* Of 28 octets two are sent: time_boot_ms 0x0201. */
static void zeros_at_the_end_are_not_sent(void **state)
{
    static const uint8_t sent[] = { 1, 2 };
    uint8_t room[TCS_MAVLINK_FRAME_MAX];
    struct tcs_bytes in = frame(room, 33, tcs_bytes(sent, sizeof sent), 104);
    struct tcs_mavlink m;

    CHECK_OK(next(&in, &m));
    CHECK_INT(m.payload_len, 2);
    CHECK_INT(number(&m, "time_boot_ms"), 0x0201);
    CHECK_INT(number(&m, "lat"), 0);
    CHECK_INT(number(&m, "hdg"), 0);
}

/* Any octet may be the one that is not known; none makes a wrong sum right. */
static void a_message_that_is_not_used_is_foreign(void **state)
{
    static const uint8_t sent[] = { 1, 2, 3 };
    uint8_t room[TCS_MAVLINK_FRAME_MAX];
    struct tcs_mavlink m;

    for (unsigned extra = 0; extra < 256; extra++) {
        struct tcs_bytes in =
            frame(room, 77777, tcs_bytes(sent, sizeof sent), (uint8_t)extra);

        CHECK_INT(next(&in, &m), TCS_E_FOREIGN);
        CHECK_INT(m.id, 77777);
        CHECK(m.layout == NULL);
    }
    CHECK_INT(stream.damaged_count, 0);
}

/* By chance one in 256 frames whose octets are damaged still has such an octet. */
static void damage_to_such_a_message_is_found_mostly(void **state)
{
    uint64_t seed = 5;
    int taken = 0;

    for (int i = 0; i < 2000; i++) {
        uint8_t sent[40];
        uint8_t room[TCS_MAVLINK_FRAME_MAX];
        struct tcs_mavlink m;

        for (size_t k = 0; k < sizeof sent; k++)
            sent[k] = (uint8_t)(1 + random_below(&seed, 200)); /* no beginnings */
        struct tcs_bytes in = frame(room, 70000, tcs_bytes(sent, sizeof sent), 99);

        random_fill(&seed, room + 20, 2);
        memset(&stream, 0, sizeof stream);
        taken += next(&in, &m) == TCS_E_FOREIGN;
    }
    CHECK(taken < 40); /* 7.8 to be expected */
}

static void flags_that_are_not_known_are_foreign(void **state)
{
    uint8_t room[sizeof heartbeat_2];
    struct tcs_mavlink m;
    const uint8_t extra = 50;

    memcpy(room, heartbeat_2, sizeof room);
    room[2] = 0x02;
    uint16_t crc = tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes(room + 1, 18));

    crc = tcs_mavlink_crc(crc, tcs_bytes(&extra, 1));
    room[19] = (uint8_t)crc;
    room[20] = (uint8_t)(crc >> 8);
    struct tcs_bytes in = tcs_bytes(room, sizeof room);

    CHECK_INT(next(&in, &m), TCS_E_FOREIGN);
    CHECK_INT(m.incompat_flags, 2);
}

static void version_1_may_not_be_short(void **state)
{
    static const uint8_t sent[] = { 0xfe, 1, 7, 1, 1, 0, 9 };
    uint8_t room[sizeof sent + 2];
    const uint8_t extra = 50;
    struct tcs_mavlink m;
    struct tcs_fault fault = { 0 };

    memcpy(room, sent, sizeof sent);
    uint16_t crc = tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes(room + 1, 6));

    crc = tcs_mavlink_crc(crc, tcs_bytes(&extra, 1));
    room[7] = (uint8_t)crc;
    room[8] = (uint8_t)(crc >> 8);
    struct tcs_bytes in = tcs_bytes(room, sizeof room);

    CHECK_INT(tcs_mavlink_next(&stream, &in, &m, &fault), TCS_E_DAMAGED);
    CHECK_INT(fault.status, TCS_E_DAMAGED);
}

/* lat 91 degrees; INT32_MAX twice is "not known". */
static void a_place_must_be_on_earth(void **state)
{
    uint8_t sent[28] = { 0 };
    uint8_t room[TCS_MAVLINK_FRAME_MAX];
    struct tcs_writer w = tcs_writer(sent + 4, 8);
    struct tcs_mavlink m;

    tcs_write_le(&w, 910000000, 4);
    struct tcs_bytes in = frame(room, 33, tcs_bytes(sent, sizeof sent), 104);

    CHECK_INT(next(&in, &m), TCS_E_IMPOSSIBLE);
    w.len = 0;
    tcs_write_le(&w, INT32_MAX, 4);
    tcs_write_le(&w, INT32_MAX, 4);
    in = frame(room, 33, tcs_bytes(sent, sizeof sent), 104);
    CHECK_OK(next(&in, &m));
}

/* Three octets, then fd and what it seems to be the length of, in which a whole frame
 * lies.
 */
static void after_damage_the_next_frame_is_found(void **state)
{
    uint8_t room[100] = { 1, 2, 3, 0xfd, 40, 0, 0 };
    struct tcs_bytes in = tcs_bytes(room, sizeof room);
    struct tcs_mavlink m;

    memcpy(room + 20, heartbeat_2, sizeof heartbeat_2);
    memcpy(room + 41, heartbeat_1, sizeof heartbeat_1);
    CHECK_OK(next(&in, &m));
    check_heartbeat(&m, 2);
    CHECK_OK(next(&in, &m));
    check_heartbeat(&m, 1);
    CHECK_INT(next(&in, &m), TCS_MORE);
    CHECK_INT(stream.damaged_count, 2); /* before the frames, and zeros behind them */
    CHECK_INT(stream.passed_count, 20 + 100 - 58);
}

/* Noise that seems to be the beginning of a long frame hides what follows only until the
 * end: then that is found. */
static void at_the_end_nothing_waits(void **state)
{
    uint8_t room[3 + sizeof heartbeat_2 + 4] = { 0xfd, 200, 0 };
    struct tcs_bytes in = tcs_bytes(room, sizeof room);
    struct tcs_mavlink m;

    memcpy(room + 3, heartbeat_2, sizeof heartbeat_2);
    CHECK_INT(next(&in, &m), TCS_MORE);
    CHECK_OK(tcs_mavlink_last(&stream, &m, NULL));
    check_heartbeat(&m, 2);
    CHECK_INT(tcs_mavlink_last(&stream, &m, NULL), TCS_END);
    CHECK_INT(stream.have, 0);
    CHECK_INT(stream.damaged_count, 2);
    CHECK_INT(stream.passed_count, 7);
}

/* Stamps before frames, of which one looks like the beginning of a frame. */
static void a_recording_has_stamps(void **state)
{
    static const uint8_t stamps[2][8] = { { 0, 6, 0x19, 0xc2, 0xfd, 0x0f, 0x10, 0x00 },
                                          { 0, 6, 0x19, 0xc2, 0xfd, 0xfe, 0xfd, 0xfe } };
    uint8_t room[2 * (8 + sizeof heartbeat_2)];
    struct tcs_mavlink m;

    for (size_t i = 0; i < 2; i++) {
        memcpy(room + i * (8 + sizeof heartbeat_2), stamps[i], 8);
        memcpy(room + i * (8 + sizeof heartbeat_2) + 8, heartbeat_2, sizeof heartbeat_2);
    }
    struct tcs_bytes in = tcs_bytes(room, sizeof room);

    stream.form = TCS_MAVLINK_GUESS;
    CHECK_OK(next(&in, &m));
    CHECK_INT(stream.form, TCS_MAVLINK_LOG);
    CHECK(m.stamp_us == UINT64_C(0x000619c2fd0f1000));
    CHECK_OK(next(&in, &m));
    CHECK(m.stamp_us == UINT64_C(0x000619c2fdfefdfe));
    CHECK_INT(stream.damaged_count, 0);
    in = tcs_bytes(heartbeat_2, sizeof heartbeat_2);
    memset(&stream, 0, sizeof stream);
    stream.form = TCS_MAVLINK_GUESS;
    CHECK_OK(next(&in, &m));
    CHECK_INT(stream.form, TCS_MAVLINK_RAW);
}

/* --------------------------------------------------------------------------- pieces */

struct result {
    uint64_t sum;
    struct tcs_mavlink_stream end;
};

static struct result run(struct tcs_bytes octets, uint32_t form, uint32_t piece_max,
                         uint64_t *seed)
{
    struct result result;
    struct tcs_mavlink m;
    enum tcs_status status;

    memset(&result, 0, sizeof result);
    result.end.form = form;
    for (size_t at = 0; at < octets.len;) {
        struct tcs_bytes in =
            tcs_bytes_part(octets, at, 1 + random_below(seed, piece_max));

        at += in.len;
        while ((status = tcs_mavlink_next(&result.end, &in, &m, NULL)) != TCS_MORE) {
            result.sum = result.sum * 31 + (uint64_t)(status + 20);
            result.sum = result.sum * 31 + m.id + m.stamp_us;
            for (size_t i = 0; i < sizeof m.payload; i++)
                result.sum = result.sum * 31 + m.payload[i];
        }
    }
    memset(result.end.room + result.end.have, 0,
           sizeof result.end.room - result.end.have);
    return result;
}

/* Frames and noise of few values, so that beginnings in the noise are frequent. */
static void frames_and_counts_do_not_depend_on_the_pieces(void **state)
{
    static const uint8_t noise[] = { 0xfd, 0xfe, 0, 1, 2, 9, 0xfd, 20 };
    static uint8_t room[4000];

    for (uint64_t round = 0; round < 400; round++) {
        uint64_t seed = round;
        const uint32_t form = (uint32_t)(round % 3);
        size_t len = 0;

        while (len < sizeof room - 200) {
            const uint32_t what = random_below(&seed, 4);

            if (what == 0) {
                memcpy(room + len, heartbeat_2, sizeof heartbeat_2);
                len += sizeof heartbeat_2;
            } else if (what == 1) {
                memcpy(room + len, heartbeat_1, sizeof heartbeat_1);
                len += sizeof heartbeat_1;
            } else {
                for (uint32_t n = random_below(&seed, 12); n > 0; n--)
                    room[len++] = noise[random_below(&seed, sizeof noise)];
            }
        }
        const struct result whole = run(tcs_bytes(room, len), form, 1, &seed);
        const struct result pieces = run(tcs_bytes(room, len), form, 90, &seed);

        CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    }
}

static void no_cut_of_a_frame_is_one(void **state)
{
    struct tcs_mavlink m;

    for (size_t len = 0; len < sizeof heartbeat_2; len++) {
        struct tcs_bytes in = tcs_bytes(heartbeat_2, len);

        memset(&stream, 0, sizeof stream);
        CHECK_INT(next(&in, &m), TCS_MORE);
        CHECK_INT(stream.have, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_frame_of_either_version_is_read, fresh),
        cmocka_unit_test_setup(the_sum_is_the_published_one, fresh),
        cmocka_unit_test_setup(layouts_are_what_their_fields_say, fresh),
        cmocka_unit_test_setup(zeros_at_the_end_are_not_sent, fresh),
        cmocka_unit_test_setup(a_message_that_is_not_used_is_foreign, fresh),
        cmocka_unit_test_setup(damage_to_such_a_message_is_found_mostly, fresh),
        cmocka_unit_test_setup(flags_that_are_not_known_are_foreign, fresh),
        cmocka_unit_test_setup(version_1_may_not_be_short, fresh),
        cmocka_unit_test_setup(a_place_must_be_on_earth, fresh),
        cmocka_unit_test_setup(after_damage_the_next_frame_is_found, fresh),
        cmocka_unit_test_setup(at_the_end_nothing_waits, fresh),
        cmocka_unit_test_setup(a_recording_has_stamps, fresh),
        cmocka_unit_test_setup(frames_and_counts_do_not_depend_on_the_pieces, fresh),
        cmocka_unit_test_setup(no_cut_of_a_frame_is_one, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
