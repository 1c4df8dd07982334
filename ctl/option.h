/*
 * option - the fields of a message as options of a command line.
 *
 *   str            --login-hint TEXT        strs, words    --redirect-uri TEXT, any number of times
 *   int            --code-lifetime NUMBER   bool           --email-verified, and --no-… where false
 *   secret         --password-stdin                        differs from absent
 *
 * Values are judged by the message's own table: they become JSON, and JSON
 * becomes the message.  Secrets come from standard input only, because others
 * can see a command line.
 */
#ifndef CTL_OPTION_H
#define CTL_OPTION_H
#include "messages.h"
#include <stdio.h>

enum option_how { OPTION_VALUE, OPTION_YES, OPTION_NO, OPTION_STDIN };

struct option {
    const struct msg_field *field;
    enum option_how how;
    const char *name; /* without the dashes; in mem */
};

struct option_args {
    char **v;
    size_t n;
};

/* A field that the command line gave, with its values in order. */
struct option_given {
    const struct msg_field *field;
    enum option_how how;
    const char **values;
    size_t n;
};

struct option_set {
    struct option_given *given; /* each field at most once */
    size_t n;
};

struct option_line {
    struct option_set request;
    struct option_set person; /* of a person_ref, where the command takes a person */
    const char **arguments;   /* what stands there without an option */
    size_t n_arguments;
    const char *data; /* --data; NULL: not given */
    bool help;
};

/* The options of desc.  except: a field that has none (NULL: all have). */
size_t option_list(struct arena *mem, const struct msg_desc *desc, const char *except,
                   const struct option **out);

/* How the option of this field is written in a complaint: "--redirect-uri". */
const char *option_name(struct arena *mem, const struct msg_field *field);

/* person: the field that --id, --username and --sub are for, or NULL.  ERR_BAD_FIELD: *why. */
enum err option_parse(struct arena *mem, const struct msg_desc *desc, const char *person,
                      struct option_args args, struct option_line *out,
                      const char **why) MUST_CHECK;

/* Reads what is to come from in, and makes the message.  ERR_BAD_FIELD: *why. */
enum err option_fill(struct arena *mem, const struct msg_desc *desc, struct option_set set,
                     FILE *in, void *msg, const char **why) MUST_CHECK;

#endif
