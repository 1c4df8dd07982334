/*
 * fields - the form in which an app is made and changed: read, explained, shown again as typed.
 */
#ifndef GATEWAY_CONSOLE_FIELDS_H
#define GATEWAY_CONSOLE_FIELDS_H
#include "console.h"

enum { FIELDS_LINES = 16 }; /* redirect URIs */

/* As typed; empty is "". */
struct fields {
    const char *name, *description, *client_uri;
    struct strs redirect_uris;                   /* without the lines that are empty */
    const char *dialects, *capabilities, *scope; /* words */
    bool confidential;
};

/* What is wrong, for the page; NULL: nothing. */
struct fields_faults {
    const char *message, *name, *client_uri;
    const char *lines[FIELDS_LINES]; /* of redirect_uris */
};

/* What was sent.  false: *faults says why it can be no app. */
bool fields_read(struct exchange *x, const struct app_choices_reply *choices, struct fields *out,
                 struct fields_faults *faults);

struct fields fields_of(const struct own_app *app);

/* The services refused it: which field, and why, in the language of the page. */
enum err fields_explain(struct exchange *x, const struct fields *fields,
                        struct fields_faults *out) MUST_CHECK;

struct fields_form {
    const struct own_app *app; /* which is changed; NULL: it is a new one */
    const struct app_choices_reply *choices;
    const struct fields *fields;
    const struct fields_faults *faults;
};
void fields_show(struct exchange *x, enum err e, const struct fields_form *form);

#endif
