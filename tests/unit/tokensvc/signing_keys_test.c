/* Signing keys: first run, rotation by the clock, and what happens without the right key to them.
 */
#include "jws.h"
#include "place.h"
#include "rig.h"
#include <pthread.h>
#include <string.h>

static enum err jwks(struct rig *rig, struct jwks_reply *a)
{
    struct call c = rig_call(rig, check_mem());
    struct nothing q;

    return on_jwks(&c, &q, a);
}

static enum err rotate(struct rig *rig, const char *alg, struct signing_key *a)
{
    struct call c = rig_call(rig, check_mem());

    c.role = ROLE_ADMIN;
    enum err e = on_key_rotate(&c, &(struct key_rotate_request){alg}, a);
    if (e && c.text)
        CHECK_HAS(c.text, e == ERR_BAD_FIELD ? "alg" : alg);
    return e;
}

/* "ES256:active RS256:active", newest first */
static const char *states(struct rig *rig)
{
    struct call c = rig_call(rig, check_mem());
    struct signing_key_page page;
    struct nothing q;
    struct buf out;

    CHECK_OK(on_key_list(&c, &q, &page));
    buf_init(&out, check_mem(), 128);
    for (size_t i = 0; i < page.keys.n; i++)
        buf_printf(&out, "%s%s:%s", i ? " " : "", page.keys.v[i].alg, page.keys.v[i].state);
    return buf_text(&out);
}

static const char *kid_of(const char *jwt)
{
    const char *kid = NULL;

    CHECK_OK(jws_peek_kid(check_mem(), jwt, &kid));
    return kid;
}

static const char *new_token(struct rig *rig)
{
    struct token_reply t;

    CHECK_OK(rig_token(rig, &(struct token_request){.grant_type = "client_credentials"}, &t));
    return t.access_token;
}

static void idle(struct rig *rig)
{
    struct call c = rig_call(rig, check_mem());

    tokensvc_service.idle(rig->svc, &c);
}

static void the_first_run_makes_one_key_of_each_kind(void)
{
    struct rig *rig = rig_open();
    struct jwks_reply a;

    CHECK_OK(jwks(rig, &a));
    CHECK_INT(a.keys.n, 2);
    const struct jwk_public *rsa = &a.keys.v[0], *ec = &a.keys.v[1];
    CHECK_STR(ec->kty, "EC");
    CHECK_STR(ec->crv, "P-256");
    CHECK_STR(ec->alg, "ES256");
    CHECK_STR(ec->use, "sig");
    CHECK_INT(strlen(ec->kid), 43);
    CHECK(ec->x && ec->y && !ec->n && !ec->e);
    CHECK_STR(rsa->kty, "RSA");
    CHECK_STR(rsa->alg, "RS256");
    CHECK_STR(rsa->e, "AQAB");
    CHECK(rsa->n && !rsa->x && !rsa->crv);
    CHECK_STR(kid_of(new_token(rig)), ec->kid);
    rig_close();
}

static void a_restart_keeps_the_keys(void)
{
    struct rig *rig = rig_open();
    const char *token = new_token(rig);

    rig_reopen();
    CHECK(rig_active(rig, token));
    CHECK_STR(kid_of(new_token(rig)), kid_of(token));
    rig_close();
}

static void a_key_signs_once_it_was_published_long_enough(void)
{
    struct rig *rig = rig_open();
    const char *old = new_token(rig);
    struct signing_key key;

    CHECK_OK(rotate(rig, "ES256", &key));
    CHECK_STR(key.state, "pending");
    CHECK_STR(key.alg, "ES256");
    CHECK_INT(key.active_at, rig->wall + SIGNING_KEYS_PENDING);
    CHECK(SIGNING_KEYS_PENDING > SECONDS(SIGNING_KEYS_CACHED));
    CHECK_STR(kid_of(new_token(rig)), kid_of(old));

    rig_pass(rig, SIGNING_KEYS_PENDING - 1);
    CHECK_STR(kid_of(new_token(rig)), kid_of(old));
    CHECK_HAS(states(rig), "ES256:pending");
    rig_pass(rig, 1);
    CHECK_STR(kid_of(new_token(rig)), key.kid);
    CHECK_HAS(states(rig), "ES256:active");
    CHECK_HAS(states(rig), "ES256:retiring");
    CHECK_HAS(states(rig), "RS256:active");
    rig_close();
}

static void a_clock_that_is_set_back_leaves_a_key_that_signs(void)
{
    struct rig *rig = rig_open();
    const char *first = new_token(rig);
    struct signing_key key;

    rig_pass(rig, SECONDS(60));
    CHECK_OK(rotate(rig, "ES256", &key));
    rig->wall -= SECONDS(7200);
    CHECK_STR(kid_of(new_token(rig)), kid_of(first));
    rig_close();
}

