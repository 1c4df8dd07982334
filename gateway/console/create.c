/* create.c - a new app. */
#include "embed.h"
#include "fields.h"
#include "gateway_inside.h"
#include "words.h"

EMBED(console_made_html, EMBED_DIR "/pages/console_made.html");

enum err route_console_new(struct exchange *x)
{
    static const struct fields_faults none;
    struct app_choices_reply choices = {0};
    struct fields fields = {.name = "",
                            .description = "",
                            .client_uri = "",
                            .dialects = "standard",
                            .capabilities = "oauth",
                            .scope = "openid profile email",
                            .confidential = true};

    enum err e = account_enter(x);
    if (!e)
        e = authsvc_app_choices(&x->call, &NOTHING, &choices);
    if (e)
        return account_refuse(x, e);
    fields_show(x, OK, &(struct fields_form){NULL, &choices, &fields, &none});
    return OK;
}

static const char *or_nothing(const char *text)
{
    return *text ? text : NULL;
}

/* The first that was ticked is where it is made: its id and secret look as they do there. */
static enum err add(struct exchange *x, const struct fields *f, struct app_secret_reply *made)
{
    const char *at = f->dialects;
    const struct app_add_request q = {
        .client_name = f->name,
        .description = or_nothing(f->description),
        .client_uri = or_nothing(f->client_uri),
        .confidential = f->confidential,
        .redirect_uris = f->redirect_uris,
        .scope = f->scope,
        .dialects = f->dialects,
        .dialect = words_next(x->call.mem, &at),
        .capabilities = f->capabilities,
    };

    return authsvc_app_add(&x->call, &q, made);
}

/* The only time that the secret is shown, so the page is the answer to the form itself. */
static void show_made(struct exchange *x, const struct app_secret_reply *made)
{
    const struct slot slots[] = {
        {"secret", made->client_secret, NULL, 0},
        {"kept", made->app->secret_kept ? "kept" : NULL, NULL, 0},
        {"issuer", x->gateway->issuer.url, NULL, 0},
    };

    console_answer(x, OK, made->app,
                   &(struct page){.title = TEXT_app_made,
                                  .html = console_made_html,
                                  .slots = {slots, ARRAY_LEN(slots)},
                                  .back = console_address(x, made->app, "")});
}

/* What the services would not have, in words; e is what they said. */
static enum err explain(struct exchange *x, enum err e, const struct fields *fields,
                        struct fields_faults *faults)
{
    if (e == ERR_BAD_FIELD)
        return fields_explain(x, fields, faults);
    faults->message = page_text(x, TEXT_apps_too_many);
    return OK;
}

enum err route_console_make(struct exchange *x)
{
    struct app_choices_reply choices = {0};
    struct fields_faults faults = {0};
    struct app_secret_reply made = {0};
    struct fields fields;

    enum err e = account_enter(x);
    if (!e)
        e = authsvc_app_choices(&x->call, &NOTHING, &choices);
    if (e)
        return account_refuse(x, e);
    if (!fields_read(x, &choices, &fields, &faults)) {
        fields_show(x, ERR_BAD_FIELD, &(struct fields_form){NULL, &choices, &fields, &faults});
        return OK;
    }
    e = add(x, &fields, &made);
    if (e == ERR_BAD_FIELD || e == ERR_TOO_MANY) {
        enum err lost = explain(x, e, &fields, &faults);
        fields_show(x, e, &(struct fields_form){NULL, &choices, &fields, &faults});
        return lost;
    }
    if (e)
        return account_refuse(x, e);
    show_made(x, &made);
    return OK;
}
