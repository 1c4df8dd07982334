/* own_app_test - apps that people make for themselves: how many, and what may be set. */
#include "own_app.h"
#include "own_app_scene.h"
#include "shape.h"
#include <string.h>

static const char *const uris[] = {"https://app.example/callback"};

static enum err refused(const struct app_add_request *q, const char *text)
{
    struct app_secret_reply a = {0};
    struct call *c = own_app_ada();
    enum err e = on_app_add(c, q, &a);

    CHECK_HAS(c->text, text);
    return e;
}

static enum err update(struct call *c, struct app_update_request q, struct own_app *out)
{
    enum err e = on_app_update(c, &q, out);

    return e;
}

/* -- making ------------------------------------------------------------------------------------ */

static void an_app_has_the_shape_of_the_dialect_that_it_is_made_in(void)
{
    static const struct {
        const char *name;
        struct shape id, secret;
        bool kept;
    } rows[] = {
        {NULL, {"c_", SHAPE_B64URL, 22}, {"", SHAPE_B64URL, 43}, false},
        {"standard", {"c_", SHAPE_B64URL, 22}, {"", SHAPE_B64URL, 43}, false},
        {"tailchat", {"tc_", SHAPE_HEX, 24}, {"", SHAPE_B64URL, 32}, true},
        {"tachi", {"CI", SHAPE_HEX, 40}, {"CS", SHAPE_HEX, 40}, true},
        {"opencollective", {"", SHAPE_HEX, 20}, {"", SHAPE_HEX, 40}, true},
    };

    own_app_auth = auth_open();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct app_add_request q = own_app_request(rows[i].name);
        const struct app_secret_reply a = own_app_make(&q);
        CHECK(shape_fits(&rows[i].id, a.app->client_id));
        CHECK(shape_fits(&rows[i].secret, a.client_secret));
        CHECK_STR(a.app->dialects, rows[i].name ? rows[i].name : "standard");
        CHECK_STR(a.app->capabilities, "oauth");
        CHECK(a.app->secret_kept == rows[i].kept);
        CHECK(own_app_secret_is_right(a.app->client_id, a.client_secret));
    }
}

static void an_app_made_in_one_works_where_its_owner_switches_it_on(void)
{
    struct own_app changed;

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tailchat");
    const char *id = own_app_make(&q).app->client_id;
    const char *session = auth_sign_in(own_app_auth, NULL, NULL);
    struct authorize_request ask = auth_request(id, session);
    struct interaction_step step = {0};
    CHECK_ERR(on_authorize(auth_call(own_app_auth), &ask, &step), ERR_UNKNOWN_CLIENT);
    CHECK_OK(update(own_app_ada(),
                    (struct app_update_request){.client_id = id,
                                                .dialects = "tailchat standard",
                                                .scope = "openid profile"},
                    &changed));
    CHECK_STR(changed.dialects, "tailchat standard");
    CHECK(auth_authorize(own_app_auth, &ask).consent);
    ask.dialect = "tailchat";
    CHECK(auth_authorize(own_app_auth, &ask).consent);
}

static void what_an_owner_may_not_set_is_refused_by_name(void)
{
    static const char *const bad[] = {"https://fine.example/", "http://far.example/",
                                      "https://fine.example/", "javascript:alert(1)"};
    own_app_auth = auth_open();
    struct app_add_request q = own_app_request(NULL);
    q.redirect_uris = (struct strs){bad, 4};
    CHECK_ERR(refused(&q, "redirect_uris: number 2 "), ERR_BAD_FIELD);
    CHECK_ERR(refused(&q, "; number 3 stands there twice"), ERR_BAD_FIELD);
    CHECK_ERR(refused(&q, "; number 4 "), ERR_BAD_FIELD);
    q = own_app_request(NULL);
    q.scope = "openid submit_score";
    CHECK_ERR(refused(&q, "scope: submit_score is in none of the app's dialects"), ERR_BAD_FIELD);
    q.dialects = "tachi";
    own_app_make(&q);
    q = own_app_request(NULL);
    q.dialects = "esperanto";
    CHECK_ERR(refused(&q, "dialects: esperanto"), ERR_BAD_FIELD);
    q = own_app_request(NULL);
    q.capabilities = "oauth root";
    CHECK_ERR(refused(&q, "capabilities: root"), ERR_BAD_FIELD);
    q = own_app_request(NULL);
    q.logo_uri = "javascript:alert(1)";
    CHECK_ERR(refused(&q, "logo_uri: it is not an https address"), ERR_BAD_FIELD);
    q = own_app_request(NULL);
    q.client_uri = "data:text/html,x";
    CHECK_ERR(refused(&q, "client_uri: it is not an https address"), ERR_BAD_FIELD);
}

