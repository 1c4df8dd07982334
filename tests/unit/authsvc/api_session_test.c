/* api_session_test - sessions of programs: what they show, whom they come for, what ends them. */
#include "api_session.h"
#include "b64url.h"
#include "claims.h"
#include "fixture.h"
#include "place.h"
#include "secret.h"
#include <pthread.h>
#include <string.h>

static const char *const dialects[] = {"tailchat", "tachi", "opencollective"};

static struct auth *auth;

static void begin(void)
{
    auth = auth_open();
    auth->person.number = 42;
    auth->person.nickname = "The \"Countess\"";
    auth->person.picture = "https://id.example/avatars/ada.png";
}

static enum err try_sign_in(const char *dialect, const char *password,
                            struct api_sign_in_reply *out)
{
    return on_api_sign_in(auth_call(auth),
                          &(struct api_sign_in_request){.username = "ada",
                                                        .password = password,
                                                        .dialect = dialect,
                                                        .issuer = AUTH_ISSUER,
                                                        .user_agent = "a bot"},
                          out);
}

static const char *sign_in(const char *dialect)
{
    struct api_sign_in_reply in;

    CHECK_OK(try_sign_in(dialect, auth->password, &in));
    return in.token;
}

static enum err get(const char *dialect, const char *token, struct session_reply *out)
{
    return on_api_session_get(auth_call(auth), &(struct api_session_ref){token, dialect}, out);
}

static enum err outcome(const char *dialect, const char *token)
{
    struct session_reply reply;

    return get(dialect, token, &reply);
}

static struct actor actor_of(struct bytes ticket)
{
    struct actor actor;

    CHECK_OK(actor_check(check_mem(), (struct bytes){auth->actor_key, ACTOR_PUBLIC_LEN}, ticket,
                         auth->now, &actor));
    return actor;
}

static void a_program_is_signed_in_by_user_name_and_password(void)
{
    begin();
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        struct api_sign_in_reply in;
        struct session_reply reply;

        CHECK_ERR(try_sign_in(dialects[i], "wrong", &in), ERR_WRONG_PASSWORD);
        CHECK_OK(try_sign_in(dialects[i], auth->password, &in));
        CHECK_STR(actor_of(in.ticket).person, "person-ada");
        CHECK_OK(get(dialects[i], in.token, &reply));
        CHECK_INT(reply.auth_time, auth->now);
        struct actor actor = actor_of(reply.ticket);
        CHECK_STR(actor.person, "person-ada");
        CHECK_STR(actor.groups, "staff");
        CHECK_STR(actor.dialect, dialects[i]);
        CHECK_STR(actor.sid, actor_of(in.ticket).sid);
    }
    struct api_sign_in_reply none;
    CHECK_ERR(try_sign_in("standard", auth->password, &none), ERR_INVALID_REQUEST);
    CHECK_ERR(outcome("standard", sign_in("tachi")), ERR_SIGNED_OUT);
}

static void it_counts_in_its_own_dialect_alone(void)
{
    begin();
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        const char *token = sign_in(dialects[i]);
        for (size_t j = 0; j < ARRAY_LEN(dialects); j++)
            CHECK_ERR(outcome(dialects[j], token), i == j ? OK : ERR_SIGNED_OUT);
    }
}

/* -- not a browser's, nor the reverse -----------------------------------------------------------
 */

static enum err as_cookie(const char *text)
{
    struct session_reply reply;

    return on_session_get(auth_call(auth), &(struct session_ref){text}, &reply);
}

static const char *handle_in(const char *token, const char *claim)
{
    const char *payload = strchr(token, '.') + 1, *why = NULL;
    struct bytes raw = {NULL, 0};
    AUTO(claims) claims = {0};

    CHECK_OK(b64url_decode(check_mem(), payload, (size_t)(strchr(payload, '.') - payload), &raw));
    CHECK_OK(claims_read(check_mem(), raw, &claims, &why));
    return claims_str(&claims, claim);
}

static void no_cookie_is_a_program_and_no_program_a_browser(void)
{
    begin();
    const char *cookie = auth_sign_in(auth, NULL, NULL);
    const char *const shown[] = {sign_in("tachi"), sign_in("tailchat"), sign_in("opencollective")};

    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        CHECK_ERR(outcome(dialects[i], cookie), ERR_SIGNED_OUT);
        CHECK_ERR(as_cookie(shown[i]), ERR_SIGNED_OUT);
    }
    CHECK_ERR(as_cookie(handle_in(shown[1], "jti")), ERR_SIGNED_OUT);
    CHECK_ERR(as_cookie(handle_in(shown[2], "sessionId")), ERR_SIGNED_OUT);
    CHECK_ERR(outcome("tailchat", handle_in(shown[1], "jti")), ERR_SIGNED_OUT);
    CHECK_ERR(outcome("tachi", handle_in(shown[1], "jti")), ERR_SIGNED_OUT);
    CHECK_OK(as_cookie(cookie));
    CHECK_OK(on_sign_out(auth_call(auth), &(struct session_ref){shown[0]}, &NOTHING));
    CHECK_OK(outcome("tachi", shown[0]));
    CHECK_OK(
        on_api_sign_out(auth_call(auth), &(struct api_session_ref){cookie, "tachi"}, &NOTHING));
    CHECK_OK(as_cookie(cookie));
}

