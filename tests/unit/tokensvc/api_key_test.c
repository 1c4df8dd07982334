/* API keys: made by people for their programs, or yielded by a code; until somebody ends them. */
#include "api_key.h"
#include "place.h"
#include "random.h"
#include "rig.h"
#include "shape.h"
#include <string.h>

static const struct shape OURS = {"oak_", SHAPE_B64URL, 43}, TACHI = {"", SHAPE_HEX, 40};

static struct call *as(struct rig *rig, const char *person)
{
    struct call *c = ARENA_NEW(check_mem(), call);
    struct actor *actor = ARENA_NEW(check_mem(), actor);

    *c = rig_call(rig, check_mem());
    *actor = (struct actor){.person = person, .sid = "s", .auth_time = c->now};
    c->actor = actor;
    return c;
}

static struct api_key_secret_reply add(struct rig *rig, const struct api_key_add_request *q)
{
    struct api_key_secret_reply a = {0};

    CHECK_OK(on_api_key_add(as(rig, "ada"), q, &a));
    return a;
}

static struct api_key_secret_reply add_ours(struct rig *rig)
{
    return add(rig, &(struct api_key_add_request){.name = "backup", .scope = "openid profile"});
}

static enum err userinfo(struct rig *rig, const char *key, const char *dialect,
                         struct userinfo_reply *a)
{
    struct call c = rig_call(rig, check_mem());

    memset(a, 0, sizeof *a);
    return on_userinfo(
        &c,
        &(struct userinfo_request){
            .access_token = key, .issuer = RIG_ISSUER, .keys = true, .dialect = dialect},
        a);
}

static bool good(struct rig *rig, const char *key, const char *dialect)
{
    struct userinfo_reply a;
    enum err e = userinfo(rig, key, dialect, &a);

    CHECK(e == OK || e == ERR_INVALID_TOKEN);
    return e == OK;
}

static struct api_key_page list(struct rig *rig, const char *person,
                                const struct api_key_page_request *q)
{
    struct api_key_page a = {0};

    CHECK_OK(on_api_key_list(as(rig, person), q, &a));
    return a;
}

static const struct api_key_page_request ALL = {0};

/* A code of the client `app` in tachi. */
static enum err code(struct rig *rig, const char *attempt, struct token_reply *a)
{
    rig->client.dialects = "standard tachi";
    rig->client.scope = rig->auth.scope = rig->consent.scope = "submit_score";
    return rig_token(rig,
                     &(struct token_request){.grant_type = "authorization_code",
                                             .code = "c",
                                             .auth_method = "client_secret_post",
                                             .dialect = "tachi",
                                             .attempt = attempt},
                     a);
}

/* -- of people --------------------------------------------------------------------------------- */

static void a_key_stands_for_its_person_within_its_scope(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);
    struct introspect_reply i;
    struct userinfo_reply u;

    CHECK(shape_fits(&OURS, made.secret));
    CHECK(!made.key->secret_kept && !made.key->expires_at && !made.key->used_at);
    CHECK_OK(userinfo(rig, made.secret, NULL, &u));
    CHECK_STR(u.sub, "sub-of-ada");
    CHECK_STR(u.name, "Ada Lovelace");
    CHECK_STR(u.email, NULL);
    CHECK_ERR(rig_userinfo(rig, made.secret, &u), ERR_INVALID_TOKEN); /* where keys are not taken */
    rig->client.permissions = "introspect";
    CHECK_OK(rig_introspect(rig, made.secret, &i));
    CHECK(i.active);
    CHECK_STR(i.sub, "sub-of-ada");
    CHECK_STR(i.username, "ada");
    CHECK_STR(i.scope, "openid profile");
    CHECK_STR(i.client_id, NULL);
    CHECK_INT(i.exp, 0);
    rig->client.permissions = NULL;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, made.secret));
    CHECK_OK(rig_revoke(rig, made.secret)); /* not the app's to end */
    CHECK(good(rig, made.secret, NULL));
    rig_close();
}

