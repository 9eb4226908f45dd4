/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void add_error(struct tcs_config_errors *errors, size_t line, size_t column,
                      const char *format, va_list arguments) TCS_PRINTF(4, 0);

static void add_error(struct tcs_config_errors *errors, size_t line, size_t column,
                      const char *format, va_list arguments)
{
    if (errors->count < TCS_CONFIG_ERRORS_MAX) {
        struct tcs_config_error *row = &errors->rows[errors->count];

        row->line = (uint32_t)line + 1;
        row->column = (uint32_t)column + 1;
        vsnprintf(row->text, sizeof row->text, format, arguments);
    }
    errors->count++;
}

static void error_at(struct tcs_config_errors *errors, yaml_mark_t mark,
                     const char *format, ...) TCS_PRINTF(3, 4);

static void error_at(struct tcs_config_errors *errors, yaml_mark_t mark,
                     const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_error(errors, mark.line, mark.column, format, arguments);
    va_end(arguments);
}

void tcs_schema_error(struct tcs_schema_context *context, const yaml_node_t *node,
                      const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_error(context->errors, node->start_mark.line, node->start_mark.column, format,
              arguments);
    va_end(arguments);
}

/* Into the order of the file; equal places keep theirs (insertion sort). */
static void sort_errors(struct tcs_config_errors *errors)
{
    const uint32_t kept =
        errors->count < TCS_CONFIG_ERRORS_MAX ? errors->count : TCS_CONFIG_ERRORS_MAX;

    for (uint32_t i = 1; i < kept; i++) {
        const struct tcs_config_error row = errors->rows[i];
        uint32_t at = i;

        while (at > 0 && (errors->rows[at - 1].line > row.line ||
                          (errors->rows[at - 1].line == row.line &&
                           errors->rows[at - 1].column > row.column))) {
            errors->rows[at] = errors->rows[at - 1];
            at--;
        }
        errors->rows[at] = row;
    }
}

static const char *node_kind(const yaml_node_t *node)
{
    switch (node->type) {
    case YAML_MAPPING_NODE:
        return "a mapping";
    case YAML_SEQUENCE_NODE:
        return "a list";
    case YAML_SCALAR_NODE:
        return "a single value";
    case YAML_NO_NODE:
        break;
    }
    return "nothing";
}

static struct tcs_bytes scalar(const yaml_node_t *node)
{
    return tcs_bytes(node->data.scalar.value, node->data.scalar.length);
}

bool tcs_schema_is_word(const yaml_node_t *node, const char *word)
{
    return node->type == YAML_SCALAR_NODE &&
           tcs_bytes_equal(scalar(node), tcs_text_bytes(word));
}

yaml_node_t *tcs_schema_find(struct tcs_schema_context *context, yaml_node_t *map,
                             const char *key)
{
    if (map->type != YAML_MAPPING_NODE)
        return NULL;
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start;
         pair < map->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = yaml_document_get_node(context->document, pair->key);

        if (tcs_schema_is_word(name, key))
            return yaml_document_get_node(context->document, pair->value);
    }
    return NULL;
}

struct tcs_bytes tcs_schema_text(struct tcs_schema_context *context, yaml_node_t *node)
{
    if (node->type == YAML_SCALAR_NODE && scalar(node).len > 0)
        return scalar(node);
    tcs_schema_error(context, node, "expected text, found %s",
                     node->type == YAML_SCALAR_NODE ? "nothing" : node_kind(node));
    return tcs_bytes(NULL, 0);
}

bool tcs_schema_number(struct tcs_schema_context *context, yaml_node_t *node, double low,
                       double high, double *ret_value)
{
    double value = 0.0;

    if (node->type != YAML_SCALAR_NODE) {
        tcs_schema_error(context, node, "expected a number, found %s", node_kind(node));
        return false;
    }
    if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        tcs_text_double(scalar(node), &value) != TCS_OK) {
        tcs_schema_error(context, node,
                         "expected a number such as 12 or -0.5, found '%.40s'",
                         (const char *)node->data.scalar.value);
        return false;
    }
    if (!(value >= low && value <= high)) {
        tcs_schema_error(context, node, "%.40s is outside %g to %g",
                         (const char *)node->data.scalar.value, low, high);
        return false;
    }
    *ret_value = value;
    return true;
}

