/* API keys that a code yielded: without an end, until somebody ends them. */
#include "api_key.h"
#include "key_scene.h"
#include "place.h"
#include "random.h"
#include "shape.h"
#include <string.h>

static const struct shape TACHI = {"", SHAPE_HEX, 40};

static void a_code_yields_a_key_that_has_no_end(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(key_code(rig, NULL, &t));
    CHECK(shape_fits(&TACHI, t.access_token));
    CHECK(!t.expires_in && !t.refresh_token && !t.id_token);
    CHECK_STR(t.scope, "submit_score");
    rig_pass(rig, DAYS(365));
    CHECK(key_good(rig, t.access_token, "tachi"));
    CHECK(!key_good(rig, t.access_token, NULL));
    const struct api_key_page page = key_list(rig, "ada", &KEY_ALL);
    CHECK_INT(page.keys.n, 1);
    CHECK_STR(page.keys.v[0].client_id, "app");
    CHECK_STR(page.keys.v[0].name, "An app Token");
    CHECK_OK(rig_revoke(rig, t.access_token));
    CHECK(!key_good(rig, t.access_token, "tachi"));
    rig_close();
}

static size_t count(struct rig *rig)
{
    struct api_key_page_request q = KEY_ALL;
    size_t n = 0;

    do {
        const struct api_key_page page = key_list(rig, "ada", &q);
        n += page.keys.n;
        q.after = page.next;
    } while (q.after);
    return n;
}

/* As by a program that never looks for the key that it had. */
static void of_many_the_one_goes_that_nobody_uses(void)
{
    enum { MOST = 100 };
    struct rig *rig = rig_open();
    struct token_reply used, left, t;

    CHECK_OK(key_code(rig, NULL, &used));
    rig->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
    CHECK_OK(key_code(rig, NULL, &left));
    for (int i = 2; i <= MOST; i++) {
        rig_pass(rig, INT64_C(61000));
        CHECK(key_good(rig, used.access_token, "tachi"));
        CHECK_INT(count(rig), i);
        rig->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
        CHECK_OK(key_code(rig, NULL, &t));
    }
    CHECK_INT(count(rig), MOST);
    CHECK(!key_good(rig, left.access_token, "tachi"));
    CHECK(key_good(rig, used.access_token, "tachi"));
    CHECK(key_good(rig, t.access_token, "tachi"));
    rig_close();
}

static void the_same_attempt_gets_the_same_key(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(key_code(rig, "attempt-000000001", &a));
    CHECK_OK(key_code(rig, "attempt-000000001", &b));
    CHECK_STR(a.access_token, b.access_token);
    CHECK_INT(key_list(rig, "ada", &KEY_ALL).keys.n, 1);
    rig_close();
}

static void a_replay_of_the_code_ends_its_key(void)
{
    struct rig *rig = rig_open();
    struct token_reply t;

    CHECK_OK(key_code(rig, NULL, &t));
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
    CHECK(!key_good(rig, key, "tachi"));
    rig_close();
}

static void it_ends_with_the_grant_and_with_the_client(void)
{
    struct rig *rig = rig_open();
    const struct grant_ref grant = {.person = "ada", .client_id = "app"};
    struct token_reply t;
    struct nothing done;

    CHECK_OK(key_code(rig, NULL, &t));
    struct call c = rig_call(rig, check_mem());
    CHECK_OK(on_grant_end(&c, &grant, &done));
    CHECK(!key_good(rig, t.access_token, "tachi"));

    rig->auth.family = random_token(check_mem(), FAMILY_ID_LEN);
    CHECK_OK(key_code(rig, NULL, &t));
    CHECK(key_good(rig, t.access_token, "tachi"));
    rig->client.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!key_good(rig, t.access_token, "tachi"));
    rig->client.disabled = false;
    rig->client.dialects = "standard";
    rig_pass(rig, RECENT_KEEP);
    CHECK(!key_good(rig, t.access_token, "tachi"));
    rig->client.dialects = "tachi";
    rig->no_client = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!key_good(rig, t.access_token, "tachi"));
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
    CHECK_ERR(key_code(rig, NULL, &t), ERR_INVALID_GRANT);
    CHECK_INT(key_list(rig, "ada", &KEY_ALL).keys.n, 0);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_code_yields_a_key_that_has_no_end),
        CASE(of_many_the_one_goes_that_nobody_uses),
        CASE(the_same_attempt_gets_the_same_key),
        CASE(a_replay_of_the_code_ends_its_key),
        CASE(it_ends_with_the_grant_and_with_the_client),
        CASE(a_family_that_ends_meanwhile_yields_no_key),
        {0},
    });
}