/* Shorter than usual is the owner's to say; longer, an administrator's, and stays then. */
static void lifetimes_may_be_shorter_than_usual(void)
{
    struct own_app app = {0};
    struct client client = {0};

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tailchat");
    const char *id = own_app_make(&q).app->client_id;
    const int64_t day = 86400;
    const struct app_update_request shorter = {.client_id = id,
                                               .id_token_signed_response_alg = "RS256",
                                               .access_token_lifetime = 60,
                                               .refresh_idle_lifetime = day,
                                               .refresh_lifetime = 2 * day};
    CHECK_OK(update(own_app_ada(), shorter, &app));
    CHECK_STR(app.id_token_signed_response_alg, "RS256");
    CHECK_INT(app.access_token_lifetime, 60);
    CHECK_INT(app.refresh_idle_lifetime, day);
    CHECK_INT(app.refresh_lifetime, 2 * day);
    const struct app_update_request longer[] = {
        {.client_id = id, .access_token_lifetime = 301},
        {.client_id = id, .refresh_lifetime = 14 * day + 1},
        {.client_id = id, .refresh_idle_lifetime = 3 * day}, /* than the family lives */
        {.client_id = id, .id_token_signed_response_alg = "HS256"},
    };
    for (size_t i = 0; i < ARRAY_LEN(longer); i++)
        CHECK_ERR(update(own_app_ada(), longer[i], &app), ERR_BAD_FIELD);
    CHECK_OK(on_client_update(
        own_app_admin(),
        &(struct client_update_request){.client_id = id, .refresh_lifetime = 90 * day}, &client));
    CHECK_OK(update(own_app_ada(),
                    (struct app_update_request){.client_id = id, .client_name = "Other"}, &app));
    CHECK_INT(app.refresh_lifetime, 90 * day);
    CHECK_ERR(update(own_app_ada(),
                     (struct app_update_request){.client_id = id, .refresh_lifetime = 91 * day},
                     &app),
              ERR_BAD_FIELD);
}

/* All sixteen may be wrong, and be told of. */
static void what_is_wrong_fits_into_the_answer(void)
{
    const char *many[16];

    own_app_auth = auth_open();
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        many[i] = arena_printf(check_mem(), "http://far%zu.example/", i);
    struct app_add_request q = own_app_request(NULL);
    q.redirect_uris = (struct strs){many, ARRAY_LEN(many)};
    struct app_secret_reply a;
    struct call *c = own_app_ada();
    CHECK_ERR(on_app_add(c, &q, &a), ERR_BAD_FIELD);
    CHECK(strlen(c->text) < 512);
}

static void a_setting_says_how_many_where_the_dialect_does_not(void)
{
    static const struct authsvc_config two = {.authsvc_apps = 2};
    struct app_secret_reply a = {0};

    own_app_auth = auth_open();
    own_app_auth->svc->config = &two;
    const struct app_add_request q = own_app_request(NULL), elsewhere = own_app_request("tachi");
    own_app_make(&q);
    own_app_make(&q);
    struct call *c = own_app_ada();
    CHECK_ERR(on_app_add(c, &q, &a), ERR_TOO_MANY);
    CHECK_STR(c->text, "nobody may have more than 2 apps here");
    CHECK_OK(on_app_add(own_app_ada(), &elsewhere, &a));
}

static void a_person_has_so_many_and_an_administrator_any_number(void)
{
    struct app_secret_reply a = {0};

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tachi");
    for (int i = 0; i < 15; i++)
        own_app_make(&q);
    struct call *c = own_app_ada();
    CHECK_ERR(on_app_add(c, &q, &a), ERR_TOO_MANY);
    CHECK_STR(c->text, "nobody may have more than 15 apps here");
    CHECK_OK(on_app_add(own_app_eve(), &q, &a));
    CHECK_OK(on_app_add(own_app_by("person-ada", "admin"), &q, &a));
}

