/* tachi_client.c - an app as Tachi's API shows it: to everybody, and with its secret to its owner.
 */
#include "tachi_client.h"
#include "words.h"
#include <string.h>

enum { CLIENT_ID_MAX = 256 };

enum err tachi_look(struct exchange *x, const char *client_id, struct app_look_reply *out)
{
    const struct app_look_request q = {.client_id = client_id, .dialect = TACHI};

    if (!*client_id || strlen(client_id) > CLIENT_ID_MAX)
        return refuse(&x->call, ERR_UNKNOWN_CLIENT, "no id is like this");
    return authsvc_app_look(&x->call, &q, out);
}

static void print_list(struct exchange *x, struct json *json, const char *words)
{
    const char *word = NULL;

    json_open(json, "requestedPermissions", '[');
    while ((word = words_next(x->call.mem, &words)))
        json_str(json, NULL, word);
    json_close(json, ']');
}

static void print_uris(struct json *json, const struct strs *redirect_uris, const char *webhook_uri)
{
    tachi_text(json, "redirectUri", redirect_uris->n ? redirect_uris->v[0] : NULL);
    tachi_text(json, "webhookUri", webhook_uri);
}

static void print_file(struct json *json, const char *template, const char *filename)
{
    tachi_text(json, "apiKeyTemplate", template);
    tachi_text(json, "apiKeyFilename", filename);
}

void tachi_print_public(struct exchange *x, struct json *json, const struct app_look_reply *app)
{
    json_str(json, "clientID", app->client_id);
    json_str(json, "name", app->client_name);
    tachi_number(json, "author", app->owner_number);
    print_list(x, json, app->scope);
    print_uris(json, &app->redirect_uris, app->webhook_uri);
    print_file(json, app->api_key_template, app->api_key_filename);
}

void tachi_print_own(struct exchange *x, struct json *json, const struct tachi_own *own)
{
    const struct own_app *app = own->app;

    json_str(json, "clientID", app->client_id);
    tachi_text(json, "clientSecret", own->secret);
    json_str(json, "name", app->client_name);
    tachi_number(json, "author", own->author);
    print_list(x, json, app->scope);
    print_uris(json, &app->redirect_uris, app->webhook_uri);
    print_file(json, app->api_key_template, app->api_key_filename);
}

/* One that is kept nowhere is null: the app was made elsewhere, or is a public one. */
enum err tachi_secret(struct exchange *x, const struct own_app *app, const char **out)
{
    const struct app_secret_request q = {.client_id = app->client_id, .dialect = TACHI};
    struct app_secret_reply a = {0};

    *out = NULL;
    if (!app->secret_kept)
        return OK;
    enum err e = authsvc_app_secret_reveal(&x->call, &q, &a);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *out = a.client_secret;
    return OK;
}