static void handles_are_kept_as_hashes(void)
{
    begin();
    const char *bare = sign_in("tachi"), *inside = handle_in(sign_in("tailchat"), "jti");

    CHECK_INT(strlen(bare), 43);
    auth_close();
    CHECK(place_holds(check_dir(), "authsvc", "person-ada"));
    CHECK(!place_holds(check_dir(), "authsvc", bare));
    CHECK(!place_holds(check_dir(), "authsvc", inside));
}

/* -- JWTs ---------------------------------------------------------------------------------------
 */

static const char *payload_of(const char *token)
{
    const char *payload = strchr(token, '.') + 1;
    struct bytes raw = {NULL, 0};

    CHECK_OK(b64url_decode(check_mem(), payload, (size_t)(strchr(payload, '.') - payload), &raw));
    return arena_strndup(check_mem(), (const char *)raw.p, raw.n);
}

static void a_jwt_says_what_its_dialect_wants(void)
{
    begin();
    const long long now = auth->now / 1000, end = now + 30LL * 24 * 3600;
    const char *token = sign_in("tailchat");

    CHECK_STR(payload_of(token),
              arena_printf(check_mem(),
                           "{\"_id\":\"sub-ada\",\"nickname\":\"The \\\"Countess\\\"\","
                           "\"email\":\"ada@example.org\","
                           "\"avatar\":\"https://id.example/avatars/ada.png\","
                           "\"jti\":\"%s\",\"iat\":%lld,\"exp\":%lld}",
                           handle_in(token, "jti"), now, end));
    auth->person.avatar = "00112233445566778899aabbccddeeff";
    token = sign_in("tailchat");
    CHECK_HAS(payload_of(token),
              "\"avatar\":\"https://id.example/avatars/00112233445566778899aabbccddeeff.png\"");
    auth->person.nickname = auth->person.picture = auth->person.avatar = NULL;
    token = sign_in("tailchat");
    CHECK_STR(
        payload_of(token),
        arena_printf(check_mem(),
                     "{\"_id\":\"sub-ada\",\"nickname\":\"ada\",\"email\":\"ada@example.org\","
                     "\"jti\":\"%s\",\"iat\":%lld,\"exp\":%lld}",
                     handle_in(token, "jti"), now, end));
    token = sign_in("opencollective");
    CHECK_STR(payload_of(token),
              arena_printf(check_mem(),
                           "{\"scope\":\"session\",\"sessionId\":\"%s\","
                           "\"email\":\"ada@example.org\",\"iat\":%lld,\"exp\":%lld,"
                           "\"sub\":\"42\"}",
                           handle_in(token, "sessionId"), now, end));
}

static void a_jwt_that_was_altered_in_any_byte_is_refused(void)
{
    static const char others[] = "AZaz09-_.";

    begin();
    char *token = arena_strdup(check_mem(), sign_in("tailchat"));
    for (size_t i = 0; token[i]; i++) {
        const char was = token[i];
        for (const char *o = others; *o; o++) {
            token[i] = *o;
            if (*o != was)
                CHECK_ERR(outcome("tailchat", token), ERR_SIGNED_OUT);
        }
        token[i] = was;
    }
    CHECK_OK(outcome("tailchat", token));
    CHECK_ERR(outcome("tailchat", arena_printf(check_mem(), "%s=", token)), ERR_SIGNED_OUT);
    CHECK_ERR(outcome("tailchat", arena_strndup(check_mem(), token, strlen(token) - 1)),
              ERR_SIGNED_OUT);
}

static void the_key_of_the_jwts_outlives_the_process_and_is_kept_wrapped(void)
{
    begin();
    const char *token = sign_in("tailchat");

    auth->person.email = "ada@example.net";
    CHECK_OK(outcome("tailchat", token));
    auth_close();
    begin(); /* the same data, another process */
    CHECK_OK(outcome("tailchat", token));
}

struct racer {
    pthread_barrier_t *start;
    char token[4096];
    enum err outcome;
};

static void *race(void *arg)
{
    struct racer *self = arg;
    struct api_sign_in_reply in;
    AUTO(arena) mem;
    struct call c;

    arena_init(&mem, ARENA_LIMIT);
    auth_call_in(auth, &mem, &c);
    pthread_barrier_wait(self->start);
    self->outcome = on_api_sign_in(&c,
                                   &(struct api_sign_in_request){.username = "ada",
                                                                 .password = auth->password,
                                                                 .issuer = AUTH_ISSUER,
                                                                 .dialect = "tailchat"},
                                   &in);
    if (!self->outcome)
        memcpy(self->token, in.token, strlen(in.token) + 1);
    return NULL;
}