bool tcs_schema_numbers(struct tcs_schema_context *context, yaml_node_t *node,
                        size_t count, double low, double high, double *ret_values)
{
    if (node->type != YAML_SEQUENCE_NODE ||
        (size_t)(node->data.sequence.items.top - node->data.sequence.items.start) !=
            count) {
        tcs_schema_error(context, node, "expected a list of %zu numbers", count);
        return false;
    }
    bool good = true;

    for (size_t i = 0; i < count; i++) {
        yaml_node_t *item =
            yaml_document_get_node(context->document, node->data.sequence.items.start[i]);

        if (!tcs_schema_number(context, item, low, high, &ret_values[i]))
            good = false;
    }
    return good;
}

static bool whole_number(struct tcs_schema_context *context, yaml_node_t *node,
                         const struct tcs_field *field, double low, double high,
                         uint32_t *ret_value)
{
    double value = 0.0;

    if (!tcs_schema_number(context, node, low, high, &value))
        return false;
    if (value != (double)(uint32_t)value) {
        tcs_schema_error(context, node, "'%s' must be a whole number", field->key);
        return false;
    }
    *ret_value = (uint32_t)value;
    return true;
}

static void read_text(struct tcs_schema_context *context, const struct tcs_field *field,
                      yaml_node_t *node, char *to)
{
    const struct tcs_bytes text = tcs_schema_text(context, node);

    if (text.len == 0)
        return;
    if (memchr(text.data, '\0', text.len) != NULL)
        tcs_schema_error(context, node, "'%s' must not contain a zero octet", field->key);
    else if (!tcs_text_copy(to, field->size, text))
        tcs_schema_error(context, node, "'%s' is longer than %zu octets", field->key,
                         field->size - 1);
}

static void read_choice(struct tcs_schema_context *context, const struct tcs_field *field,
                        yaml_node_t *node, int32_t *to)
{
    char known[120] = "";
    size_t len = 0;

    for (int32_t i = 0; field->words[i] != NULL; i++) {
        if (tcs_schema_is_word(node, field->words[i])) {
            *to = i;
            return;
        }
        const int more = snprintf(known + len, sizeof known - len, "%s%s",
                                  i == 0 ? "" : ", ", field->words[i]);

        if (more > 0 && (size_t)more < sizeof known - len)
            len += (size_t)more;
    }
    tcs_schema_error(context, node, "'%s' must be one of: %s", field->key, known);
}

/* As deep as the tables of the schema. NOLINTNEXTLINE(misc-no-recursion) */
static void read_list(struct tcs_schema_context *context, const struct tcs_field *field,
                      yaml_node_t *node, unsigned char *target)
{
    uint32_t *count = (uint32_t *)(void *)(target + field->count_offset);

    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node, "'%s' must be a list, found %s", field->key,
                         node_kind(node));
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        yaml_node_t *row = yaml_document_get_node(context->document, *item);

        if (*count >= (uint32_t)field->high) {
            tcs_schema_error(context, row, "'%s' has more than %g entries", field->key,
                             field->high);
            return;
        }
        tcs_schema_map(context, row, field->schema,
                       target + field->offset + *count * field->size);
        ++*count;
    }
    if (*count < (uint32_t)field->low)
        tcs_schema_error(context, node, "'%s' needs at least %g entries", field->key,
                         field->low);
}

