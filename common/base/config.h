/*
 * config - settings as a table of rows: a struct member, a default, bounds and a line of help each.
 *
 *   CONFIG(kind, section, name, default, min, max, doc)     plain rows in a X.config.def
 *
 * default is a text whatever the kind ("256", "true", ""); min and max bound an int's value and a
 * str's length in bytes; a str of length 0 is absent, NULL.  A program makes of its rows
 *
 *   #define CONFIG CONFIG_MEMBER
 *   struct gateway_config {
 *   #include "gateway.config.def"
 *   };
 *   #undef CONFIG
 *
 * and in one .c file
 *
 *   #define CONFIG CONFIG_ROW
 *   #define CONFIG_OF gateway_config
 *   static const struct config_row rows[] = {
 *   #include "gateway.config.def"
 *   };
 *   #undef CONFIG
 *   const struct config_table gateway_config_table = {rows, ARRAY_LEN(rows)};
 *
 * so that the row listen of section gateway is the member gateway_listen.  A value comes from the
 * environment (OSTIARY_GATEWAY_LISTEN), else from the file (czmq's zconfig form, "listen" under
 * "gateway"), else it is the default.  A section of the file belongs to one table: a name in it
 * that the table does not know is refused; sections of other tables are left alone.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H
#include "buf.h"

enum config_kind { CONFIG_str, CONFIG_int, CONFIG_bool };
typedef const char *config_str; /* NULL: absent */
typedef int64_t config_int;
typedef bool config_bool; /* written true or false */

struct config_row {
    const char *section, *name;
    enum config_kind kind;
    size_t offset;
    const char *fallback; /* the default */
    int64_t min, max;
    const char *doc;
};

struct config_table {
    const struct config_row *rows;
    size_t n;
};

#define CONFIG_MEMBER(kind, section, name, ...) config_##kind section##_##name;
#define CONFIG_ROW(kind, section, name, fallback, min, max, doc)                                   \
    {#section, #name, CONFIG_##kind, offsetof(struct CONFIG_OF, section##_##name),                 \
     fallback, (min), (max),         (doc)},

/* Fills the whole struct; its texts live in mem.  No file at path: environment and defaults alone.
 * ERR_CONFIG: *why names file or variable, the row and what it allows.  At start, before threads
 * (it reads the environment). */
enum err config_load(struct config_table table, const char *path, struct arena *mem, void *out,
                     const char **why) MUST_CHECK;

/* The rows for --help: name, variable, default, bounds, doc. */
void config_help(struct config_table table, struct buf *out);

/* The rows as a Markdown table, for docs/CONFIG.md. */
void config_markdown(struct config_table table, struct buf *out);

#endif
