/* bot_test - apps that act under an account of their own, from their first sign-in to their end. */
#include "app.h"
#include "check.h"
#include <openssl/evp.h>
#include <string.h>

static struct world *world;
static struct browser ada;
static const char *client_id, *secret;

static struct call *gateway(void)
{
    return world_call(world, ROLE_GATEWAY);
}

static struct client_ref ref(void)
{
    return (struct client_ref){client_id};
}

static const char *md5(const char *first, const char *second)
{
    static const char hex[] = "0123456789abcdef";
    const char *text = arena_printf(check_mem(), "%s%s", first, second);
    char *out = arena_alloc(check_mem(), 33);
    uint8_t raw[16];

    CHECK(EVP_Digest(text, strlen(text), raw, NULL, EVP_md5(), NULL));
    for (size_t i = 0; i < sizeof raw; i++) {
        out[2 * i] = hex[raw[i] >> 4];
        out[2 * i + 1] = hex[raw[i] & 15];
    }
    return out;
}

static void begin(void)
{
    struct app_secret_reply made;

    world_close(&world); /* of a case that failed */
    world = world_open();
    person_new(world, "ada");
    ada = browser_of(world, "ada");
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK_OK(authsvc_app_add(browser_call(&ada),
                             &(struct app_add_request){.client_name = "Helper",
                                                       .confidential = true,
                                                       .capabilities = "bot",
                                                       .dialect = "tailchat"},
                             &made));
    client_id = made.app->client_id;
    secret = made.client_secret;
}

static struct bot_proof_request proof(void)
{
    return (struct bot_proof_request){.client_id = client_id,
                                      .proof = md5(client_id, secret),
                                      .dialect = "tailchat",
                                      .issuer = WORLD_ISSUER};
}

static enum err check(const struct bot_proof_request *q)
{
    return authsvc_bot_check(gateway(), q, &NOTHING);
}

static const char *sign_in(void)
{
    const struct bot_proof_request q = proof();
    struct api_sign_in_reply in;

    CHECK_OK(authsvc_bot_sign_in(gateway(), &q, &in));
    return in.token;
}

static enum err look(const char *token, struct session_reply *out)
{
    return authsvc_api_session_get(gateway(), &(struct api_session_ref){token, "tailchat"}, out);
}

static enum err outcome(const char *token)
{
    struct session_reply who;

    return look(token, &who);
}

static struct call *bot_call(const char *token)
{
    struct session_reply who;
    struct call *c = gateway();

    CHECK_OK(look(token, &who));
    c->ticket = who.ticket;
    return c;
}

static struct profile profile(const char *token)
{
    struct profile p;

    CHECK_OK(usersvc_profile_get(bot_call(token), &NOTHING, &p));
    return p;
}

static void a_bot_signs_in_with_what_is_made_of_the_secret(void)
{
    begin();
    struct bot_proof_request q = proof();

    CHECK_OK(check(&q));
    q.proof = arena_printf(check_mem(), "%s", q.proof);
    struct profile first = profile(sign_in()), again = profile(sign_in());
    CHECK_STR(first.nickname, "Helper");
    CHECK_STR(first.email, NULL);
    CHECK_INT(strlen(first.sub), 24);
    CHECK_STR(again.sub, first.sub);
    world_close(&world);
}

static void whatever_is_wrong_it_is_refused_alike(void)
{
    begin();
    const struct bot_proof_request right = proof();
    struct bot_proof_request wrong[] = {right, right, right, right, right};

    wrong[0].client_id = "tc_000000000000000000000000";
    wrong[1].proof = md5(client_id, "another secret");
    wrong[2].proof = secret;
    wrong[3].dialect = "standard";
    wrong[4].dialect = "tachi";
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct api_sign_in_reply in;
        CHECK_ERR(check(&wrong[i]), ERR_INVALID_CLIENT);
        CHECK_ERR(authsvc_bot_sign_in(gateway(), &wrong[i], &in), ERR_INVALID_CLIENT);
    }
    const struct app_update_request no_bot = {.client_id = client_id, .capabilities = "oauth"};
    struct own_app app;
    struct api_sign_in_reply in;
    CHECK_OK(authsvc_app_update(browser_call(&ada), &no_bot, &app));
    CHECK_ERR(authsvc_bot_sign_in(gateway(), &right, &in), ERR_INVALID_CLIENT);
    CHECK_OK(check(&right)); /* its secret is what it is */
    world_close(&world);
}

static void the_proof_is_renewed_with_the_secret(void)
{
    struct app_secret_reply now;

    begin();
    const struct bot_proof_request old = proof();
    const struct client_secret_rotate_request overlap = {.client_id = client_id, .overlap = 60};
    CHECK_OK(authsvc_app_secret_rotate(browser_call(&ada), &overlap, &now));
    CHECK_OK(check(&old)); /* as long as the old secret */
    secret = now.client_secret;
    const struct bot_proof_request fresh = proof();
    CHECK_OK(check(&fresh));
    world_pass(world, INT64_C(61) * 1000);
    CHECK_ERR(check(&old), ERR_INVALID_CLIENT);
    CHECK_OK(check(&fresh));
    world_close(&world);
}