static void what_may_not_be_given_is_named(void)
{
    struct rig *rig = rig_open();
    struct api_key_secret_reply a = {0};
    struct call *c = as(rig, "ada");

    CHECK_ERR(on_api_key_add(c, &(struct api_key_add_request){.name = "k", .scope = "root"}, &a),
              ERR_BAD_FIELD);
    CHECK_STR(c->text, "scope: root is not one of: openid profile email");
    c = as(rig, "ada");
    CHECK_ERR(
        on_api_key_add(c, &(struct api_key_add_request){.name = "k", .dialect = "tailchat"}, &a),
        ERR_INVALID_REQUEST);
    CHECK_INT(list(rig, "ada", &ALL).keys.n, 0);
    rig_close();
}

static void a_person_has_so_many(void)
{
    struct rig *rig = rig_open();
    struct api_key_secret_reply a = {0};
    const struct api_key_add_request q = {.name = "k", .dialect = "opencollective"};

    for (int i = 0; i < 15; i++)
        add(rig, &q);
    struct call *c = as(rig, "ada");
    CHECK_ERR(on_api_key_add(c, &q, &a), ERR_TOO_MANY);
    CHECK_STR(c->text, "nobody may have more than 15 API keys here");
    CHECK_OK(on_api_key_add(as(rig, "eve"), &q, &a));
    rig_close();
}

static void a_list_has_ones_own_by_pages(void)
{
    struct rig *rig = rig_open();
    struct api_key_secret_reply other = {0};

    for (int i = 0; i < 5; i++)
        add_ours(rig);
    CHECK_OK(on_api_key_add(as(rig, "eve"), &(struct api_key_add_request){.name = "k"}, &other));
    struct api_key_page page = list(rig, "ada", &(struct api_key_page_request){.limit = 3});
    CHECK_INT(page.keys.n, 3);
    page = list(rig, "ada", &(struct api_key_page_request){.after = page.next});
    CHECK_INT(page.keys.n, 2);
    CHECK_STR(page.next, NULL);
    CHECK_STR(page.keys.v[0].name, "backup");
    CHECK_INT(list(rig, "eve", &ALL).keys.n, 1);
    rig_close();
}

static void its_person_ends_it_and_nobody_else(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);
    const struct api_key_ref ref = {.id = made.key->id};
    struct nothing done;

    CHECK_ERR(on_api_key_revoke(as(rig, "eve"), &ref, &done), ERR_NOT_FOUND);
    CHECK(good(rig, made.secret, NULL));
    CHECK_OK(on_api_key_revoke(as(rig, "ada"), &ref, &done));
    CHECK(!good(rig, made.secret, NULL));
    CHECK_ERR(on_api_key_revoke(as(rig, "ada"), &ref, &done), ERR_NOT_FOUND);
    rig_close();
}

static void its_person_changes_it_and_it_stays_the_same_key(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);
    struct api_key_update_request q = {.id = made.key->id, .name = "phone", .scope = "email"};
    struct api_key a = {0};
    struct userinfo_reply claims;

    CHECK_ERR(on_api_key_update(as(rig, "eve"), &q, &a), ERR_NOT_FOUND);
    CHECK_OK(on_api_key_update(as(rig, "ada"), &q, &a));
    CHECK_STR(a.name, "phone");
    CHECK_STR(a.scope, "email");
    CHECK_INT(a.expires_at, 0);
    CHECK_OK(userinfo(rig, made.secret, NULL, &claims));
    CHECK(claims.email && !claims.name);
    q = (struct api_key_update_request){.id = q.id, .scope = "openid", .lifetime = {true, 60}};
    CHECK_OK(on_api_key_update(as(rig, "ada"), &q, &a));
    CHECK_STR(a.name, "phone");
    CHECK(a.expires_at > 0);
    CHECK(good(rig, made.secret, NULL));
    q = (struct api_key_update_request){.id = q.id, .lifetime = {true, 0}};
    CHECK_OK(on_api_key_update(as(rig, "ada"), &q, &a));
    CHECK_INT(a.expires_at, 0);
    q = (struct api_key_update_request){.id = q.id, .scope = "openid submit_score"};
    struct call *c = as(rig, "ada");
    CHECK_ERR(on_api_key_update(c, &q, &a), ERR_BAD_FIELD);
    CHECK_HAS(c->text, "scope: submit_score is not one of");
    CHECK_STR(list(rig, "ada", &ALL).keys.v[0].scope, "openid");
    rig_close();
}

