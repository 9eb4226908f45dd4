/* SPDX-License-Identifier: Apache-2.0 */
#include "config/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "decode/asterix/framing.h"

static struct tcs_site site;
static struct tcs_config_errors errors;

/* A small good site; %s: lines put in behind the sensors. */
static const char good[] = "site:\n"
                           "  name: Here\n"
                           "  origin: { lat: 10, lon: -20, height: 30, geoid: 12.5 }\n"
                           "sensors:\n"
                           "  - id: r\n"
                           "    kind: radar\n"
                           "    position: { east: 1, north: 2, up: 3 }\n"
                           "    rotation: 90\n"
                           "    sigma: { range: 5, azimuth: 0.5, elevation: 1 }\n"
                           "    clock_sigma: 0.1\n"
                           "    period: 2\n"
                           "    coverage: { range: [10, 2000], azimuth: [350, 20], "
                           "elevation: [-5, 45] }\n"
                           "    detection: { probability: 0.8 }\n"
                           "    clutter_per_scan: unknown\n"
                           "feeds:\n"
                           "  - id: f\n"
                           "    protocol: asterix\n"
                           "    sources: [{ sensor: r, sac: 1, sic: 2 }]\n"
                           "    udp: { address: 127.0.0.1, port: 8600 }\n"
                           "zones:\n"
                           "  - id: house\n"
                           "    people: 3\n"
                           "    seconds_to_cover: 7\n"
                           "    ceiling: 20\n"
                           "    corners: [[0, 0], [10, 0], [10, 10], [0, 10]]\n";

static enum tcs_status parse(const char *text)
{
    return tcs_site_parse(tcs_bytes(text, strlen(text)), "/folder", &site, &errors);
}

/* The good site with the first occurrence of `from` replaced. */
static enum tcs_status parse_with(const char *from, const char *to)
{
    const char *at = strstr(good, from);
    char text[4096];

    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, to,
             at + strlen(from));
    return parse(text);
}

static void expect_error(uint32_t line, uint32_t column, const char *part)
{
    for (uint32_t i = 0; i < errors.count; i++)
        if (errors.rows[i].line == line && errors.rows[i].column == column &&
            strstr(errors.rows[i].text, part) != NULL)
            return;
    for (uint32_t i = 0; i < errors.count; i++)
        print_error("%u:%u: %s\n", errors.rows[i].line, errors.rows[i].column,
                    errors.rows[i].text);
    fail_msg("no error %u:%u with '%s'", line, column, part);
}

static void what_is_written_is_what_is_read(void **state)
{
    CHECK_OK(parse(good));
    const struct tcs_sensor *r = &site.engine.sensors[0];

    CHECK_TEXT(site.name, "Here");
    CHECK_NEAR(site.engine.frame.origin.lat_rad, 10 * TCS_RAD_PER_DEG, 1e-15, "rad");
    CHECK_NEAR(site.engine.geoid_m, 12.5, 0.0, "m");
    CHECK_NEAR(r->position_m.v[1], 2.0, 0.0, "m");
    CHECK_NEAR(r->rotation_rad, TCS_PI / 2, 1e-15, "rad");
    CHECK_NEAR(r->az_sigma_rad, 0.5 * TCS_RAD_PER_DEG, 1e-15, "rad");
    /* From 350 clockwise to 20: 30 degrees about 5. */
    CHECK_NEAR(r->coverage.az_width_rad, 30 * TCS_RAD_PER_DEG, 1e-12, "rad");
    CHECK_NEAR(r->coverage.az_center_rad, 5 * TCS_RAD_PER_DEG, 1e-12, "rad");
    CHECK(r->pd_known && !r->clutter_known);
    CHECK_INT(site.engine.feeds[0].sac_sic[0], 0x0102);
    CHECK_INT(site.engine.feeds[0].framing, TCS_FRAMING_DATAGRAM);
    CHECK_INT(site.feeds[0].port, 8600);
    CHECK_INT(site.engine.zones[0].volume.count, 4);
    CHECK_TEXT(site.api_address, "127.0.0.1");
    CHECK_INT(site.api_port, 8470);
}

