/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "record/note.h"
#include "record/record.h"

#include "check.h"

#define DASH "\xe2\x80\x94 "

/* The example in the documentation of Go's note package, which C2SP signed-note grew out
 * of: key, text and signature were made by that program. */
static const char go_key[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
static const char go_note[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n" DASH "PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ry"
    "yBwJnAM=\n";

static struct tcs_hasher *hasher;

static int open_hasher(void **state)
{
    return tcs_hasher_open(&hasher);
}

static int close_hasher(void **state)
{
    tcs_hasher_close(hasher);
    return 0;
}

static struct tcs_bytes octets_of(const char *text)
{
    return tcs_bytes(text, strlen(text));
}

static void a_note_made_by_another_program_verifies(void **state)
{
    struct tcs_public_key key;
    struct tcs_note note;
    char again[TCS_KEY_TEXT_LEN];

    CHECK_OK(tcs_public_key_read(hasher, octets_of(go_key), &key));
    CHECK_TEXT(key.name, "PeterNeumann");
    CHECK(key.id == 0xc74f20a3);
    tcs_public_key_write(&key, again);
    CHECK_TEXT(again, go_key);
    CHECK_OK(tcs_note_next(octets_of(go_note), &note));
    CHECK_INT(note.len, strlen(go_note));
    CHECK_OK(tcs_note_check(&note, &key));
}

static void one_bit_anywhere_spoils_a_note(void **state)
{
    char changed[sizeof go_note];
    struct tcs_public_key key;
    struct tcs_note note;

    CHECK_OK(tcs_public_key_read(hasher, octets_of(go_key), &key));
    for (size_t i = 0; i < 8 * (sizeof go_note - 1); i++) {
        memcpy(changed, go_note, sizeof go_note);
        changed[i / 8] = (char)((uint8_t)changed[i / 8] ^ 1u << i % 8);
        CHECK(tcs_note_next(tcs_bytes(changed, sizeof go_note - 1), &note) != TCS_OK ||
              tcs_note_check(&note, &key) != TCS_OK || note.len != sizeof go_note - 1);
    }
}

static void keys_have_one_form_and_their_own_id(void **state)
{
    static const char *const bad[] = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumaNn+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n\n",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T=",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    };
    struct tcs_public_key key;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(tcs_public_key_read(hasher, octets_of(bad[i]), &key) == TCS_E_DAMAGED);
}

static void origins_are_plain_text(void **state)
{
    char longest[TCS_ORIGIN_LEN + 1];

    memset(longest, 'a', sizeof longest);
    longest[TCS_ORIGIN_LEN] = '\0';
    CHECK(!tcs_origin_good(longest));
    longest[TCS_ORIGIN_LEN - 1] = '\0';
    CHECK(tcs_origin_good(longest));
    CHECK(tcs_origin_good("example.org/record"));
    CHECK(!tcs_origin_good(""));
    CHECK(!tcs_origin_good("two words"));
    CHECK(!tcs_origin_good("a+b"));
    CHECK(!tcs_origin_good("caf\xc3\xa9"));
    CHECK(!tcs_origin_good("line\n"));
}

static void any_name_gives_an_origin(void **state)
{
    char origin[TCS_RECORD_ORIGIN_LEN];
    char name[300];

    tcs_record_origin("Residence", origin);
    CHECK_TEXT(origin, "Residence");
    tcs_record_origin("The House + caf\xc3\xa9", origin);
    CHECK_TEXT(origin, "The-House---caf--");
    tcs_record_origin("", origin);
    CHECK_TEXT(origin, "-");
    for (size_t len = 1; len < sizeof name; len++) {
        for (size_t i = 0; i < len; i++)
            name[i] = (char)(uint8_t)(1 + (i * 37 + len) % 255);
        name[len] = '\0';
        tcs_record_origin(name, origin);
        CHECK(tcs_origin_good(origin));
    }
}

static struct tcs_private_key *private_key;
static struct tcs_public_key public_key;

static void make_keys(void)
{
    uint8_t octets[TCS_KEY_LEN];

    CHECK_OK(tcs_private_key_make(&private_key));
    CHECK_OK(tcs_private_key_public(private_key, octets));
    CHECK_OK(tcs_public_key_make(hasher, "example.org/house", octets, &public_key));
}

static struct tcs_checkpoint sample(void)
{
    struct tcs_checkpoint checkpoint = {
        .origin = "example.org/house",
        .size = 20852163,
        /* 2021-11-06T23:00:12Z: 18937 days and 82812 s. */
        .utc_ns = INT64_C(1636239612) * 1000000000 + 5,
        .number = 42,
    };

    for (size_t i = 0; i < 32; i++)
        checkpoint.root.octets[i] = (uint8_t)i;
    return checkpoint;
}

static void a_signed_checkpoint_reads_as_described_and_verifies(void **state)
{
    const struct tcs_checkpoint checkpoint = sample();
    char text[TCS_CHECKPOINT_MAX];
    size_t len = 0;
    struct tcs_note note;
    struct tcs_checkpoint again;
    static const char body[] = "example.org/house\n"
                               "20852163\n"
                               "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
                               "time 2021-11-06T23:00:12.000000005Z\n"
                               "number 42\n";

    make_keys();
    CHECK_OK(tcs_checkpoint_sign(&checkpoint, &public_key, private_key, text, &len));
    CHECK_OK(tcs_note_next(tcs_bytes(text, len), &note));
    CHECK_INT(note.len, len);
    CHECK_INT(note.text.len, strlen(body));
    assert_memory_equal(note.text.data, body, strlen(body));
    CHECK_OK(tcs_note_check(&note, &public_key));
    CHECK_OK(tcs_checkpoint_read(note.text, &again));
    CHECK_TEXT(again.origin, checkpoint.origin);
    CHECK(again.size == checkpoint.size && again.number == 42);
    CHECK(again.utc_ns == checkpoint.utc_ns);
    CHECK(tcs_hash_equal(&again.root, &checkpoint.root));
    tcs_private_key_close(private_key);
}

static void private_keys_come_back_from_pem(void **state)
{
    uint8_t pem[TCS_PEM_MAX];
    uint8_t octets[TCS_KEY_LEN];
    size_t len = 0;
    struct tcs_private_key *again = NULL;

    make_keys();
    CHECK_OK(tcs_private_key_write(private_key, pem, &len));
    CHECK_OK(tcs_private_key_read(tcs_bytes(pem, len), &again));
    CHECK_OK(tcs_private_key_public(again, octets));
    assert_memory_equal(octets, public_key.octets, sizeof octets);
    tcs_private_key_close(again);
    CHECK(tcs_private_key_read(tcs_bytes(pem, len / 2), &again) == TCS_E_DAMAGED);
    CHECK(tcs_private_key_read(tcs_bytes(NULL, 0), &again) == TCS_E_DAMAGED);
    tcs_private_key_close(private_key);
}

static void signatures_by_others_are_ignored(void **state)
{
    const struct tcs_checkpoint checkpoint = sample();
    struct tcs_public_key witness;
    struct tcs_note note;
    char text[2 * TCS_CHECKPOINT_MAX];
    size_t len = 0;
    static const char other[] = DASH "witness.example d2l0bmVzcw==\n";

    make_keys();
    CHECK_OK(tcs_public_key_make(hasher, "witness.example", public_key.octets, &witness));
    CHECK_OK(tcs_checkpoint_sign(&checkpoint, &public_key, private_key, text, &len));
    memcpy(text + len, other, sizeof other);
    CHECK_OK(tcs_note_next(tcs_bytes(text, len + strlen(other)), &note));
    CHECK_INT(note.len, len + strlen(other));
    CHECK_OK(tcs_note_check(&note, &public_key));
    CHECK(tcs_note_check(&note, &witness) == TCS_E_NOT_FOUND);
    tcs_private_key_close(private_key);
}

/* What a crash can leave of the last of several notes. */
static void notes_in_a_row_are_told_apart_wherever_the_last_is_cut(void **state)
{
    const struct tcs_checkpoint checkpoint = sample();
    char text[2 * TCS_CHECKPOINT_MAX];
    size_t len = 0;
    struct tcs_note note;

    make_keys();
    CHECK_OK(tcs_checkpoint_sign(&checkpoint, &public_key, private_key, text, &len));
    memcpy(text + len, text, len);
    for (size_t cut = 0; cut <= len; cut++) {
        CHECK_OK(tcs_note_next(tcs_bytes(text, len + cut), &note));
        CHECK_INT(note.len, len);
        CHECK(tcs_note_next(tcs_bytes(text + len, cut), &note) ==
              (cut < len ? TCS_E_SHORT : TCS_OK));
    }
    tcs_private_key_close(private_key);
}

static void text_that_is_no_note_is_refused(void **state)
{
    static const char *const bad[] = {
        "\n" DASH "a eA==\n",       /* no text */
        "a\tb\n\n" DASH "a eA==\n", /* a control character */
        "text\n\nno signature at all\n",
    };
    struct tcs_note note;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(tcs_note_next(octets_of(bad[i]), &note) == TCS_E_DAMAGED);
    CHECK(tcs_note_next(octets_of("text\n\n"), &note) == TCS_E_SHORT);
    CHECK(tcs_note_next(octets_of(""), &note) == TCS_E_SHORT);
}

static void text_that_is_no_checkpoint_is_refused(void **state)
{
    static const char root[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static const char time[] = "time 2021-11-06T23:00:12.000000005Z";
    static const struct {
        const char *origin, *size, *root, *time, *number, *more;
        bool good;
    } rows[] = {
        { "o", "1", root, time, "number 0", "", true },
        { "o", "0", root, time, "number 7", "further line\n", true },
        { "", "1", root, time, "number 0", "", false },
        { "o p", "1", root, time, "number 0", "", false },
        { "o", "01", root, time, "number 0", "", false },
        { "o", "-1", root, time, "number 0", "", false },
        { "o", "", root, time, "number 0", "", false },
        { "o", "99999999999999999999", root, time, "number 0", "", false },
        { "o", "1", "AAEC", time, "number 0", "", false },
        { "o", "1", root, "time 2021-11-06T23:00:12Z", "number 0", "", false },
        { "o", "1", root, "time 2021-11-06T23:00:60.000000005Z", "number 0", "", false },
        { "o", "1", root, "time 2021-13-06T23:00:12.000000005Z", "number 0", "", false },
        { "o", "1", root, "", "number 0", "", false },
        { "o", "1", root, time, "number", "", false },
        { "o", "1", root, time, "number 00", "", false },
        { "o", "1", root, time, "number 0", "\n", false },
        { "o", "1", root, time, "number 0", "no newline", false },
    };
    struct tcs_checkpoint checkpoint;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        const int len = snprintf(text, sizeof text, "%s\n%s\n%s\n%s\n%s\n%s",
                                 rows[i].origin, rows[i].size, rows[i].root, rows[i].time,
                                 rows[i].number, rows[i].more);

        CHECK_INT(tcs_checkpoint_read(tcs_bytes(text, (size_t)len), &checkpoint),
                  rows[i].good ? TCS_OK : TCS_E_DAMAGED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_made_by_another_program_verifies),
        cmocka_unit_test(one_bit_anywhere_spoils_a_note),
        cmocka_unit_test(keys_have_one_form_and_their_own_id),
        cmocka_unit_test(origins_are_plain_text),
        cmocka_unit_test(any_name_gives_an_origin),
        cmocka_unit_test(a_signed_checkpoint_reads_as_described_and_verifies),
        cmocka_unit_test(private_keys_come_back_from_pem),
        cmocka_unit_test(signatures_by_others_are_ignored),
        cmocka_unit_test(notes_in_a_row_are_told_apart_wherever_the_last_is_cut),
        cmocka_unit_test(text_that_is_no_note_is_refused),
        cmocka_unit_test(text_that_is_no_checkpoint_is_refused),
    };

    return cmocka_run_group_tests(tests, open_hasher, close_hasher);
}
