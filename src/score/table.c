/* SPDX-License-Identifier: Apache-2.0 */
#include "score/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void tcs_score_tell(struct tcs_score_fault *fault, const char *path, const char *what)
{
    memset(fault, 0, sizeof *fault);
    snprintf(fault->path, sizeof fault->path, "%s", path);
    snprintf(fault->what, sizeof fault->what, "%s", what);
}

static enum tcs_status wrong_at(struct tcs_table *table, size_t column, const char *what)
{
    table->fault->line = table->line;
    table->fault->column = (unsigned)column;
    snprintf(table->fault->what, sizeof table->fault->what, "%s", what);
    return TCS_E_DAMAGED;
}

enum tcs_status tcs_table_wrong(struct tcs_table *table, size_t column, const char *what)
{
    const char *field = (const char *)table->fields[column].data;

    return wrong_at(table, (size_t)(field - table->text) + 1, what);
}

/* A line without its end; false behind the last. */
static bool read_line(struct tcs_table *table)
{
    ssize_t len = getline(&table->text, &table->text_size, table->file);

    if (len < 0)
        return false;
    table->line++;
    while (len > 0 && (table->text[len - 1] == '\n' || table->text[len - 1] == '\r'))
        table->text[--len] = '\0';
    return true;
}

static enum tcs_status read_header(struct tcs_table *table)
{
    char *at;

    if (!read_line(table)) {
        table->line = 1;
        return wrong_at(table, 1, "is empty; its first line has to name the columns");
    }
    table->header = table->text;
    table->text = NULL;
    table->text_size = 0;
    for (at = table->header; at != NULL;) {
        char *comma = strchr(at, ',');

        if (table->column_count == TCS_TABLE_COLUMN_MAX)
            return wrong_at(table, 1, "has too many columns");
        if (comma != NULL)
            *comma++ = '\0';
        table->names[table->column_count++] = at;
        at = comma;
    }
    return TCS_OK;
}

enum tcs_status tcs_table_open(struct tcs_table *table, const char *path,
                               struct tcs_score_fault *fault)
{
    memset(table, 0, sizeof *table);
    table->fault = fault;
    tcs_score_tell(fault, path, "");
    table->file = fopen(path, "r");
    if (table->file == NULL) {
        const int why = errno;

        tcs_score_tell(fault, path, strerror(why));
        return why == ENOENT ? TCS_E_NOT_FOUND : TCS_E_IO;
    }
    return read_header(table);
}

void tcs_table_close(struct tcs_table *table)
{
    if (table->file != NULL)
        fclose(table->file);
    free(table->text);
    free(table->header);
    memset(table, 0, sizeof *table);
}

enum tcs_status tcs_table_column(struct tcs_table *table, const char *name,
                                 size_t *ret_column)
{
    char what[TCS_SCORE_WHAT_LEN];

    for (size_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->names[i], name) == 0) {
            *ret_column = i;
            return TCS_OK;
        }
    }
    snprintf(what, sizeof what, "has no column '%s'", name);
    return wrong_at(table, 1, what);
}

enum tcs_status tcs_table_next(struct tcs_table *table)
{
    size_t count = 0;
    char *at;

    do {
        if (!read_line(table)) {
            if (ferror(table->file) == 0)
                return TCS_END;
            snprintf(table->fault->what, sizeof table->fault->what, "cannot be read");
            return TCS_E_IO;
        }
    } while (table->text[0] == '\0');
    for (at = table->text; at != NULL;) {
        char *comma = strchr(at, ',');
        const size_t len = comma != NULL ? (size_t)(comma - at) : strlen(at);

        if (count == table->column_count)
            return wrong_at(table, (size_t)(at - table->text) + 1,
                            "more fields than there are columns");
        table->fields[count++] = tcs_bytes(at, len);
        at = comma != NULL ? comma + 1 : NULL;
    }
    if (count < table->column_count)
        return wrong_at(table, strlen(table->text) + 1, "fewer fields than columns");
    return TCS_OK;
}

enum tcs_status tcs_table_double(struct tcs_table *table, size_t column,
                                 double *ret_value)
{
    if (tcs_text_double(table->fields[column], ret_value) == TCS_OK)
        return TCS_OK;
    return tcs_table_wrong(table, column, "is no number");
}

enum tcs_status tcs_table_int(struct tcs_table *table, size_t column, int64_t *ret_value)
{
    if (tcs_text_int(table->fields[column], ret_value) == TCS_OK)
        return TCS_OK;
    return tcs_table_wrong(table, column, "is no whole number");
}