static void an_old_key_is_published_until_the_last_token_has_expired(void)
{
    struct rig *rig = rig_open();
    struct signing_key key;
    struct jwks_reply a;

    rig->client.access_token_lifetime = 3600;
    CHECK_OK(rotate(rig, "ES256", &key));
    rig_pass(rig, SIGNING_KEYS_PENDING - 1);
    const char *last = new_token(rig); /* by the old key */
    rig_pass(rig, SECONDS(3599));
    CHECK(rig_active(rig, last));
    rig_pass(rig, SIGNING_KEYS_RETIRING - SECONDS(3599));
    CHECK_OK(jwks(rig, &a));
    CHECK_INT(a.keys.n, 3);
    rig_pass(rig, 2);
    CHECK_OK(jwks(rig, &a));
    CHECK_INT(a.keys.n, 2);
    idle(rig);
    rig_pass(rig, SIGNING_KEYS_FRESH);
    CHECK_OK(jwks(rig, &a));
    CHECK_INT(a.keys.n, 2);
    CHECK_HAS(states(rig), "ES256:active");
    rig_close();
}

/* Even a token whose signature is remembered dies with the key that made it. */
static void a_key_that_is_gone_takes_its_signatures_along(void)
{
    static const struct sql GONE = {"test_gone",
                                    "UPDATE signing_key SET retired_at = 1, removed_at = 2"
                                    " WHERE alg = 'ES256' AND number = 1"};
    static const struct sql CHANGED = {"test_changed", "UPDATE key_change SET number = number + 1"};
    struct rig *rig = rig_open();
    struct signing_key key;

    rig->client.access_token_lifetime = 3600;
    CHECK_OK(rotate(rig, "ES256", &key));
    const char *token = new_token(rig);
    CHECK(rig_active(rig, token));
    rig_exec(rig, &GONE);
    rig_exec(rig, &CHANGED);
    rig_pass(rig, SIGNING_KEYS_PENDING);
    CHECK(!rig_active(rig, token));
    CHECK(rig_active(rig, new_token(rig)));
    rig_close();
}

static void one_new_key_at_a_time(void)
{
    struct rig *rig = rig_open();
    struct signing_key key;

    CHECK_OK(rotate(rig, "ES256", &key));
    CHECK_ERR(rotate(rig, "ES256", &key), ERR_EXISTS);
    CHECK_OK(rotate(rig, "RS256", &key));
    CHECK_ERR(rotate(rig, "HS256", &key), ERR_BAD_FIELD);
    rig_close();
}

static void no_more_keys_than_can_be_published(void)
{
    struct rig *rig = rig_open();
    struct signing_key key;
    struct jwks_reply a;
    enum err e = OK;

    for (int i = 0; i < KEY_ROWS_MAX && !e; i++) {
        e = rotate(rig, "ES256", &key);
        rig_pass(rig, SIGNING_KEYS_PENDING);
    }
    CHECK_ERR(e, ERR_BUSY);
    CHECK_OK(jwks(rig, &a));
    CHECK(a.keys.n <= KEY_ROWS_MAX);
    CHECK(rig_active(rig, new_token(rig)));
    rig_pass(rig, SIGNING_KEYS_RETIRING);
    idle(rig);
    CHECK_OK(rotate(rig, "ES256", &key));
    rig_close();
}

/* --- several replicas --- */

static void another_replica_follows_within_a_second(void)
{
    struct rig *rig = rig_open();
    struct tokensvc *first = rig->svc, *second = NULL;
    struct signing_key key;
    struct jwks_reply a;

    CHECK_OK(rig_start(rig_kek(), check_dir(), &second));
    CHECK_OK(rotate(rig, "ES256", &key));
    rig->svc = second;
    CHECK_OK(jwks(rig, &a));
    CHECK_INT(a.keys.n, 2);
    rig_pass(rig, SIGNING_KEYS_FRESH);
    CHECK_OK(jwks(rig, &a));
    CHECK_INT(a.keys.n, 3);
    CHECK_STR(a.keys.v[0].kid, key.kid);
    rig->svc = first;
    rig_stop(&second);
    rig_close();
}

static void an_unknown_kid_is_looked_up_before_it_is_refused(void)
{
    struct rig *rig = rig_open();
    struct tokensvc *first = rig->svc, *second = NULL;
    AUTO_CLOSE(key_set) *keys = NULL;
    struct signing_key key;

    CHECK_OK(rig_start(rig_kek(), check_dir(), &second));
    CHECK_OK(rotate(rig, "ES256", &key));
    rig_pass(rig, 100); /* not yet a second */
    CHECK_OK(signing_keys_with(second->keys, key.kid, &keys));
    CHECK(key_set_find(keys, key.kid, rig->wall) != NULL);
    rig->svc = first;
    rig_stop(&second);
    rig_close();
}

