/* API keys: made by people for their programs; until somebody ends them. */
#include "api_key.h"
#include "key_scene.h"
#include "place.h"
#include "random.h"
#include "shape.h"
#include <string.h>

static const struct shape OURS = {"oak_", SHAPE_B64URL, 43}, TACHI = {"", SHAPE_HEX, 40};

static struct api_key_secret_reply add(struct rig *rig, const struct api_key_add_request *q)
{
    struct api_key_secret_reply a = {0};

    CHECK_OK(on_api_key_add(key_by(rig, "ada"), q, &a));
    return a;
}

static struct api_key_secret_reply add_ours(struct rig *rig)
{
    return add(rig, &(struct api_key_add_request){.name = "backup", .scope = "openid profile"});
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
    CHECK_OK(key_userinfo(rig, made.secret, NULL, &u));
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
    CHECK(key_good(rig, made.secret, NULL));
    rig_close();
}

static void what_may_not_be_given_is_named(void)
{
    struct rig *rig = rig_open();
    struct api_key_secret_reply a = {0};
    struct call *c = key_by(rig, "ada");

    CHECK_ERR(on_api_key_add(c, &(struct api_key_add_request){.name = "k", .scope = "root"}, &a),
              ERR_BAD_FIELD);
    CHECK_STR(c->text, "scope: root is not one of: openid profile email");
    c = key_by(rig, "ada");
    CHECK_ERR(
        on_api_key_add(c, &(struct api_key_add_request){.name = "k", .dialect = "tailchat"}, &a),
        ERR_INVALID_REQUEST);
    CHECK_INT(key_list(rig, "ada", &KEY_ALL).keys.n, 0);
    rig_close();
}

static void a_person_has_so_many(void)
{
    struct rig *rig = rig_open();
    struct api_key_secret_reply a = {0};
    const struct api_key_add_request q = {.name = "k", .dialect = "opencollective"};

    for (int i = 0; i < 15; i++)
        add(rig, &q);
    struct call *c = key_by(rig, "ada");
    CHECK_ERR(on_api_key_add(c, &q, &a), ERR_TOO_MANY);
    CHECK_STR(c->text, "nobody may have more than 15 API keys here");
    CHECK_OK(on_api_key_add(key_by(rig, "eve"), &q, &a));
    rig_close();
}

static void a_list_has_ones_own_by_pages(void)
{
    struct rig *rig = rig_open();
    struct api_key_secret_reply other = {0};

    for (int i = 0; i < 5; i++)
        add_ours(rig);
    CHECK_OK(
        on_api_key_add(key_by(rig, "eve"), &(struct api_key_add_request){.name = "k"}, &other));
    struct api_key_page page = key_list(rig, "ada", &(struct api_key_page_request){.limit = 3});
    CHECK_INT(page.keys.n, 3);
    page = key_list(rig, "ada", &(struct api_key_page_request){.after = page.next});
    CHECK_INT(page.keys.n, 2);
    CHECK_STR(page.next, NULL);
    CHECK_STR(page.keys.v[0].name, "backup");
    CHECK_INT(key_list(rig, "eve", &KEY_ALL).keys.n, 1);
    rig_close();
}

static void its_person_ends_it_and_nobody_else(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);
    const struct api_key_ref ref = {.id = made.key->id};
    struct nothing done;

    CHECK_ERR(on_api_key_revoke(key_by(rig, "eve"), &ref, &done), ERR_NOT_FOUND);
    CHECK(key_good(rig, made.secret, NULL));
    CHECK_OK(on_api_key_revoke(key_by(rig, "ada"), &ref, &done));
    CHECK(!key_good(rig, made.secret, NULL));
    CHECK_ERR(on_api_key_revoke(key_by(rig, "ada"), &ref, &done), ERR_NOT_FOUND);
    rig_close();
}

static void its_person_changes_it_and_it_stays_the_same_key(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);
    struct api_key_update_request q = {.id = made.key->id, .name = "phone", .scope = "email"};
    struct api_key a = {0};
    struct userinfo_reply claims;

    CHECK_ERR(on_api_key_update(key_by(rig, "eve"), &q, &a), ERR_NOT_FOUND);
    CHECK_OK(on_api_key_update(key_by(rig, "ada"), &q, &a));
    CHECK_STR(a.name, "phone");
    CHECK_STR(a.scope, "email");
    CHECK_INT(a.expires_at, 0);
    CHECK_INT(a.updated_at, rig->wall);
    CHECK(!a.preauthorized);
    CHECK_OK(key_userinfo(rig, made.secret, NULL, &claims));
    CHECK(claims.email && !claims.name);
    q = (struct api_key_update_request){
        .id = q.id, .scope = "openid", .lifetime = {true, 60}, .preauthorized = {true, true}};
    CHECK_OK(on_api_key_update(key_by(rig, "ada"), &q, &a));
    CHECK_STR(a.name, "phone");
    CHECK(a.expires_at > 0 && a.preauthorized);
    CHECK(key_good(rig, made.secret, NULL));
    q = (struct api_key_update_request){.id = q.id, .lifetime = {true, 0}};
    CHECK_OK(on_api_key_update(key_by(rig, "ada"), &q, &a));
    CHECK(a.preauthorized);
    CHECK_INT(a.expires_at, 0);
    q = (struct api_key_update_request){.id = q.id, .scope = "openid submit_score"};
    struct call *c = key_by(rig, "ada");
    CHECK_ERR(on_api_key_update(c, &q, &a), ERR_BAD_FIELD);
    CHECK_HAS(c->text, "scope: submit_score is not one of");
    CHECK_STR(key_list(rig, "ada", &KEY_ALL).keys.v[0].scope, "openid");
    rig_close();
}

