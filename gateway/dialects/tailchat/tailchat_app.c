#include "tailchat_app.h"
#include "gateway_inside.h"
#include "picture.h"
#include <string.h>
#include <time.h>

const char *tailchat_date(struct arena *mem, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    return arena_printf(mem, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900,
                        tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                        (int)(ms % 1000));
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* What they uploaded goes before an address elsewhere. */
static const char *picture(struct exchange *x, const struct tailchat_app *app)
{
    const char *own =
        picture_address(x->call.mem, x->gateway->issuer.url, PICTURE_ICONS, app->icon);

    return own ? own : or_empty(app->logo_uri);
}

static void print_addresses(struct json *json, const struct strs *uris)
{
    json_open(json, "oauth", '{');
    json_open(json, "redirectUrls", '[');
    for (size_t i = 0; i < uris->n; i++)
        json_str(json, NULL, uris->v[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void print_bot(struct json *json, const char *callback)
{
    json_open(json, "bot", '{');
    json_str(json, "callbackUrl", callback);
    json_close(json, '}');
}

/* _id is what comes behind "tc_" in the ids of apps that are made here. */
void tailchat_app_print(struct exchange *x, struct json *json, const char *key,
                        const struct tailchat_app *app)
{
    json_open(json, key, '{');
    json_str(json, "_id", strncmp(app->id, "tc_", 3) == 0 ? app->id + 3 : app->id);
    json_str(json, "owner", app->owner);
    json_str(json, "appId", app->id);
    json_str(json, "appSecret", app->secret);
    json_str(json, "appName", app->name);
    json_str(json, "appDesc", or_empty(app->description));
    json_str(json, "appIcon", picture(x, app));
    json_words(json, "capability", or_empty(app->capabilities));
    if (app->redirect_uris->n)
        print_addresses(json, app->redirect_uris);
    if (app->callback)
        print_bot(json, app->callback);
    json_str(json, "createdAt", tailchat_date(x->call.mem, app->created_at));
    json_str(json, "updatedAt", tailchat_date(x->call.mem, app->updated_at));
    json_int(json, "__v", 0);
    json_close(json, '}');
}

enum err tailchat_app_own(struct exchange *x, const struct own_app *own, const char *owner,
                          struct tailchat_app *out)
{
    const struct app_secret_request q = {.client_id = own->client_id, .dialect = TAILCHAT};
    struct app_secret_reply secret = {0};
    enum err e = own->secret_kept ? authsvc_app_secret_reveal(&x->call, &q, &secret) : OK;

    if (e)
        return e;
    *out = (struct tailchat_app){
        .id = own->client_id,
        .name = own->client_name,
        .description = own->description,
        .logo_uri = own->logo_uri,
        .icon = own->icon,
        .capabilities = own->capabilities,
        .callback = own->webhook_uri,
        .owner = owner,
        .secret = secret.client_secret,
        .redirect_uris = &own->redirect_uris,
        .created_at = own->created_at,
        .updated_at = own->updated_at,
    };
    return OK;
}
