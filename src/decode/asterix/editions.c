/* SPDX-License-Identifier: Apache-2.0 */
/* editions.c -- the categories and editions that there are, and which of them is read. */
#include <string.h>

#include "decode/asterix/asterix.h"
#include "decode/asterix/table.h"
#include "geo/geo.h"

#define M_PER_FT 0.3048
#define M_PER_NM 1852.0

const struct tcs_asterix_unit_row tcs_asterix_units[TCS_UNIT_COUNT] = {
    [TCS_UNIT_NONE] = { "", 1.0 },
    [TCS_UNIT_S] = { "s", 1.0 },
    [TCS_UNIT_MS] = { "ms", 1e-3 },
    [TCS_UNIT_M] = { "m", 1.0 },
    [TCS_UNIT_NM] = { "NM", M_PER_NM },
    [TCS_UNIT_FT] = { "ft", M_PER_FT },
    [TCS_UNIT_FL] = { "FL", 100.0 * M_PER_FT },
    [TCS_UNIT_DEG] = { "deg", TCS_RAD_PER_DEG },
    [TCS_UNIT_DEGPS] = { "degps", TCS_RAD_PER_DEG },
    [TCS_UNIT_MPS] = { "mps", 1.0 },
    [TCS_UNIT_MPS2] = { "mps2", 1.0 },
    [TCS_UNIT_KT] = { "kt", M_PER_NM / 3600.0 },
    [TCS_UNIT_NMPS] = { "NMps", M_PER_NM },
    [TCS_UNIT_FTPMIN] = { "ftpmin", M_PER_FT / 60.0 },
    [TCS_UNIT_MACH] = { "Mach", 1.0 },
    [TCS_UNIT_DBM] = { "dBm", 1.0 },
    [TCS_UNIT_MHZ] = { "MHz", 1e6 },
    [TCS_UNIT_CELSIUS] = { "degC", 1.0 },
    [TCS_UNIT_HPA] = { "hPa", 1.0 },
    [TCS_UNIT_DBUV] = { "dBuV", 1.0 },
    [TCS_UNIT_DB] = { "dB", 1.0 },
    [TCS_UNIT_NS] = { "ns", 1e-9 },
    [TCS_UNIT_FS] = { "fs", 1e-15 },
};

static const struct tcs_asterix_edition *const categories[] = {
    tcs_asterix_editions_001, tcs_asterix_editions_002, tcs_asterix_editions_010,
    tcs_asterix_editions_015, tcs_asterix_editions_016, tcs_asterix_editions_019,
    tcs_asterix_editions_020, tcs_asterix_editions_021, tcs_asterix_editions_023,
    tcs_asterix_editions_034, tcs_asterix_editions_048, tcs_asterix_editions_062,
    tcs_asterix_editions_063, tcs_asterix_editions_065, tcs_asterix_editions_205,
    tcs_asterix_editions_240,
};

const struct tcs_asterix_edition *tcs_asterix_edition_at(size_t index)
{
    for (size_t i = 0; i < TCS_COUNT(categories); i++)
        for (const struct tcs_asterix_edition *e = categories[i]; e->name != NULL; e++)
            if (index-- == 0)
                return e;
    return NULL;
}

static bool same_text(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

const struct tcs_asterix_edition *tcs_asterix_edition_find(uint8_t category,
                                                           const char *name)
{
    for (size_t i = 0; i < TCS_COUNT(categories); i++)
        for (const struct tcs_asterix_edition *e = categories[i]; e->name != NULL; e++)
            if (e->category == category && (name == NULL || same_text(e->name, name)))
                return e;
    return NULL;
}

uint8_t tcs_asterix_edition_category(const struct tcs_asterix_edition *edition)
{
    return edition->category;
}

const char *tcs_asterix_edition_name(const struct tcs_asterix_edition *edition)
{
    return edition->name;
}

void tcs_asterix_set_latest(struct tcs_asterix_set *set)
{
    memset(set, 0, sizeof *set);
    for (size_t i = 0; i < TCS_COUNT(categories); i++)
        set->by_category[categories[i]->category] = categories[i];
}

/* "205@1.0": the category before the sign; -1: none. */
static int category_of(const char *spec, size_t *ret_len)
{
    int category = 0;
    size_t len = 0;

    for (; len < 3 && spec[len] >= '0' && spec[len] <= '9'; len++)
        category = 10 * category + (spec[len] - '0');
    *ret_len = len + 1;
    return len > 0 && spec[len] == '@' ? category : -1;
}

enum tcs_status tcs_asterix_spec_find(uint8_t category, const char *spec,
                                      const struct tcs_asterix_edition **ret_edition)
{
    const struct tcs_asterix_edition *edition = NULL;
    size_t len = 0;
    const int other = category_of(spec, &len);

    if (category == 0) /* padding, by part 1: never a category */
        return TCS_E_NOT_FOUND;
    if (other > 255)
        return TCS_E_NOT_FOUND;
    if (!same_text(spec, "none")) {
        edition = other >= 0 ? tcs_asterix_edition_find((uint8_t)other, spec + len)
                             : tcs_asterix_edition_find(category, spec);
        if (edition == NULL)
            return TCS_E_NOT_FOUND;
    }
    *ret_edition = edition;
    return TCS_OK;
}

bool tcs_asterix_set_reads(const struct tcs_asterix_set *set, uint8_t category)
{
    if (set->by_category[category] != NULL)
        return true;
    for (size_t i = 0; i < set->override_count; i++)
        if (set->overrides[i].category == category && set->overrides[i].edition != NULL)
            return true;
    return false;
}

enum tcs_status tcs_asterix_set_choose(struct tcs_asterix_set *set, uint8_t category,
                                       const char *spec)
{
    return tcs_asterix_spec_find(category, spec, &set->by_category[category]);
}

enum tcs_status tcs_asterix_set_choose_source(struct tcs_asterix_set *set,
                                              uint8_t category, uint16_t sac_sic,
                                              const char *spec)
{
    struct tcs_asterix_override choice = { .sac_sic = sac_sic, .category = category };
    const enum tcs_status status = tcs_asterix_spec_find(category, spec, &choice.edition);

    if (status != TCS_OK)
        return status;
    if (set->override_count == TCS_ASTERIX_OVERRIDES_MAX)
        return TCS_E_FULL;
    set->overrides[set->override_count++] = choice;
    return TCS_OK;
}