static void what_a_client_got_is_not_its_persons_to_change(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct api_key a = {0};

    CHECK_OK(code(rig, "an attempt of its own", &t));
    const struct api_key_page page = list(rig, "ada", &ALL);
    CHECK_INT(page.keys.n, 1);
    CHECK_STR(page.keys.v[0].client_id, "app");
    CHECK_ERR(on_api_key_update(
                  as(rig, "ada"),
                  &(struct api_key_update_request){.id = page.keys.v[0].id, .name = "mine"}, &a),
              ERR_NOT_FOUND);
    rig_close();
}

static void it_survives_a_new_password_and_not_its_person(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);

    CHECK(good(rig, made.secret, NULL));
    rig->profile.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(good(rig, made.secret, NULL));
    rig->profile.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!good(rig, made.secret, NULL));
    rig_close();
}

static void it_ends_when_its_time_is_over(void)
{
    struct rig *rig = rig_open();
    struct call c = rig_call(rig, check_mem());
    const struct api_key_secret_reply made =
        add(rig, &(struct api_key_add_request){.name = "short", .lifetime = 60});

    CHECK_INT(made.key->expires_at, rig->wall + 60000);
    rig_pass(rig, 59999);
    CHECK(good(rig, made.secret, NULL));
    rig_pass(rig, 1);
    CHECK(!good(rig, made.secret, NULL));
    CHECK_INT(list(rig, "ada", &ALL).keys.n, 1);
    c.now = rig->wall;
    tokensvc_service.idle(rig->svc, &c);
    CHECK_INT(list(rig, "ada", &ALL).keys.n, 0);
    rig_close();
}

static void its_use_is_noted_once_a_minute(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);
    int64_t first = rig->wall;

    CHECK(good(rig, made.secret, NULL));
    CHECK_INT(list(rig, "ada", &ALL).keys.v[0].used_at, first);
    rig_pass(rig, API_KEY_USE_MS - 1);
    CHECK(good(rig, made.secret, NULL));
    CHECK_INT(list(rig, "ada", &ALL).keys.v[0].used_at, first);
    rig_pass(rig, 1);
    CHECK(good(rig, made.secret, NULL));
    CHECK_INT(list(rig, "ada", &ALL).keys.v[0].used_at, rig->wall);
    rig_close();
}

/* -- shown again ------------------------------------------------------------------------------- */

static enum err reveal(struct call *c, const char *id, const char *dialect, const char **key)
{
    struct api_key_secret_reply a = {0};
    enum err e = on_api_key_reveal(c, &(struct api_key_secret_request){id, dialect}, &a);

    *key = a.secret;
    return e;
}

static void a_key_is_shown_again_where_its_dialect_does_so(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply ours = add_ours(rig);
    const struct api_key_secret_reply made =
        add(rig, &(struct api_key_add_request){.name = "k", .dialect = "tachi"});
    const char *key = NULL;

    CHECK(shape_fits(&TACHI, made.secret));
    CHECK(made.key->secret_kept);
    CHECK_OK(reveal(as(rig, "ada"), made.key->id, NULL, &key));
    CHECK_STR(key, made.secret);
    CHECK_ERR(reveal(as(rig, "eve"), made.key->id, NULL, &key), ERR_NOT_FOUND);
    struct call *c = as(rig, "ada");
    CHECK_ERR(reveal(c, ours.key->id, NULL, &key), ERR_NOT_FOUND);
    CHECK_STR(c->text, "this key is kept nowhere; make another one");
    c = as(rig, "ada");
    c->now += API_KEY_FRESH_MS + 1;
    CHECK_ERR(reveal(c, made.key->id, NULL, &key), ERR_SIGN_IN_AGAIN);
    CHECK_OK(reveal(c, made.key->id, "tachi", &key));
    CHECK(!place_holds(check_dir(), "tokensvc", made.secret));
    CHECK(!place_holds(check_dir(), "tokensvc", ours.secret));
    rig_close();
}

/* -- of a code --------------------------------------------------------------------------------- */