struct opening {
    pthread_t thread;
    const char *dir;
    struct tokensvc *svc;
    enum err result;
};

static void *open_one(void *arg)
{
    struct opening *self = arg;

    self->result = rig_start(rig_kek(), self->dir, &self->svc);
    return NULL;
}

/* A folder without a database, and three who open it at the same time. */
static void replicas_that_start_at_once_agree_on_the_first_keys(void)
{
    struct rig *rig = rig_open_threaded();
    struct tokensvc *kept = rig->svc;
    struct opening all[3];

    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        all[i] = (struct opening){.dir = arena_printf(check_mem(), "%s/fresh", check_dir())};
        CHECK(pthread_create(&all[i].thread, NULL, open_one, &all[i]) == 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        CHECK(pthread_join(all[i].thread, NULL) == 0);
        CHECK_OK(all[i].result);
    }
    rig->svc = all[0].svc;
    struct token_reply t;
    CHECK_OK(rig_code(rig, &t));
    CHECK_STR(states(rig), "RS256:active ES256:active");
    for (size_t i = 1; i < ARRAY_LEN(all); i++) {
        rig->svc = all[i].svc;
        CHECK_STR(states(rig), "RS256:active ES256:active");
        CHECK(rig_active(rig, t.access_token));
        CHECK(rig_active(rig, t.refresh_token)); /* the MAC key as well */
        CHECK_STR(kid_of(new_token(rig)), kid_of(t.access_token));
    }
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        rig_stop(&all[i].svc);
    rig->svc = kept;
    rig_close();
}

/* --- the key to the keys --- */

static void another_key_encryption_key_is_a_refusal_to_start(void)
{
    static const uint8_t other[SECRET_KEY_LEN] = "another key";
    struct rig *rig = rig_open();
    struct tokensvc *svc = NULL;

    CHECK_ERR(rig_start((struct bytes){other, sizeof other}, check_dir(), &svc), ERR_CRYPTO);
    CHECK(svc == NULL);
    CHECK_HAS(rig_log(), "the key-encryption key does not open tokensvc.signing_key:default:");
    (void)rig;
    rig_close();
}

static void no_key_encryption_key_is_a_refusal_to_start(void)
{
    struct rig *rig = rig_open();
    struct tokensvc *svc = NULL;

    CHECK_ERR(rig_start((struct bytes){0}, check_dir(), &svc), ERR_CONFIG);
    CHECK_HAS(rig_log(), "the key-encryption key of 32 bytes is missing");
    CHECK_ERR(rig_start((struct bytes){rig_kek().p, 16}, check_dir(), &svc), ERR_CONFIG);
    (void)rig;
    rig_close();
}

static void a_key_does_not_open_in_the_place_of_another(void)
{
    static const struct sql SWAP = {"test_swap",
                                    "UPDATE signing_key SET wrapped = (SELECT wrapped FROM"
                                    " signing_key WHERE alg = 'RS256') WHERE alg = 'ES256'"};
    struct rig *rig = rig_open();
    struct tokensvc *svc = NULL;

    rig_exec(rig, &SWAP);
    CHECK_ERR(rig_start(rig_kek(), check_dir(), &svc), ERR_CRYPTO);
    rig_close();
}

static void private_keys_are_not_in_the_database(void)
{
    struct rig *rig = rig_open();
    static const struct sql ALL = {"test_all", "SELECT count(*) FROM signing_key"};

    /* The names of the algorithms in PKCS #8. */
    CHECK(!place_holds(check_dir(), "tokensvc", "\x2a\x86\x48\xce\x3d\x02\x01"));
    CHECK(!place_holds(check_dir(), "tokensvc", "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"));
    CHECK_INT(rig_count(rig, &ALL), 2);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_first_run_makes_one_key_of_each_kind),
        CASE(a_restart_keeps_the_keys),
        CASE(a_key_signs_once_it_was_published_long_enough),
        CASE(a_clock_that_is_set_back_leaves_a_key_that_signs),
        CASE(an_old_key_is_published_until_the_last_token_has_expired),
        CASE(a_key_that_is_gone_takes_its_signatures_along),
        CASE(one_new_key_at_a_time),
        CASE(no_more_keys_than_can_be_published),
        CASE(another_replica_follows_within_a_second),
        CASE(an_unknown_kid_is_looked_up_before_it_is_refused),
        CASE(replicas_that_start_at_once_agree_on_the_first_keys),
        CASE(another_key_encryption_key_is_a_refusal_to_start),
        CASE(no_key_encryption_key_is_a_refusal_to_start),
        CASE(a_key_does_not_open_in_the_place_of_another),
        CASE(private_keys_are_not_in_the_database),
        {0},
    });
}