/* As deep as the tables of the schema. NOLINTNEXTLINE(misc-no-recursion) */
static void read_field(struct tcs_schema_context *context, const struct tcs_field *field,
                       yaml_node_t *node, unsigned char *target)
{
    void *to = target + field->offset;
    uint32_t whole = 0;
    double number = 0.0;

    switch (field->type) {
    case TCS_FIELD_TEXT:
        read_text(context, field, node, to);
        break;
    case TCS_FIELD_NUMBER:
        if (tcs_schema_number(context, node, field->low, field->high, &number))
            *(double *)to = number * (field->scale == 0.0 ? 1.0 : field->scale);
        break;
    case TCS_FIELD_COUNT:
        if (whole_number(context, node, field, field->low, field->high, &whole))
            *(uint32_t *)to = whole;
        break;
    case TCS_FIELD_PORT:
        if (whole_number(context, node, field, 1.0, 65535.0, &whole))
            *(uint16_t *)to = (uint16_t)whole;
        break;
    case TCS_FIELD_CHOICE:
        read_choice(context, field, node, to);
        break;
    case TCS_FIELD_MAP:
        tcs_schema_map(context, node, field->schema, to);
        break;
    case TCS_FIELD_LIST:
        read_list(context, field, node, target);
        break;
    case TCS_FIELD_CUSTOM:
        field->custom(context, node, target);
        break;
    }
}

static bool schema_has(const struct tcs_schema *schema, const yaml_node_t *key)
{
    for (size_t i = 0; i < schema->field_count; i++)
        if (tcs_schema_is_word(key, schema->fields[i].key))
            return true;
    return false;
}

/* Unknown and repeated keys. */
static void check_keys(struct tcs_schema_context *context, yaml_node_t *node,
                       const struct tcs_schema *schema)
{
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(context->document, pair->key);

        if (key->type != YAML_SCALAR_NODE) {
            tcs_schema_error(context, key, "a key must be a word");
            continue;
        }
        const char *word = (const char *)key->data.scalar.value;

        if (!schema_has(schema, key))
            tcs_schema_error(context, key, "%s has no key '%.60s'", schema->what, word);
        for (yaml_node_pair_t *other = node->data.mapping.pairs.start; other < pair;
             other++)
            if (tcs_schema_is_word(yaml_document_get_node(context->document, other->key),
                                   word)) {
                tcs_schema_error(context, key, "key '%.60s' stands here twice", word);
                break;
            }
    }
}

/* As deep as the tables of the schema. NOLINTNEXTLINE(misc-no-recursion) */
void tcs_schema_map(struct tcs_schema_context *context, yaml_node_t *node,
                    const struct tcs_schema *schema, void *target)
{
    if (node->type != YAML_MAPPING_NODE) {
        tcs_schema_error(context, node, "%s must be a mapping (key: value), found %s",
                         schema->what, node_kind(node));
        return;
    }
    check_keys(context, node, schema);
    for (size_t i = 0; i < schema->field_count; i++) {
        const struct tcs_field *field = &schema->fields[i];
        yaml_node_t *value = tcs_schema_find(context, node, field->key);

        if (value != NULL)
            read_field(context, field, value, target);
        else if (field->required)
            tcs_schema_error(context, node, "%s needs '%s'", schema->what, field->key);
    }
    if (schema->finish != NULL)
        schema->finish(context, node, target);
}

/* libyaml tells a mark for syntax, an offset for encoding. */
static void syntax_error(const yaml_parser_t *parser, struct tcs_config_errors *errors)
{
    yaml_mark_t mark = parser->problem_mark;

    if (parser->error == YAML_READER_ERROR)
        mark = parser->mark;
    error_at(errors, mark, "%s%s%s",
             parser->problem != NULL ? parser->problem : "not YAML",
             parser->context != NULL ? " " : "",
             parser->context != NULL ? parser->context : "");
}

static enum tcs_status load_failed(const yaml_parser_t *parser,
                                   struct tcs_config_errors *errors)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return TCS_E_MEMORY;
    syntax_error(parser, errors);
    return TCS_E_DAMAGED;
}

/* After the one document nothing may follow. */
static enum tcs_status expect_end(yaml_parser_t *parser, struct tcs_config_errors *errors)
{
    yaml_document_t rest;

    if (!yaml_parser_load(parser, &rest))
        return load_failed(parser, errors);
    const yaml_node_t *root = yaml_document_get_root_node(&rest);

    if (root != NULL)
        error_at(errors, root->start_mark, "a second document begins here");
    yaml_document_delete(&rest);
    return root == NULL ? TCS_OK : TCS_E_DAMAGED;
}