static void a_code_yields_a_key_that_has_no_end(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(code(rig, NULL, &t));
    CHECK(shape_fits(&TACHI, t.access_token));
    CHECK(!t.expires_in && !t.refresh_token && !t.id_token);
    CHECK_STR(t.scope, "submit_score");
    rig_pass(rig, DAYS(365));
    CHECK(good(rig, t.access_token, "tachi"));
    CHECK(!good(rig, t.access_token, NULL));
    const struct api_key_page page = list(rig, "ada", &ALL);
    CHECK_INT(page.keys.n, 1);
    CHECK_STR(page.keys.v[0].client_id, "app");
    CHECK_STR(page.keys.v[0].name, "An app Token");
    CHECK_OK(rig_revoke(rig, t.access_token));
    CHECK(!good(rig, t.access_token, "tachi"));
    rig_close();
}

static void the_same_attempt_gets_the_same_key(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(code(rig, "attempt-000000001", &a));
    CHECK_OK(code(rig, "attempt-000000001", &b));
    CHECK_STR(a.access_token, b.access_token);
    CHECK_INT(list(rig, "ada", &ALL).keys.n, 1);
    rig_close();
}

static void a_replay_of_the_code_ends_its_key(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(code(rig, NULL, &t));
    const char *key = t.access_token;
    const struct authorization was = rig->auth;
    rig->auth = (struct authorization){.family = was.family, .replayed = true};
    CHECK_ERR(rig_token(rig,
                        &(struct token_request){.grant_type = "authorization_code",
                                                .code = "c",
                                                .auth_method = "client_secret_post",
                                                .dialect = "tachi"},
                        &t),
              ERR_INVALID_GRANT);
    CHECK(!good(rig, key, "tachi"));
    rig_close();
}

static void it_ends_with_the_grant_and_with_the_client(void)
{
    struct rig *rig = rig_open();
    const struct grant_ref grant = {.person = "ada", .client_id = "app"};
    struct token_reply t;
    struct nothing done;

    CHECK_OK(code(rig, NULL, &t));
    struct call c = rig_call(rig, check_mem());
    CHECK_OK(on_grant_end(&c, &grant, &done));
    CHECK(!good(rig, t.access_token, "tachi"));

    rig->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
    CHECK_OK(code(rig, NULL, &t));
    CHECK(good(rig, t.access_token, "tachi"));
    rig->client.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!good(rig, t.access_token, "tachi"));
    rig->client.disabled = false;
    rig->client.dialects = "standard";
    rig_pass(rig, RECENT_KEEP);
    CHECK(!good(rig, t.access_token, "tachi"));
    rig->client.dialects = "tachi";
    rig->no_client = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!good(rig, t.access_token, "tachi"));
    rig_close();
}

/* The grant ends while the key is being made: nothing is left of it. */
static void end_it(struct rig *rig, const char *method)
{
    struct call c = rig_call(rig, check_mem());

    if (strcmp(method, "authsvc.consent_standing") != 0)
        return;
    rig->on_ask = NULL;
    CHECK_OK(family_store_end(&c, rig->auth.family));
}

static void a_family_that_ends_meanwhile_yields_no_key(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    rig->on_ask = end_it;
    CHECK_ERR(code(rig, NULL, &t), ERR_INVALID_GRANT);
    CHECK_INT(list(rig, "ada", &ALL).keys.n, 0);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_key_stands_for_its_person_within_its_scope),
        CASE(what_may_not_be_given_is_named),
        CASE(a_person_has_so_many),
        CASE(a_list_has_ones_own_by_pages),
        CASE(its_person_ends_it_and_nobody_else),
        CASE(its_person_changes_it_and_it_stays_the_same_key),
        CASE(what_a_client_got_is_not_its_persons_to_change),
        CASE(it_survives_a_new_password_and_not_its_person),
        CASE(it_ends_when_its_time_is_over),
        CASE(its_use_is_noted_once_a_minute),
        CASE(a_key_is_shown_again_where_its_dialect_does_so),
        CASE(a_code_yields_a_key_that_has_no_end),
        CASE(the_same_attempt_gets_the_same_key),
        CASE(a_replay_of_the_code_ends_its_key),
        CASE(it_ends_with_the_grant_and_with_the_client),
        CASE(a_family_that_ends_meanwhile_yields_no_key),
        {0},
    });
}
