/*
 * dialect_settings - what an app's owner sets on the page of a dialect: read, explained, shown
 * again as typed.
 *
 * Which dialect has which is in dialect_settings.def; what a value may be, in the contract and in
 * the services.
 */
#ifndef GATEWAY_CONSOLE_DIALECT_SETTINGS_H
#define GATEWAY_CONSOLE_DIALECT_SETTINGS_H
#include "console.h"

enum { DIALECT_SETTINGS_MAX = 8 }; /* of one dialect */

struct dialect_setting;
struct dialect_settings {
    const struct own_app *app;
    const struct app_choices_reply *choices;
    const struct dialect_setting
        *rows[DIALECT_SETTINGS_MAX];          /* of the dialect and the app's kind */
    const char *typed[DIALECT_SETTINGS_MAX];  /* as text; "": empty, off */
    const char *faults[DIALECT_SETTINGS_MAX]; /* for the page; NULL: none */
    size_t n;
};

/* As the app has them.  Both are borrowed. */
void dialect_settings_of(struct exchange *x, const char *dialect, const struct own_app *app,
                         const struct app_choices_reply *choices, struct dialect_settings *out);

bool dialect_settings_has(const struct dialect_settings *self, const char *field);

/* What was sent takes their place, and becomes a change of the app.  false: faults say why not. */
bool dialect_settings_read(struct exchange *x, struct dialect_settings *self,
                           struct app_update_request *out);

/* The services refused it, and said which field.  false: it is none of these. */
bool dialect_settings_explain(struct exchange *x, struct dialect_settings *self);

struct slot dialect_settings_slot(struct exchange *x, const struct dialect_settings *self);

#endif