static enum tcs_status read_document(yaml_parser_t *parser,
                                     const struct tcs_schema *schema, void *target,
                                     void *user, struct tcs_config_errors *errors)
{
    yaml_document_t document;

    if (!yaml_parser_load(parser, &document))
        return load_failed(parser, errors);
    struct tcs_schema_context context = { &document, errors, user };
    yaml_node_t *root = yaml_document_get_root_node(&document);

    if (root == NULL)
        error_at(errors, (yaml_mark_t) { 0, 0, 0 }, "the file is empty");
    else
        tcs_schema_map(&context, root, schema, target);
    const enum tcs_status end = root != NULL ? expect_end(parser, errors) : TCS_OK;

    yaml_document_delete(&document);
    if (end == TCS_E_MEMORY)
        return end;
    return errors->count == 0 ? TCS_OK : TCS_E_DAMAGED;
}

/* libyaml takes time that grows with the square of the depth: deep nesting is refused
 * before a document is made of it. Syntax errors are left to the reading proper. */
static bool too_deep(struct tcs_bytes text, yaml_mark_t *ret_mark)
{
    enum { DEPTH_MAX = 32 };
    yaml_parser_t parser;
    yaml_event_t event;
    int depth = 0;
    bool done = false;

    if (!yaml_parser_initialize(&parser))
        return false; /* the reading proper will fail and say so */
    yaml_parser_set_input_string(&parser, text.data, text.len);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    while (!done && depth <= DEPTH_MAX && yaml_parser_parse(&parser, &event)) {
        depth += event.type == YAML_SEQUENCE_START_EVENT ||
                 event.type == YAML_MAPPING_START_EVENT;
        depth -=
            event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
        done = event.type == YAML_STREAM_END_EVENT;
        *ret_mark = event.start_mark;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return depth > DEPTH_MAX;
}

enum tcs_status tcs_schema_read(struct tcs_bytes text, const struct tcs_schema *schema,
                                void *target, void *user,
                                struct tcs_config_errors *errors)
{
    yaml_parser_t parser;

    yaml_mark_t mark = { 0, 0, 0 };

    errors->count = 0;
    if (too_deep(text, &mark)) {
        error_at(errors, mark, "nested too deeply");
        return TCS_E_DAMAGED;
    }
    if (!yaml_parser_initialize(&parser))
        return TCS_E_MEMORY;
    yaml_parser_set_input_string(&parser, text.data, text.len);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    const enum tcs_status status = read_document(&parser, schema, target, user, errors);

    yaml_parser_delete(&parser);
    sort_errors(errors);
    return status;
}

void tcs_config_errors_print(const char *file, const struct tcs_config_errors *errors)
{
    for (uint32_t i = 0; i < errors->count && i < TCS_CONFIG_ERRORS_MAX; i++)
        fprintf(stderr, "%s:%u:%u: %s\n", file, errors->rows[i].line,
                errors->rows[i].column, errors->rows[i].text);
    if (errors->count > TCS_CONFIG_ERRORS_MAX)
        fprintf(stderr, "%s: and %u more\n", file, errors->count - TCS_CONFIG_ERRORS_MAX);
}

static enum tcs_status read_open_file(FILE *file, size_t limit, uint8_t **ret_data,
                                      size_t *ret_len)
{
    size_t capacity = 65536;
    size_t len = 0;
    uint8_t *data = malloc(capacity);

    while (data != NULL) {
        len += fread(data + len, 1, capacity - len, file);
        if (len < capacity || len > limit)
            break;
        capacity *= 2;
        uint8_t *larger = realloc(data, capacity);

        if (larger == NULL)
            free(data);
        data = larger;
    }
    if (data == NULL)
        return TCS_E_MEMORY;
    if (ferror(file) || len > limit) {
        free(data);
        return len > limit ? TCS_E_FULL : TCS_E_IO;
    }
    *ret_data = data;
    *ret_len = len;
    return TCS_OK;
}

enum tcs_status tcs_file_read(const char *path, size_t limit, uint8_t **ret_data,
                              size_t *ret_len)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return TCS_E_IO;
    const enum tcs_status status = read_open_file(file, limit, ret_data, ret_len);
    const int kept = errno;

    fclose(file);
    errno = kept;
    return status;
}