static void of_many_who_draw_the_first_key_all_have_the_same(void)
{
    static struct racer racers[8];
    pthread_t threads[ARRAY_LEN(racers)];
    pthread_barrier_t start;

    auth = auth_threaded();
    pthread_barrier_init(&start, NULL, ARRAY_LEN(racers));
    for (size_t i = 0; i < ARRAY_LEN(racers); i++) {
        racers[i] = (struct racer){.start = &start};
        CHECK(pthread_create(&threads[i], NULL, race, &racers[i]) == 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(racers); i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
    for (size_t i = 0; i < ARRAY_LEN(racers); i++) {
        CHECK_OK(racers[i].outcome);
        CHECK_OK(outcome("tailchat", racers[i].token));
    }
}

/* -- ends ---------------------------------------------------------------------------------------
 */

static void it_lives_as_long_as_its_dialect_says(void)
{
    const struct {
        const char *dialect;
        int64_t days;
        enum err after;
    } cases[] = {{"tailchat", 30, ERR_EXPIRED},
                 {"tachi", 365, ERR_SIGNED_OUT},
                 {"opencollective", 30, ERR_EXPIRED}};

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct api_sign_in_reply in;

        begin();
        CHECK_OK(try_sign_in(cases[i].dialect, auth->password, &in));
        CHECK_INT(in.lifetime, cases[i].days * 24 * 3600);
        auth_pass(auth, cases[i].days * 24 * AUTH_HOUR - AUTH_SECOND);
        CHECK_OK(outcome(cases[i].dialect, in.token));
        auth_pass(auth, AUTH_SECOND);
        CHECK_ERR(outcome(cases[i].dialect, in.token), cases[i].after);
    }
}

static void sign_out_ends_it_and_may_be_asked_again(void)
{
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        begin();
        const char *token = sign_in(dialects[i]), *other = sign_in(dialects[i]);
        const struct api_session_ref ref = {token, dialects[i]};

        CHECK_OK(on_api_sign_out(auth_call(auth), &ref, &NOTHING));
        CHECK_ERR(outcome(dialects[i], token),
                  i == 1 ? ERR_SIGNED_OUT : ERR_SIGN_IN_AGAIN); /* what is bare does not tell */
        CHECK_OK(on_api_sign_out(auth_call(auth), &ref, &NOTHING));
        CHECK_OK(outcome(dialects[i], other));
    }
    CHECK_ERR(
        on_api_sign_out(auth_call(auth), &(struct api_session_ref){"no JWT", "tailchat"}, &NOTHING),
        ERR_SIGNED_OUT);
}

static void it_ends_when_the_person_is_no_longer_as_at_sign_in(void)
{
    begin();
    const char *token = sign_in("tailchat"), *bare = sign_in("tachi");

    auth->person.generation++;
    CHECK_ERR(outcome("tailchat", token), ERR_SIGN_IN_AGAIN);
    CHECK_ERR(outcome("tachi", bare), ERR_SIGNED_OUT);
    auth->person.generation--; /* nothing brings it back */
    CHECK_ERR(outcome("tailchat", token), ERR_SIGN_IN_AGAIN);
    token = sign_in("tailchat");
    auth->person.disabled = true;
    CHECK_ERR(outcome("tailchat", token), ERR_SIGN_IN_AGAIN);
    auth->person.disabled = false;
    token = sign_in("tailchat");
    auth->usersvc = ERR_UNAVAILABLE; /* a fault is no end */
    CHECK_ERR(outcome("tailchat", token), ERR_UNAVAILABLE);
    auth->usersvc = OK;
    CHECK_OK(outcome("tailchat", token));
}

static void too_many_end_those_that_rested_for_longest(void)
{
    begin();
    const char *cookie = auth_sign_in(auth, NULL, NULL), *elsewhere = sign_in("tachi");
    const char *first = sign_in("tailchat"), *second = sign_in("tailchat");

    for (int i = 2; i < API_SESSIONS_MOST; i++) {
        auth_pass(auth, AUTH_SECOND);
        (void)sign_in("tailchat");
    }
    auth_pass(auth, AUTH_MINUTE);
    CHECK_OK(outcome("tailchat", first)); /* is seen */
    (void)sign_in("tailchat");
    CHECK_OK(outcome("tailchat", first));
    CHECK_ERR(outcome("tailchat", second), ERR_SIGN_IN_AGAIN);
    CHECK_OK(as_cookie(cookie));
    CHECK_OK(outcome("tachi", elsewhere));
}

int main(void)
{
    int failed = check_run((struct check[]){
        CASE(a_program_is_signed_in_by_user_name_and_password),
        CASE(it_counts_in_its_own_dialect_alone),
        CASE(no_cookie_is_a_program_and_no_program_a_browser),
        CASE(handles_are_kept_as_hashes),
        CASE(a_jwt_says_what_its_dialect_wants),
        CASE(a_jwt_that_was_altered_in_any_byte_is_refused),
        CASE(the_key_of_the_jwts_outlives_the_process_and_is_kept_wrapped),
        CASE(of_many_who_draw_the_first_key_all_have_the_same),
        CASE(it_lives_as_long_as_its_dialect_says),
        CASE(sign_out_ends_it_and_may_be_asked_again),
        CASE(it_ends_when_the_person_is_no_longer_as_at_sign_in),
        CASE(too_many_end_those_that_rested_for_longest),
        {0},
    });

    auth_close();
    return failed;
}
