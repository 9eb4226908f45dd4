/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CONFIG_SCHEMA_H
#define TCS_CONFIG_SCHEMA_H

/*
 * schema.h -- YAML into structs through tables; every error at once, with line and
 * column.
 *
 * A schema is a table of fields: key, type, where it goes, what is allowed. Fields are
 * read in the order of the table, whatever the order in the file. Unknown and repeated
 * keys are errors. A file that holds more than one document, or none, is an error.
 *
 * Built on libyaml's document interface, whose nodes carry their marks.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <yaml.h>

#include "base/bytes.h"
#include "base/status.h"

enum { TCS_CONFIG_ERRORS_MAX = 100 };

struct tcs_config_error {
    uint32_t line;   /* 1.. */
    uint32_t column; /* 1.. */
    char text[200];  /* what is wrong, and what would be right */
};

struct tcs_config_errors {
    uint32_t count; /* of all; only the first TCS_CONFIG_ERRORS_MAX are kept */
    struct tcs_config_error rows[TCS_CONFIG_ERRORS_MAX];
};

/* What a reading in progress knows. user: whatever the custom fields need. */
struct tcs_schema_context {
    yaml_document_t *document;
    struct tcs_config_errors *errors;
    void *user;
};

enum tcs_field_type {
    TCS_FIELD_TEXT,   /* char[size]: 1 to size - 1 octets */
    TCS_FIELD_NUMBER, /* double, low..high as written, stored times scale */
    TCS_FIELD_COUNT,  /* uint32_t, low..high */
    TCS_FIELD_PORT,   /* uint16_t, 1..65535 */
    TCS_FIELD_CHOICE, /* int32_t (an enum): index of the word in the NULL-ended `words` */
    TCS_FIELD_MAP,    /* struct described by `schema` */
    TCS_FIELD_LIST,   /* array of `size` octets a row, at most `high` rows of `schema`;
                         their number goes to the uint32_t at count_offset */
    TCS_FIELD_CUSTOM, /* `custom` reads it */
};

struct tcs_schema;

struct tcs_field {
    const char *key;
    enum tcs_field_type type;
    bool required;
    size_t offset;
    size_t size;
    size_t count_offset;
    double low;
    double high;
    double scale; /* 0 stands for 1 */
    const char *const *words;
    const struct tcs_schema *schema;
    /* target: the start of the struct that the schema describes. */
    void (*custom)(struct tcs_schema_context *context, yaml_node_t *node, void *target);
};

struct tcs_schema {
    const char *what; /* for messages: "a sensor" */
    const struct tcs_field *fields;
    size_t field_count;
    /* Checks across fields, after all were read; may be NULL. node is the mapping. */
    void (*finish)(struct tcs_schema_context *context, yaml_node_t *node, void *target);
};

/* Reads one document into the zeroed or pre-set target. TCS_OK; TCS_E_DAMAGED when there
 * are errors (target then holds what could be read); TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_schema_read(struct tcs_bytes text,
                                              const struct tcs_schema *schema,
                                              void *target, void *user,
                                              struct tcs_config_errors *errors);

/* For custom fields. */
void tcs_schema_error(struct tcs_schema_context *context, const yaml_node_t *node,
                      const char *format, ...) TCS_PRINTF(3, 4);
/* The value of a key of a mapping; NULL: absent. */
yaml_node_t *tcs_schema_find(struct tcs_schema_context *context, yaml_node_t *map,
                             const char *key);
/* A scalar as text; empty, and an error, when it is none. */
struct tcs_bytes tcs_schema_text(struct tcs_schema_context *context, yaml_node_t *node);
bool tcs_schema_number(struct tcs_schema_context *context, yaml_node_t *node, double low,
                       double high, double *ret_value);
/* Reads a sequence of exactly `count` numbers, each in low..high. */
bool tcs_schema_numbers(struct tcs_schema_context *context, yaml_node_t *node,
                        size_t count, double low, double high, double *ret_values);
bool tcs_schema_is_word(const yaml_node_t *node, const char *word);
/* Reads a mapping by another schema, as TCS_FIELD_MAP does. */
void tcs_schema_map(struct tcs_schema_context *context, yaml_node_t *node,
                    const struct tcs_schema *schema, void *target);

/* Prints "FILE:LINE:COLUMN: text" a line on standard error, and how many were not kept.
 */
void tcs_config_errors_print(const char *file, const struct tcs_config_errors *errors);

/* A whole file; the caller frees *ret_data. TCS_E_IO (errno tells why) or TCS_E_FULL when
 * it is larger than `limit`. */
TCS_NODISCARD enum tcs_status tcs_file_read(const char *path, size_t limit,
                                            uint8_t **ret_data, size_t *ret_len);

#endif