static void a_bot_is_no_person(void)
{
    struct api_key_secret_reply key;
    struct app_secret_reply app;
    struct session_list_reply list;
    struct profile p;

    begin();
    const char *token = sign_in();
    CHECK_ERR(authsvc_app_add(bot_call(token),
                              &(struct app_add_request){.client_name = "x", .dialect = "tailchat"},
                              &app),
              ERR_FORBIDDEN);
    CHECK_ERR(
        tokensvc_api_key_add(bot_call(token), &(struct api_key_add_request){.name = "x"}, &key),
        ERR_FORBIDDEN);
    CHECK_ERR(authsvc_session_list(bot_call(token), &NOTHING, &list), ERR_FORBIDDEN);
    CHECK_ERR(usersvc_profile_update(bot_call(token),
                                     &(struct profile_update_request){.nickname = "x"}, &p),
              ERR_FORBIDDEN);
    CHECK_ERR(
        usersvc_account_delete(bot_call(token), &(struct account_delete_request){"x"}, &NOTHING),
        ERR_FORBIDDEN);
    world_close(&world);
}

static void a_bot_can_allow_nothing(void)
{
    begin();
    struct app app = app_add(world, &(struct client_add_request){.confidential = true,
                                                                 .dialects = "tailchat",
                                                                 .scope = "openid profile"});
    const struct authorize_request q = {.response_type = "code",
                                        .client_id = app.client_id,
                                        .redirect_uri = APP_CALLBACK,
                                        .scope = "openid",
                                        .dialect = "tailchat",
                                        .issuer = WORLD_ISSUER,
                                        .browser = ada.cookie,
                                        .api_session = sign_in()};
    struct interaction_step step;

    CHECK_OK(authsvc_authorize(gateway(), &q, &step));
    CHECK(step.answer);
    CHECK_STR(step.answer->reason, "LOGIN_REQUIRED");
    world_close(&world);
}

static void its_session_ends_with_what_the_app_is(void)
{
    struct app_secret_reply now;
    struct own_app app;
    struct client client;
    const struct app_update_request off = {.client_id = NULL, .capabilities = "oauth"};

    begin();
    const struct client_ref which = ref();
    const char *token = sign_in();
    CHECK_OK(authsvc_client_disable(world_call(world, ROLE_ADMIN), &which, &client));
    CHECK_ERR(outcome(token), ERR_SIGN_IN_AGAIN);
    CHECK_OK(authsvc_client_enable(world_call(world, ROLE_ADMIN), &which, &client));
    CHECK_ERR(outcome(token), ERR_SIGN_IN_AGAIN);

    token = sign_in();
    const struct client_secret_rotate_request force = {.client_id = client_id, .force = true};
    CHECK_OK(authsvc_app_secret_rotate(browser_call(&ada), &force, &now));
    CHECK_ERR(outcome(token), ERR_SIGN_IN_AGAIN);
    secret = now.client_secret;

    token = sign_in();
    struct app_update_request q = off;
    q.client_id = client_id;
    CHECK_OK(authsvc_app_update(browser_call(&ada), &q, &app));
    CHECK_ERR(outcome(token), ERR_SIGN_IN_AGAIN);
    world_close(&world);
}

static const char *id_of_bot(void)
{
    struct person_page page;

    CHECK_OK(usersvc_person_list(world_call(world, ROLE_ADMIN), &(struct person_page_request){0},
                                 &page));
    for (size_t i = 0; i < page.people.n; i++) {
        if (page.people.v[i].bot_of)
            return page.people.v[i].id;
    }
    return NULL;
}

static enum err away(void *arg, const char *method, bool reply)
{
    (void)arg, (void)reply;
    return strcmp(method, "usersvc.bot_end") == 0 ? ERR_UNAVAILABLE : OK;
}

static void its_account_goes_with_the_app_whoever_is_away_meanwhile(void)
{
    begin();
    const struct client_ref which = ref();
    const char *token = sign_in();

    CHECK(id_of_bot());
    CHECK_OK(authsvc_app_delete(browser_call(&ada), &which, &NOTHING));
    CHECK_ERR(outcome(token), ERR_SIGN_IN_AGAIN); /* at once */
    world_fault(world, away, NULL);
    world_idle(world);
    CHECK(id_of_bot());
    world_fault(world, NULL, NULL);
    world_restart(world, NULL);
    world_idle(world);
    CHECK(!id_of_bot());
    world_idle(world);
    world_close(&world);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_bot_signs_in_with_what_is_made_of_the_secret),
        CASE(whatever_is_wrong_it_is_refused_alike),
        CASE(the_proof_is_renewed_with_the_secret),
        CASE(a_bot_is_no_person),
        CASE(a_bot_can_allow_nothing),
        CASE(its_session_ends_with_what_the_app_is),
        CASE(its_account_goes_with_the_app_whoever_is_away_meanwhile),
        {0},
    });
}