static void an_app_may_be_unfinished_and_is_refused_until_it_is_not(void)
{
    struct interaction_step step = {0};
    struct own_app changed;

    own_app_auth = auth_open();
    struct app_add_request q = own_app_request(NULL);
    q.redirect_uris = (struct strs){0};
    q.capabilities = "bot";
    const char *id = own_app_make(&q).app->client_id;
    struct authorize_request ask = auth_request(id, auth_sign_in(own_app_auth, NULL, NULL));
    CHECK_ERR(on_authorize(auth_call(own_app_auth), &ask, &step), ERR_UNKNOWN_CLIENT);
    CHECK_OK(update(own_app_ada(),
                    (struct app_update_request){.client_id = id, .capabilities = "bot oauth"},
                    &changed));
    CHECK_ERR(on_authorize(auth_call(own_app_auth), &ask, &step), ERR_NO_REDIRECT_URI);
    CHECK_OK(update(own_app_ada(),
                    (struct app_update_request){.client_id = id, .redirect_uris = {uris, 1}},
                    &changed));
    CHECK(auth_authorize(own_app_auth, &ask).consent);
    CHECK_OK(update(own_app_ada(),
                    (struct app_update_request){.client_id = id, .no_redirect_uris = true},
                    &changed));
    CHECK_INT(changed.redirect_uris.n, 0);
}

/* -- changing ---------------------------------------------------------------------------------- */

static void an_owner_changes_what_people_see(void)
{
    struct own_app a;

    own_app_auth = auth_open();
    struct app_add_request q = own_app_request(NULL);
    q.description = "Writes things down";
    q.logo_uri = "https://app.example/logo.png";
    const char *id = own_app_make(&q).app->client_id;
    auth_pass(own_app_auth, 5);
    CHECK_OK(update(own_app_ada(),
                    (struct app_update_request){.client_id = id,
                                                .client_name = "Better notes",
                                                .description = "",
                                                .client_uri = "https://app.example/about"},
                    &a));
    CHECK_STR(a.client_name, "Better notes");
    CHECK_STR(a.description, NULL);
    CHECK_STR(a.client_uri, "https://app.example/about");
    CHECK_STR(a.logo_uri, "https://app.example/logo.png");
    CHECK_INT(a.updated_at, a.created_at + 5);
    struct call *c = own_app_ada();
    CHECK_ERR(
        on_app_update(c, &(struct app_update_request){.client_id = id, .dialects = "tachi"}, &a),
        ERR_BAD_FIELD);
    CHECK_HAS(c->text, "scope: openid is in none of the app's dialects");
}

static void it_may_be_told_and_may_make_files(void)
{
    struct own_app a;

    own_app_auth = auth_open();
    struct app_add_request q = own_app_request("tachi");
    q.webhook_uri = "https://app.example/hook";
    q.api_key_template = "{\n\t\"key\": \"%%TACHI_KEY%%\"\n}\n";
    q.api_key_filename = "notes.json";
    q.scope = "submit_score";
    const char *id = own_app_make(&q).app->client_id;
    CHECK_OK(on_app_get(own_app_ada(), &(struct client_ref){id}, &a));
    CHECK_STR(a.webhook_uri, q.webhook_uri);
    CHECK_STR(a.api_key_template, q.api_key_template);
    CHECK_STR(a.api_key_filename, q.api_key_filename);
    CHECK_OK(update(own_app_ada(),
                    (struct app_update_request){.client_id = id,
                                                .webhook_uri = "",
                                                .api_key_template = "",
                                                .api_key_filename = "other.ini"},
                    &a));
    CHECK_STR(a.webhook_uri, NULL);
    CHECK_STR(a.api_key_template, NULL);
    CHECK_STR(a.api_key_filename, "other.ini");
}

static void deleting_forgets_it(void)
{
    struct nothing done;
    struct own_app a;

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request(NULL);
    const struct client_ref ref = {own_app_make(&q).app->client_id};
    CHECK_OK(on_app_delete(own_app_ada(), &ref, &done));
    CHECK_ERR(on_app_delete(own_app_ada(), &ref, &done), ERR_NOT_FOUND);
    CHECK_ERR(on_app_get(own_app_ada(), &ref, &a), ERR_NOT_FOUND);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(an_app_has_the_shape_of_the_dialect_that_it_is_made_in),
        CASE(an_app_made_in_one_works_where_its_owner_switches_it_on),
        CASE(what_an_owner_may_not_set_is_refused_by_name),
        CASE(lifetimes_may_be_shorter_than_usual),
        CASE(what_is_wrong_fits_into_the_answer),
        CASE(a_setting_says_how_many_where_the_dialect_does_not),
        CASE(a_person_has_so_many_and_an_administrator_any_number),
        CASE(an_app_may_be_unfinished_and_is_refused_until_it_is_not),
        CASE(an_owner_changes_what_people_see),
        CASE(it_may_be_told_and_may_make_files),
        CASE(deleting_forgets_it),
        {0},
    });

    auth_close();
    return status;
}