static void editions_are_chosen_for_a_source(void **state)
{
    CHECK_OK(parse_with("sic: 2 }", "sic: 2, editions: [48=1.27, '34=1.28'] }"));
    CHECK_INT(site.engine.edition_count, 2);
    CHECK_INT(site.engine.editions[0].sac_sic, 0x0102);
    CHECK_INT(site.engine.editions[0].category, 48);
    CHECK_TEXT(site.engine.editions[0].edition, "1.27");
    CHECK_INT(site.engine.editions[1].category, 34);
    CHECK_INT(parse_with("sic: 2 }", "sic: 2, editions: [48=9.9] }"), TCS_E_DAMAGED);
    expect_error(18, 55, "no edition that is known");
    CHECK_INT(parse_with("sic: 2 }", "sic: 2, editions: 48=1.27 }"), TCS_E_DAMAGED);
    expect_error(18, 54, "must be a list");
}

static void a_category_can_stand_for_another_or_for_nothing(void **state)
{
    CHECK_OK(parse_with("sic: 2 }", "sic: 2, editions: [129=205@1.0, 48=none] }"));
    CHECK_TEXT(site.engine.editions[0].edition, "205@1.0");
    CHECK_INT(site.engine.editions[0].category, 129);
    CHECK_TEXT(site.engine.editions[1].edition, "none");
    CHECK_INT(parse_with("sic: 2 }", "sic: 2, editions: [129=1.0] }"), TCS_E_DAMAGED);
    CHECK_INT(parse_with("sic: 2 }", "sic: 2, editions: [0=none] }"), TCS_E_DAMAGED);
}

static void a_recorders_framing_is_for_asterix_in_datagrams_and_files(void **state)
{
    CHECK_OK(
        parse_with("protocol: asterix\n", "protocol: asterix\n    framing: oradis\n"));
    CHECK_INT(site.engine.feeds[0].envelope, TCS_ASTERIX_ORADIS);
    CHECK_INT(parse_with("protocol: asterix\n", "protocol: asterix\n    framing: hdlc\n"),
              TCS_E_DAMAGED);
    CHECK_INT(parse_with("protocol: asterix\n", "protocol: mode-s\n    framing: final\n"),
              TCS_E_DAMAGED);
}

static void the_picture_can_go_out_as_asterix(void **state)
{
    static const char *const output =
        "outputs:\n"
        "  - id: sdps\n"
        "    asterix: { udp: { address: %s, port: 8601 }, sac: 25, sic: 100%s }\n";
    char text[4096];
    char tail[512];

    snprintf(tail, sizeof tail, output, "239.1.2.3", ", period_s: 0.5, edition: '1.19'");
    snprintf(text, sizeof text, "%s%s", good, tail);
    CHECK_OK(parse(text));
    CHECK_INT(site.sinks[0].kind, TCS_SINK_ASTERIX);
    CHECK_TEXT(site.sinks[0].address, "239.1.2.3");
    CHECK_INT(site.sinks[0].port, 8601);
    CHECK_INT(site.sinks[0].sac << 8 | site.sinks[0].sic, 25 << 8 | 100);
    CHECK_NEAR(site.sinks[0].period_s, 0.5, 0.0, "s");
    CHECK_TEXT(site.sinks[0].edition, "1.19");
    snprintf(tail, sizeof tail, output, "239.1.2.3", "");
    snprintf(text, sizeof text, "%s%s", good, tail);
    CHECK_OK(parse(text));
    CHECK_NEAR(site.sinks[0].period_s, 1.0, 0.0, "s");
    snprintf(tail, sizeof tail, output, "atc.example", "");
    snprintf(text, sizeof text, "%s%s", good, tail);
    CHECK_INT(parse(text), TCS_E_DAMAGED);
    snprintf(tail, sizeof tail, output, "127.0.0.1", ", edition: none");
    snprintf(text, sizeof text, "%s%s", good, tail);
    CHECK_INT(parse(text), TCS_E_DAMAGED);
    snprintf(tail, sizeof tail, output, "127.0.0.1", ", edition: 65@1.6");
    snprintf(text, sizeof text, "%s%s", good, tail);
    CHECK_INT(parse(text), TCS_E_DAMAGED);
}

