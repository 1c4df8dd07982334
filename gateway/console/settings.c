/* settings.c - what can be changed of an app. */
#include "fields.h"

enum err route_console_settings(struct exchange *x)
{
    static const struct fields_faults none;
    struct app_choices_reply choices = {0};
    struct own_app app = {0};

    enum err e = console_enter(x, &app);
    if (!e)
        e = authsvc_app_choices(&x->call, &NOTHING, &choices);
    if (e)
        return account_refuse(x, e);
    const struct fields fields = fields_of(&app);
    fields_show(x, OK, &(struct fields_form){&app, &choices, &fields, &none});
    return OK;
}

static enum err update(struct exchange *x, const struct own_app *app, const struct fields *f)
{
    struct own_app changed = {0};
    const struct app_update_request q = {
        .client_id = app->client_id,
        .client_name = f->name,
        .description = f->description,
        .client_uri = f->client_uri,
        .no_redirect_uris = f->redirect_uris.n == 0,
        .redirect_uris = f->redirect_uris,
        .scope = f->scope,
        .dialects = f->dialects,
        .capabilities = f->capabilities,
    };

    return authsvc_app_update(&x->call, &q, &changed);
}

/* What kind of app it is stays as it was made. */
enum err route_console_save(struct exchange *x)
{
    struct app_choices_reply choices = {0};
    struct fields_faults faults = {0};
    struct own_app app = {0};
    struct fields fields;

    enum err e = console_enter(x, &app);
    if (!e)
        e = authsvc_app_choices(&x->call, &NOTHING, &choices);
    if (e)
        return account_refuse(x, e);
    bool whole = fields_read(x, &choices, &fields, &faults);
    fields.confidential = app.confidential;
    e = whole ? update(x, &app, &fields) : ERR_BAD_FIELD;
    if (e == ERR_BAD_FIELD) {
        enum err lost = OK;
        if (whole) {
            lost = fields_explain(x, &fields, &faults);
        }
        fields_show(x, e, &(struct fields_form){&app, &choices, &fields, &faults});
        return lost;
    }
    if (e)
        return account_refuse(x, e);
    account_saved(x, console_address(x, &app, ""));
    return OK;
}
