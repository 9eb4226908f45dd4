/* SPDX-License-Identifier: Apache-2.0 */
#include "record/record.h"

#include <stdlib.h>
#include <string.h>

#include "lib/inside.h"

#include <tocsin/record.h>

struct tocsin_record {
    struct tcs_record_reader *reader;
};

static enum tocsin_status tell(enum tcs_status status,
                               const struct tcs_record_fault *fault,
                               struct tocsin_fault *ret_fault)
{
    if (status < 0) {
        memset(ret_fault, 0, sizeof *ret_fault);
        memcpy(ret_fault->text, fault->text, sizeof ret_fault->text - 1);
        ret_fault->entry = fault->entry;
    }
    return lib_status(status);
}

enum tocsin_status tocsin_record_open(const char *path, struct tocsin_record **ret_record,
                                      struct tocsin_fault *ret_fault)
{
    struct tcs_record_fault fault = { .entry = UINT64_MAX };
    struct tocsin_record *record = calloc(1, sizeof *record);

    if (record == NULL)
        return tell(TCS_E_MEMORY, &fault, ret_fault);
    const enum tcs_status status = tcs_record_read_open(path, &record->reader, &fault);

    if (status == TCS_OK)
        *ret_record = record;
    else
        free(record);
    return tell(status, &fault, ret_fault);
}

enum tocsin_status tocsin_record_next(struct tocsin_record *record,
                                      struct tocsin_entry *ret_entry,
                                      struct tocsin_fault *ret_fault)
{
    struct tcs_record_fault fault = { .entry = UINT64_MAX };
    struct tcs_entry entry;
    const enum tcs_status status = tcs_record_next(record->reader, &entry, &fault);

    if (status == TCS_OK) {
        memset(ret_entry, 0, sizeof *ret_entry);
        ret_entry->kind = entry.kind;
        ret_entry->feed = entry.feed;
        ret_entry->withdrawn = entry.withdrawn;
        ret_entry->sequence = entry.sequence;
        ret_entry->arrival_ns = entry.arrival.tai_ns;
        ret_entry->payload = entry.payload.data;
        ret_entry->payload_len = entry.payload.len;
    }
    return tell(status, &fault, ret_fault);
}

void tocsin_record_close(struct tocsin_record *record)
{
    if (record != NULL)
        tcs_record_read_close(record->reader);
    free(record);
}

enum tocsin_status tocsin_record_verify(const char *path, const char *key,
                                        struct tocsin_record_report *ret_report,
                                        struct tocsin_fault *ret_fault)
{
    struct tcs_record_fault fault = { .entry = UINT64_MAX };
    struct tcs_record_report report;
    const struct tcs_record_check check = { .key = key };

    memset(&report, 0, sizeof report);
    const enum tcs_status status = tcs_record_verify(path, &check, &report, &fault);

    memset(ret_report, 0, sizeof *ret_report);
    ret_report->entries = report.entries;
    ret_report->runs = report.runs;
    ret_report->checkpoints = report.checkpoints;
    ret_report->withdrawn = report.withdrawn;
    ret_report->first_utc_ns = report.first_utc_ns;
    ret_report->last_utc_ns = report.last_utc_ns;
    return tell(status, &fault, ret_fault);
}