/* The good site with one output; `how` is its third line, the site's 28th. */
static enum tcs_status parse_output(const char *how)
{
    char text[4096];

    snprintf(text, sizeof text, "%soutputs:\n  - id: o\n    %s\n", good, how);
    return parse(text);
}

static void outputs_say_how_they_get_there_and_in_which_form(void **state)
{
    const struct tcs_sink_site *o = &site.sinks[0];

    CHECK_OK(parse_output("cot: { udp: { address: 239.2.3.1, port: 6969 } }"));
    CHECK_INT(o->kind, TCS_SINK_COT);
    CHECK_INT(o->way, TCS_WAY_UDP);
    CHECK_INT(o->form, TCS_FORM_XML);
    CHECK_NEAR(o->period_s, 1.0, 0.0, "s");
    CHECK_OK(parse_output("cot: { tls: { address: tak.example, port: 8089, ca: /a.pem, "
                          "certificate: /c.pem, key: /k.pem, name: takserver }, "
                          "form: tak, period_s: 2.5 }"));
    CHECK_INT(o->way, TCS_WAY_TLS);
    CHECK_INT(o->form, TCS_FORM_TAK);
    CHECK_TEXT(o->address, "tak.example");
    CHECK_TEXT(o->ca, "/a.pem");
    CHECK_TEXT(o->certificate, "/c.pem");
    CHECK_TEXT(o->key, "/k.pem");
    CHECK_TEXT(o->server_name, "takserver");
    CHECK_NEAR(o->period_s, 2.5, 0.0, "s");
    CHECK_OK(parse_output("syslog: { tcp: { address: log.example, port: 514 }, "
                          "message: ocsf, status_s: 300 }"));
    CHECK_INT(o->kind, TCS_SINK_SYSLOG);
    CHECK_INT(o->way, TCS_WAY_TCP);
    CHECK_INT(o->message, TCS_MESSAGE_OCSF);
    CHECK_NEAR(o->period_s, 300.0, 0.0, "s");
    CHECK_OK(parse_output("webhook: { url: 'https://a.example/x', token_file: /t, "
                          "ca: /c }"));
    CHECK_INT(o->kind, TCS_SINK_WEBHOOK);
    CHECK_TEXT(o->ca, "/c");
    CHECK_TEXT(o->url, "https://a.example/x");
    CHECK_TEXT(o->token_file, "/t");
    CHECK_OK(parse_output("mqtt: { address: b, port: 1883, topic: t }"));
    CHECK_NEAR(o->period_s, 0.0, 0.0, "s");
    CHECK_OK(parse_output("mqtt: { address: b, port: 1883, topic: t, tracks_s: 0.5 }"));
    CHECK_NEAR(o->period_s, 0.5, 0.0, "s");
}