static void what_a_client_got_is_not_its_persons_to_change(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;
    struct api_key a = {0};

    CHECK_OK(key_code(rig, "an attempt of its own", &t));
    const struct api_key_page page = key_list(rig, "ada", &KEY_ALL);
    CHECK_INT(page.keys.n, 1);
    CHECK_STR(page.keys.v[0].client_id, "app");
    CHECK_ERR(on_api_key_update(
                  key_by(rig, "ada"),
                  &(struct api_key_update_request){.id = page.keys.v[0].id, .name = "mine"}, &a),
              ERR_NOT_FOUND);
    rig_close();
}

static void it_survives_a_new_password_and_not_its_person(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);

    CHECK(key_good(rig, made.secret, NULL));
    rig->profile.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(key_good(rig, made.secret, NULL));
    rig->profile.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!key_good(rig, made.secret, NULL));
    rig_close();
}

static const struct sql KEYS = {"test_keys", "SELECT count(*) FROM api_key"};

static void it_ends_when_its_time_is_over(void)
{
    struct rig *rig = rig_open();
    struct call c = rig_call(rig, check_mem());
    const struct api_key_secret_reply made =
        add(rig, &(struct api_key_add_request){.name = "short", .lifetime = 60});

    CHECK_INT(made.key->expires_at, rig->wall + 60000);
    rig_pass(rig, 59999);
    CHECK(key_good(rig, made.secret, NULL));
    rig_pass(rig, 1);
    CHECK(!key_good(rig, made.secret, NULL));
    CHECK_INT(key_list(rig, "ada", &KEY_ALL).keys.n, 0);
    const struct api_key_update_request again = {.id = made.key->id, .lifetime = {true, 0}};
    struct api_key revived;
    CHECK_ERR(on_api_key_update(key_by(rig, "ada"), &again, &revived), ERR_NOT_FOUND);
    CHECK(!key_good(rig, made.secret, NULL));
    rig_pass(rig, API_KEY_MEMORY_MS - 1);
    c.now = rig->wall;
    tokensvc_service.idle(rig->svc, &c);
    CHECK_INT(rig_count(rig, &KEYS), 1); /* whoever shows it hears that it has expired */
    rig_pass(rig, 1);
    c.now = rig->wall;
    tokensvc_service.idle(rig->svc, &c);
    CHECK_INT(rig_count(rig, &KEYS), 0);
    rig_close();
}

static void its_use_is_noted_once_a_minute(void)
{
    struct rig *rig = rig_open();
    const struct api_key_secret_reply made = add_ours(rig);
    int64_t first = rig->wall;

    CHECK(key_good(rig, made.secret, NULL));
    CHECK_INT(key_list(rig, "ada", &KEY_ALL).keys.v[0].used_at, first);
    rig_pass(rig, API_KEY_USE_MS - 1);
    CHECK(key_good(rig, made.secret, NULL));
    CHECK_INT(key_list(rig, "ada", &KEY_ALL).keys.v[0].used_at, first);
    rig_pass(rig, 1);
    CHECK(key_good(rig, made.secret, NULL));
    CHECK_INT(key_list(rig, "ada", &KEY_ALL).keys.v[0].used_at, rig->wall);
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
    CHECK_OK(reveal(key_by(rig, "ada"), made.key->id, NULL, &key));
    CHECK_STR(key, made.secret);
    CHECK_ERR(reveal(key_by(rig, "eve"), made.key->id, NULL, &key), ERR_NOT_FOUND);
    struct call *c = key_by(rig, "ada");
    CHECK_ERR(reveal(c, ours.key->id, NULL, &key), ERR_NOT_FOUND);
    CHECK_STR(c->text, "this key is kept nowhere; make another one");
    c = key_by(rig, "ada");
    c->now += API_KEY_FRESH_MS + 1;
    CHECK_ERR(reveal(c, made.key->id, NULL, &key), ERR_SIGN_IN_AGAIN);
    CHECK_OK(reveal(c, made.key->id, "tachi", &key));
    CHECK(!place_holds(check_dir(), "tokensvc", made.secret));
    CHECK(!place_holds(check_dir(), "tokensvc", ours.secret));
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
        {0},
    });
}
