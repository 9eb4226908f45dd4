/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_XML_H
#define TCS_DECODE_XML_H

/*
 * xml.h -- one XML document in memory, token by token, and documents out of a stream.
 *
 *   <?xml version="1.0"?>                     passed over (UTF-8 and ASCII only)
 *   <p:name a="v" xmlns:p="uri">              OPEN   name, space "uri", attributes
 *     text &amp; &#x41; <![CDATA[a < b]]>     TEXT   several may follow one another
 *     <!-- comment --> <?instruction?>        passed over
 *     <empty/>                                OPEN and CLOSE
 *   </p:name>                                 CLOSE  name, space
 *
 * A document is held to XML 1.0 as far as it goes without a document type: tags nest,
 * attributes do not repeat, one root, UTF-8 without control characters, and of entities
 * the five of XML and numeric references. A document type is refused: nothing is ever
 * expanded to more than its own length. Namespaces are resolved (Namespaces in XML 1.0).
 *
 * Names, values and texts are borrowed from the document as they stand there; where
 * references may be in them, tcs_xml_copy undoes them.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_XML_DEPTH_MAX = 32,
    TCS_XML_ATTRIBUTES_MAX = 32,  /* of one element, with its namespace declarations */
    TCS_XML_SPACES_MAX = 32,      /* declarations that hold at one place */
    TCS_XML_DOCUMENT_MAX = 65528, /* octets; longer ones in a stream are passed over */
};

enum tcs_xml_kind { TCS_XML_OPEN = 1, TCS_XML_CLOSE, TCS_XML_TEXT };

struct tcs_xml_attribute {
    struct tcs_bytes prefix; /* empty: none */
    struct tcs_bytes name;   /* without its prefix */
    struct tcs_bytes value;  /* raw, between the quotes */
};

struct tcs_xml_token {
    enum tcs_xml_kind kind;
    uint32_t depth;           /* of the element: 1 is the root; of TEXT: what it is in */
    uint32_t offset;          /* octets from the start of the document */
    bool literal;             /* TEXT out of CDATA: a & in it is just that */
    struct tcs_bytes name;    /* of OPEN and CLOSE, without its prefix */
    struct tcs_bytes space;   /* its namespace, raw; empty: none */
    struct tcs_bytes text;    /* of TEXT: never empty */
    uint32_t attribute_count; /* of OPEN, without namespace declarations */
    struct tcs_xml_attribute attributes[TCS_XML_ATTRIBUTES_MAX];
};

struct tcs_xml_space {
    struct tcs_bytes prefix; /* empty: the default namespace */
    struct tcs_bytes uri;
    uint32_t depth; /* of the element that declares it */
};

/* A walk through a document; made by tcs_xml. */
struct tcs_xml {
    struct tcs_bytes text;
    size_t at;
    uint32_t depth;
    uint32_t space_count;
    bool empty_open; /* the last OPEN was <empty/>: its CLOSE comes next */
    bool root_done;
    struct tcs_bytes open[TCS_XML_DEPTH_MAX]; /* full names of what is open */
    struct tcs_xml_space spaces[TCS_XML_SPACES_MAX];
};

struct tcs_xml tcs_xml(struct tcs_bytes document);

/*
 * The next token.
 *
 * Returns  TCS_OK
 *          TCS_END        the root was closed and nothing but white space, comments and
 *                         instructions follows
 *          TCS_E_DAMAGED  not well formed, or beyond the bounds above
 *          TCS_E_REFUSED  a document type, or another encoding than UTF-8
 * After a failure the walk is over. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_xml_next(struct tcs_xml *xml, struct tcs_xml_token *ret_token,
                             struct tcs_fault *fault);

/* After an OPEN: goes on behind its CLOSE. Fails like tcs_xml_next. */
TCS_NODISCARD
enum tcs_status tcs_xml_skip(struct tcs_xml *xml, const struct tcs_xml_token *open,
                             struct tcs_fault *fault);

/*
 * After an OPEN of an element that holds text only: its text, references undone and white
 * space at both ends cut off, with a zero behind it; goes on behind its CLOSE. Elements
 * inside are passed over.
 *
 * Fails like tcs_xml_next; TCS_E_FULL: more than capacity - 1 octets.
 */
TCS_NODISCARD
enum tcs_status tcs_xml_content(struct tcs_xml *xml, const struct tcs_xml_token *open,
                                char *ret_text, size_t capacity, struct tcs_fault *fault);

/* A raw value or text with its references undone and a zero behind it. TCS_E_DAMAGED: a
 * reference that is none of those above; TCS_E_FULL: more than capacity - 1 octets. */
TCS_NODISCARD
enum tcs_status tcs_xml_copy(struct tcs_bytes raw, char *ret_text, size_t capacity);

/* True when name (of a token or an attribute) is exactly this. */
bool tcs_xml_is(struct tcs_bytes name, const char *text);

/* The raw value of an attribute without prefix. False: the element has none. */
bool tcs_xml_attribute(const struct tcs_xml_token *open, const char *name,
                       struct tcs_bytes *ret_value);

/*
 * Documents out of a stream: from each root's `<` to the `>` of its end. What stands
 * between them (declarations, the heads of multipart parts, blank lines) is passed over.
 * No claim is made that a document is well formed; that is tcs_xml_next's. An XML
 * declaration inside a document begins anew: what was open is damaged.
 *
 * One per stream; all zero is the start state. No pointers, no padding.
 */
struct tcs_xml_stream {
    uint64_t document_count;
    uint64_t damaged_count; /* too long, or cut short by the start of another */
    uint64_t passed_count;  /* octets outside of documents */
    uint32_t have;          /* octets in room */
    uint32_t depth;
    uint8_t state;    /* of the scanner */
    uint8_t matched;  /* octets of a mark that were seen */
    uint8_t quote;    /* that is open inside a tag; 0: none */
    uint8_t too_long; /* 1: passing over the rest of a document */
    uint8_t last;     /* the octet before, inside a tag */
    uint8_t closing;  /* 1: inside an end tag */
    uint8_t reserved[2];
    uint8_t room[TCS_XML_DOCUMENT_MAX + 8];
};
_Static_assert(sizeof(struct tcs_xml_stream) == 40 + TCS_XML_DOCUMENT_MAX + 8,
               "no padding");

/*
 * Takes octets from in until one document is complete.
 *
 * Returns  TCS_OK    *ret_document is borrowed from the state until the next call
 *          TCS_MORE  in is used up; call again with the next octets
 *
 * Documents and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_xml_stream_next(struct tcs_xml_stream *stream, struct tcs_bytes *in,
                                    struct tcs_bytes *ret_document);

#endif
