/* The client on its own behalf (RFC 6749 4.4): no person, nothing about one. */
#include "rig.h"
#include <string.h>

static enum err ask(struct rig *rig, const char *scope, struct token_reply *a)
{
    return rig_token(
        rig, &(struct token_request){.grant_type = "client_credentials", .scope = scope}, a);
}

static void the_token_speaks_of_the_client_alone(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(ask(rig, NULL, &a));
    CHECK(!a.refresh_token && !a.id_token);
    CHECK_STR(a.token_type, "Bearer");
    CHECK_INT(a.expires_in, 300);
    CHECK_STR(a.scope, "notes");
    CHECK_STR(rig_claim_names(a.access_token), "aud cgn client_id exp iat iss jti scope sub");
    CHECK_STR(rig_claim(a.access_token, "sub"), "app");
    CHECK_STR(rig_claim(a.access_token, "client_id"), "app");
    CHECK_STR(rig_claim(a.access_token, "aud"), RIG_ISSUER);
    CHECK_STR(rig_claim(a.access_token, "scope"), "notes");
    CHECK_INT(rig_claim_int(a.access_token, "cgn"), 3);
    CHECK_INT(rig_claim_int(a.access_token, "exp"), RIG_START + 300);
    CHECK_STR(rig_header_json(a.access_token, "typ"), "\"at+jwt\"");
    CHECK(rig_active(rig, a.access_token));
    rig_close();
}

static void two_tokens_differ(void)
{
    struct rig *rig = rig_open();
    struct token_reply a, b;

    CHECK_OK(ask(rig, NULL, &a));
    CHECK_OK(ask(rig, NULL, &b));
    CHECK(strcmp(rig_claim(a.access_token, "jti"), rig_claim(b.access_token, "jti")) != 0);
    rig_close();
}

static void scopes_of_people_and_of_others_are_refused(void)
{
    static const char *const scopes[] = {"openid",       "profile", "email",       "offline_access",
                                         "notes openid", "admin",   "notes admin", "notes  notes"};
    struct rig *rig = rig_open();
    struct token_reply a;

    for (size_t i = 0; i < ARRAY_LEN(scopes); i++)
        CHECK_ERR(ask(rig, scopes[i], &a), ERR_INVALID_SCOPE);
    CHECK_OK(ask(rig, "notes", &a));
    CHECK_STR(a.scope, "notes");
    rig_close();
}

static void a_client_without_scopes_gets_a_token_without_scope(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig->client.scope = "openid profile";
    CHECK_OK(ask(rig, "", &a));
    CHECK_STR(a.scope, NULL);
    CHECK_STR(rig_claim_names(a.access_token), "aud cgn client_id exp iat iss jti sub");
    rig_close();
}

static void a_public_client_gets_nothing(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    rig_make_public(&rig->client);
    CHECK_ERR(ask(rig, NULL, &a), ERR_UNAUTHORIZED_CLIENT);
    rig->client.grant_types = "client_credentials"; /* even if somebody wrote that down */
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(ask(rig, NULL, &a), ERR_UNAUTHORIZED_CLIENT);
    rig_close();
}

static void the_token_dies_with_the_generation_of_the_client(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;
    struct introspect_reply i;

    rig->other.permissions = "introspect";
    CHECK_OK(ask(rig, NULL, &a));
    CHECK(rig_active(rig, a.access_token));
    rig->client.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, a.access_token));
    CHECK_OK(ask(rig, NULL, &a));
    rig->client.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(rig_introspect(rig, a.access_token, &i), ERR_INVALID_CLIENT);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(the_token_speaks_of_the_client_alone),
        CASE(two_tokens_differ),
        CASE(scopes_of_people_and_of_others_are_refused),
        CASE(a_client_without_scopes_gets_a_token_without_scope),
        CASE(a_public_client_gets_nothing),
        CASE(the_token_dies_with_the_generation_of_the_client),
        {0},
    });
}