static void wrong_outputs_are_told_with_their_place(void **state)
{
    static const struct {
        const char *how;
        uint32_t column;
        const char *part;
    } rows[] = {
        { "cot: { period_s: 1 }", 10, "one of 'udp', 'tcp' and 'tls'" },
        { "cot: { udp: { address: 1.2.3.4, port: 1 }, tcp: { address: a, port: 1 } }", 10,
          "one of 'udp', 'tcp' and 'tls'" },
        { "cot: { udp: { address: tak.example, port: 1 } }", 28, "numeric" },
        { "sapient: { address: hub.example, port: 1 }", 25, "numeric" },
        { "mqtt: { address: b, port: 1, topic: a/+ }", 41, "wildcards" },
        { "mqtt: { address: b, port: 1, topic: '' }", 41, "expected text" },
        { "asterix: { udp: { address: 1.2.3.4, port: 1 }, sac: 1, sic: 2, "
          "edition: '9' }",
          77, "edition" },
        { "cot: { tcp: { address: a, port: 1 }, form: json }", 48, "xml, tak" },
        { "cot: { tcp: { address: a, port: 1 }, period_s: 60 }", 52, "outside" },
        { "cot: { tls: { address: a, port: 1 } }", 17, "'ca'" },
        { "cot: { tls: { address: a, port: 1, ca: ca.pem } }", 44, "whole path" },
        { "cot: { tls: { address: a, port: 1, ca: /a, key: /k } }", 17,
          "need one another" },
        { "cot: { tcp: { address: http://a, port: 1 } }", 28,
          "a name or an address alone" },
        { "syslog: { tls: { address: u@a, port: 1, ca: /a } }", 31, "alone" },
        { "syslog: { tls: { address: a, port: 1, ca: /a, name: a/b } }", 57, "'name'" },
        { "syslog: { udp: { address: 1.2.3.4, port: 1 }, message: xml }", 60,
          "text, ocsf" },
        { "webhook: { url: ftp://a/b }", 21, "http://" },
        { "webhook: { url: '' }", 21, "expected text" },
        { "webhook: { url: [a] }", 21, "expected text" },
        { "webhook: { url: 'http://' }", 21, "and a host" },
        { "webhook: { url: 'https:///a' }", 21, "and a host" },
        { "webhook: { url: http://a/b, token_file: t }", 45, "whole path" },
        { "webhook: { url: https://a/b, ca: ca.pem }", 38, "whole path" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(parse_output(rows[i].how), TCS_E_DAMAGED);
        expect_error(28, rows[i].column, rows[i].part);
        CHECK_INT(errors.count, 1); /* a mistake is told once */
    }
    CHECK_INT(parse_output("mail: { to: a }"), TCS_E_DAMAGED);
    expect_error(28, 5, "'mail'");
    CHECK_INT(parse_output("command: a\n    webhook: { url: http://a }"), TCS_E_DAMAGED);
    expect_error(27, 5, "an output needs one of");
}

/* Only what hears has sound to wait for; 343 m/s unless the site says otherwise. */
static void microphones_hear_late(void **state)
{
    static const char *const microphones = "sensors:\n"
                                           "  - id: m\n"
                                           "    kind: acoustic\n"
                                           "    position: { east: 1, north: 2, up: 3 }\n"
                                           "    sigma: { azimuth: 2 }\n"
                                           "    clock_sigma: 0.1\n"
                                           "    coverage: { range: [10, 500], azimuth: "
                                           "all, elevation: [-5, 90] }\n"
                                           "%s";
    char text[1024];

    snprintf(text, sizeof text, microphones, "");
    CHECK_OK(parse_with("sensors:\n", text));
    CHECK_NEAR(site.engine.sensors[0].sound_mps, 343.0, 0.0, "m/s");
    CHECK_NEAR(site.engine.sensors[1].sound_mps, 0.0, 0.0, "m/s");
    snprintf(text, sizeof text, microphones, "    sound_speed: 331\n");
    CHECK_OK(parse_with("sensors:\n", text));
    CHECK_NEAR(site.engine.sensors[0].sound_mps, 331.0, 0.0, "m/s");
    CHECK_INT(parse_with("    rotation: 90\n", "    sound_speed: 331\n"), TCS_E_DAMAGED);
    expect_error(5, 5, "'sound_speed' is for acoustic sensors");
}

/* Seconds become nanoseconds; 2 s and 0.1 s when nothing is said. */
static void how_late_data_may_come_is_configured(void **state)
{
    CHECK_OK(parse(good));
    CHECK(site.engine.late.window_ns == 2000000000);
    CHECK(site.engine.late.snapshot_ns == 100000000);
    CHECK_OK(parse_with("zones:\n", "late: { window: 3.5, snapshot: 0.25 }\nzones:\n"));
    CHECK(site.engine.late.window_ns == 3500000000);
    CHECK(site.engine.late.snapshot_ns == 250000000);
    CHECK_INT(parse_with("zones:\n", "late: { window: 0.1 }\nzones:\n"), TCS_E_DAMAGED);
    expect_error(20, 17, "outside 0.2 to 30");
    CHECK_INT(parse_with("zones:\n", "late: { snapshot: 3 }\nzones:\n"), TCS_E_DAMAGED);
    expect_error(20, 7, "longer than 'window'");
    CHECK_INT(parse_with("zones:\n", "late: { window: 20 }\nzones:\n"), TCS_E_DAMAGED);
    expect_error(20, 7, "more than 100 snapshots");
}

static void how_well_a_sensor_was_set_up_is_told_or_taken_as_exact(void **state)
{
    const struct tcs_sensor *sensor = &site.engine.sensors[0];

    CHECK_OK(parse_with("    rotation: 90\n", "    rotation_sigma: 2\n"
                                              "    tilt_sigma: 1\n"
                                              "    place_sigma: 10\n"));
    CHECK_NEAR(sensor->rotation_sigma_rad, TCS_PI / 90, 1e-15, "rad");
    CHECK_NEAR(sensor->tilt_sigma_rad, TCS_PI / 180, 1e-15, "rad");
    CHECK_NEAR(sensor->place_sigma_m, 10.0, 0.0, "m");
    CHECK_OK(parse_with("    rotation: 90\n", ""));
    CHECK_NEAR(sensor->rotation_sigma_rad, 0.0, 0.0, "rad");
    CHECK_INT(parse_with("    rotation: 90\n", "    rotation_sigma: -1\n"),
              TCS_E_DAMAGED);
}

static void places_may_be_given_in_degrees(void **state)
{
    CHECK_OK(
        parse_with("{ east: 1, north: 2, up: 3 }", "{ lat: 10, lon: -20, height: 35 }"));
    CHECK_NEAR(site.engine.sensors[0].position_m.v[0], 0.0, 1e-6, "m");
    CHECK_NEAR(site.engine.sensors[0].position_m.v[2], 5.0, 1e-6, "m");
    /* One ten-thousandth of a degree of latitude is about 11.06 m at 10 degrees north. */
    CHECK_OK(parse_with("corners: [[0, 0], [10, 0], [10, 10], [0, 10]]",
                        "corners_lat_lon: [[10, -20], [10, -19.9999], [10.0001, -20]]"));
    CHECK_NEAR(site.engine.zones[0].volume.corners_m[2].v[1], 11.06, 0.01, "m");
}

static void every_error_is_told_at_once_with_its_place(void **state)
{
    static const char bad[] = "site:\n"
                              "  name: Here\n"
                              "  origin: { lat: 91, lon: x, height: 3 }\n"
                              "sensors:\n"
                              "  - id: r\n"
                              "    kind: rader\n"
                              "    colour: blue\n"
                              "feeds: []\n"
                              "zones: []\n"
                              "sites: 3\n";

    CHECK_INT(parse(bad), TCS_E_DAMAGED);
    expect_error(3, 18, "outside -90 to 90");
    expect_error(3, 27, "expected a number");
    expect_error(6, 11, "must be one of: radar, radio");
    expect_error(7, 5, "no key 'colour'");
    expect_error(5, 5, "needs 'position'");
    expect_error(10, 1, "no key 'sites'");
}

static void refuses_what_does_not_fit_together(void **state)
{
    CHECK_INT(parse_with("sensor: r,", "sensor: q,"), TCS_E_DAMAGED);
    expect_error(18, 15, "no sensor 'q'");
    CHECK_INT(parse_with("sac: 1, ", ""), TCS_E_DAMAGED);
    expect_error(16, 5, "needs 'sac' and 'sic'");
    CHECK_INT(parse_with("range: 5, ", ""), TCS_E_DAMAGED);
    expect_error(5, 5, "a radar needs sigma");
    CHECK_INT(parse_with("[10, 10], [0, 10]", "[0, 10], [10, 10]"), TCS_E_DAMAGED);
    expect_error(21, 5, "cross one another");
    CHECK_INT(parse_with("udp: { address: 127.0.0.1, port: 8600 }", "captured_port: 1"),
              TCS_E_DAMAGED);
    expect_error(16, 5, "one of 'udp', 'tcp', 'mqtt'");
    CHECK_INT(parse_with("zones:", "  - id: g\n"
                                   "    protocol: bearing\n"
                                   "    sources: [{ sensor: r }]\n"
                                   "    udp: { address: 127.0.0.1, port: 8600 }\n"
                                   "zones:"),
              TCS_E_DAMAGED);
    expect_error(20, 5, "feed 'f' has this address and port already");
    CHECK_INT(parse_with("ceiling: 20", "floor: 30\n    ceiling: 20"), TCS_E_DAMAGED);
    expect_error(21, 5, "'floor' lies above");
    CHECK_INT(parse_with("id: house", "id: house\n    id: home"), TCS_E_DAMAGED);
    expect_error(22, 5, "stands here twice");
}

/* The good site's sensor is a radar. */
static void networks_are_spoken_by_what_hears_claims(void **state)
{
    CHECK_INT(parse_with("protocol: asterix", "protocol: ais"), TCS_E_DAMAGED);
    expect_error(16, 5, "ais is spoken by report sensors only");
    CHECK_INT(parse_with("protocol: asterix", "protocol: mavlink"), TCS_E_DAMAGED);
    expect_error(16, 5, "mavlink is spoken by report, remote-id and ads-b sensors only");
}

/* What would be passed over in silence is told. */
static void feeds_that_say_too_little_or_too_much_are_told(void **state)
{
#define HEARS(id, kind)                                                                  \
    "  - { id: " id ", kind: " kind ", position: { east: 0, north: 0, up: 0 }, "         \
    "sigma: { position: 9, height: 9 }, clock_sigma: 0.5, "                              \
    "coverage: { range: [0, 1000], azimuth: all, elevation: [-90, 90] } }\n"
    static const char *const mavlink =
        "site: { name: s, origin: { lat: 1, lon: 2, height: 3 } }\n"
        "sensors:\n" HEARS("a", "ads-b") HEARS("b", "ads-b") HEARS("c", "report") //
        "feeds:\n"
        "  - { id: f, protocol: mavlink, sources: [{ sensor: a }, { sensor: c }%s],\n"
        "      udp: { address: 127.0.0.1, port: 14550 } }\n"
        "zones:\n"
        "  - { id: z, people: 1, seconds_to_cover: 1, ceiling: 9,\n"
        "      corners: [[0, 0], [9, 0], [9, 9]] }\n";
    char text[2048];

    CHECK_INT(parse_with("[{ sensor: r, sac: 1, sic: 2 }]", "[]"), TCS_E_DAMAGED);
    expect_error(18, 14, "'sources' names no sensor");
    CHECK_INT(parse_with("protocol: asterix", "protocol: bearing\n    form: beast"),
              TCS_E_DAMAGED);
    expect_error(16, 5, "'form' is for mode-s");
    snprintf(text, sizeof text, mavlink, "");
    CHECK_OK(parse(text));
    snprintf(text, sizeof text, mavlink, ", { sensor: b }");
    CHECK_INT(parse(text), TCS_E_DAMAGED);
    expect_error(7, 5, "one sensor of each kind");
}

/* The good site's feed, spoken over something else. */
static enum tcs_status parse_transport(const char *line)
{
    return parse_with("udp: { address: 127.0.0.1, port: 8600 }", line);
}

static void feeds_come_over_mqtt_http_and_serial_lines(void **state)
{
    CHECK_OK(parse_transport("mqtt: { broker: hub, topic: 'a/+/b/#', user: u }"));
    CHECK_INT(site.feeds[0].transport, TCS_TRANSPORT_MQTT);
    CHECK_INT(site.feeds[0].port, 1883);
    CHECK_TEXT(site.feeds[0].topic, "a/+/b/#");
    CHECK_INT(site.engine.feeds[0].framing, TCS_FRAMING_TOPIC);
    CHECK_OK(parse_transport("http: { url: 'http://[::1]:80/x?y=1', period_s: 0.5 }"));
    CHECK_TEXT(site.feeds[0].path, "http://[::1]:80/x?y=1");
    CHECK_INT(site.engine.feeds[0].framing, TCS_FRAMING_DATAGRAM);
    CHECK_OK(parse_transport("http: { url: 'https://x/' }"));
    CHECK_INT(site.engine.feeds[0].framing, TCS_FRAMING_STREAM);
    CHECK_OK(parse_transport("serial: { device: /dev/ttyUSB0, baud: 38400 }"));
    CHECK_INT(site.feeds[0].baud, 38400);
    CHECK_INT(site.engine.feeds[0].framing, TCS_FRAMING_STREAM);
}

/* An answer of readsb's web server may be several events: it is read as a stream. */
static void aircraft_are_told_to_receivers_of_ads_b(void **state)
{
    static const char *const protocols[] = { "uat", "sbs", "readsb" };
    char line[64];

    for (size_t i = 0; i < 3; i++) {
        snprintf(line, sizeof line, "protocol: %s", protocols[i]);
        CHECK_INT(parse_with("protocol: asterix", line), TCS_E_DAMAGED);
        expect_error(16, 5, "spoken by ads-b sensors only");
    }
    CHECK_OK(parse_with("feeds:\n",
                        "  - id: roof\n"
                        "    kind: ads-b\n"
                        "    position: { east: 0, north: 0, up: 5 }\n"
                        "    sigma: { position: 20, height: 30 }\n"
                        "    clock_sigma: 0.1\n"
                        "    coverage: { range: [0, 50000], azimuth: all, "
                        "elevation: [-5, 90] }\n"
                        "feeds:\n"
                        "  - id: d\n"
                        "    protocol: readsb\n"
                        "    sources: [{ sensor: roof }]\n"
                        "    http: { url: 'http://x/aircraft.json', period_s: 1 }\n"));
    CHECK_INT(site.engine.feeds[0].protocol, TCS_PROTOCOL_READSB);
    CHECK_INT(site.engine.feeds[0].framing, TCS_FRAMING_STREAM);
}

static void wrong_topics_urls_and_devices_are_told_with_their_place(void **state)
{
    CHECK_INT(parse_transport("mqtt: { broker: hub, topic: 'a#' }"), TCS_E_DAMAGED);
    expect_error(19, 33, "'topic' is no filter");
    CHECK_INT(parse_transport("mqtt: { broker: hub, topic: 'a/#/b' }"), TCS_E_DAMAGED);
    expect_error(19, 33, "'topic' is no filter");
    CHECK_INT(
        parse_transport("mqtt: { broker: hub, topic: a, password_file: p, user: u }"),
        TCS_E_DAMAGED);
    expect_error(19, 51, "whole path");
    CHECK_INT(parse_transport("http: { url: 'ftp://x', period_s: 1 }"), TCS_E_DAMAGED);
    expect_error(19, 18, "http:// or https://");
    CHECK_INT(parse_transport("http: { url: 'http://x', period_s: 0 }"), TCS_E_DAMAGED);
    expect_error(19, 40, "0.05");
    CHECK_INT(parse_transport("serial: { device: ttyS0, baud: 38401 }"), TCS_E_DAMAGED);
    expect_error(19, 23, "'device' must be a path");
    expect_error(19, 36, "'baud' must be");
    CHECK_INT(parse_transport("http: { url: '', period_s: 1 }"), TCS_E_DAMAGED);
    expect_error(19, 18, "expected text");
    CHECK_INT(errors.count, 1); /* a mistake is told once */
    CHECK_INT(parse_transport("serial: { device: '', baud: 38400 }"), TCS_E_DAMAGED);
    expect_error(19, 23, "expected text");
    CHECK_INT(errors.count, 1);
}

static void syntax_errors_have_a_place_too(void **state)
{
    CHECK_INT(parse("site: [1, 2\nsensors: {"), TCS_E_DAMAGED);
    CHECK(errors.count == 1 && errors.rows[0].line == 2);
    CHECK_INT(parse(""), TCS_E_DAMAGED);
    expect_error(1, 1, "empty");
    CHECK_INT(parse("a: 1\n---\nb: 2\n"), TCS_E_DAMAGED);
    expect_error(3, 1, "second document");
    CHECK_INT(parse("- 1\n"), TCS_E_DAMAGED);
    expect_error(1, 1, "must be a mapping");
}

static void deep_nesting_is_refused_at_once(void **state)
{
    static char deep[100001];

    memset(deep, '[', sizeof deep - 1);
    CHECK_INT(parse(deep), TCS_E_DAMAGED);
    expect_error(1, 33, "nested too deeply");
}

static void a_refused_file_leaves_the_site_untouched(void **state)
{
    static struct tcs_site before;

    CHECK_OK(parse(good));
    before = site;
    CHECK_INT(parse_with("people: 3", "people: three"), TCS_E_DAMAGED);
    CHECK(memcmp(&before, &site, sizeof site) == 0);
}

static void quoted_numbers_and_fractions_of_people_are_no_numbers(void **state)
{
    CHECK_INT(parse_with("people: 3", "people: '3'"), TCS_E_DAMAGED);
    expect_error(22, 13, "expected a number");
    CHECK_INT(parse_with("people: 3", "people: 2.5"), TCS_E_DAMAGED);
    expect_error(22, 13, "whole number");
}

static void the_bundled_site_is_good(void **state)
{
    char path[4096];
    const char *root = getenv("TOCSIN_SOURCE");

    assert_non_null(root);
    snprintf(path, sizeof path, "%s/sites/example/site.yaml", root);
    CHECK_OK(tcs_site_load(path, &site, &errors, NULL, NULL));
    CHECK_INT(site.engine.sensor_count, 5);
    CHECK_INT(tcs_site_load("/nowhere/site.yaml", &site, &errors, NULL, NULL), TCS_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_what_is_read),
        cmocka_unit_test(editions_are_chosen_for_a_source),
        cmocka_unit_test(the_picture_can_go_out_as_asterix),
        cmocka_unit_test(outputs_say_how_they_get_there_and_in_which_form),
        cmocka_unit_test(wrong_outputs_are_told_with_their_place),
        cmocka_unit_test(a_category_can_stand_for_another_or_for_nothing),
        cmocka_unit_test(a_recorders_framing_is_for_asterix_in_datagrams_and_files),
        cmocka_unit_test(microphones_hear_late),
        cmocka_unit_test(how_late_data_may_come_is_configured),
        cmocka_unit_test(how_well_a_sensor_was_set_up_is_told_or_taken_as_exact),
        cmocka_unit_test(places_may_be_given_in_degrees),
        cmocka_unit_test(every_error_is_told_at_once_with_its_place),
        cmocka_unit_test(refuses_what_does_not_fit_together),
        cmocka_unit_test(networks_are_spoken_by_what_hears_claims),
        cmocka_unit_test(feeds_that_say_too_little_or_too_much_are_told),
        cmocka_unit_test(feeds_come_over_mqtt_http_and_serial_lines),
        cmocka_unit_test(aircraft_are_told_to_receivers_of_ads_b),
        cmocka_unit_test(wrong_topics_urls_and_devices_are_told_with_their_place),
        cmocka_unit_test(syntax_errors_have_a_place_too),
        cmocka_unit_test(deep_nesting_is_refused_at_once),
        cmocka_unit_test(a_refused_file_leaves_the_site_untouched),
        cmocka_unit_test(quoted_numbers_and_fractions_of_people_are_no_numbers),
        cmocka_unit_test(the_bundled_site_is_good),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
