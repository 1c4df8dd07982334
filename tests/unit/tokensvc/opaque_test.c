/* Opaque access tokens: as good as a JWT, here and nowhere else, and no longer than what they rest
 * on. */
#include "opaque_store.h"
#include "place.h"
#include "rig.h"
#include "shape.h"
#include <string.h>

static const struct shape OURS = {"oat_", SHAPE_B64URL, 43};

static struct rig *open_opaque(void)
{
    struct rig *rig = rig_open();

    rig->client.access_token_format = "opaque";
    return rig;
}

static enum err own(struct rig *rig, struct token_reply *a)
{
    return rig_token(rig, &(struct token_request){.grant_type = "client_credentials"}, a);
}

static int64_t rows(struct rig *rig)
{
    static const struct sql COUNT = {"test_opaque", "SELECT count(*) FROM opaque_token"};

    return rig_count(rig, &COUNT);
}

static void a_client_may_want_its_tokens_opaque(void)
{
    struct rig *rig = open_opaque();
    struct token_reply t;
    struct introspect_reply a;
    struct userinfo_reply u;

    CHECK_OK(rig_code(rig, &t));
    CHECK(shape_fits(&OURS, t.access_token));
    CHECK_INT(t.expires_in, 300);
    CHECK(t.refresh_token && t.id_token);
    rig_pass(rig, 10000);
    CHECK_OK(rig_introspect(rig, t.access_token, &a));
    CHECK(a.active);
    CHECK_STR(a.scope, "openid profile email notes");
    CHECK_STR(a.client_id, "app");
    CHECK_STR(a.username, "ada");
    CHECK_STR(a.token_type, "Bearer");
    CHECK_STR(a.sub, "sub-of-ada");
    CHECK_STR(a.aud, RIG_ISSUER);
    CHECK_STR(a.jti, NULL);
    CHECK_STR(a.acr, "1");
    CHECK_INT(a.iat, RIG_START);
    CHECK_INT(a.exp, RIG_START + 300);
    CHECK_INT(a.auth_time, RIG_START - 6);
    CHECK_OK(rig_userinfo(rig, t.access_token, &u));
    CHECK_STR(u.email, "ada@example.org");
    rig_close();
}

static void a_client_has_opaque_tokens_of_its_own(void)
{
    struct rig *rig = open_opaque();
    struct token_reply t;
    struct introspect_reply a;
    struct userinfo_reply u;

    CHECK_OK(own(rig, &t));
    CHECK(shape_fits(&OURS, t.access_token));
    CHECK_OK(rig_introspect(rig, t.access_token, &a));
    CHECK(a.active);
    CHECK_STR(a.sub, "app");
    CHECK_STR(a.scope, "notes");
    CHECK_ERR(rig_userinfo(rig, t.access_token, &u), ERR_INSUFFICIENT_SCOPE);
    CHECK_OK(rig_revoke(rig, t.access_token));
    CHECK(!rig_active(rig, t.access_token));
    CHECK_INT(rows(rig), 0);
    CHECK_OK(own(rig, &t));
    rig->client.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token));
    rig_close();
}

static void only_its_hash_is_kept(void)
{
    struct rig *rig = open_opaque();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    const char *text = t.access_token + strlen("oat_");
    CHECK(!place_holds(check_dir(), "tokensvc", text));
    CHECK(place_holds(check_dir(), "tokensvc", rig->auth.family));
    rig_close();
}

static void it_dies_with_its_family(void)
{
    struct rig *rig = open_opaque();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    struct call c = rig_call(rig, check_mem());
    CHECK_OK(family_store_end(&c, rig->auth.family));
    CHECK(!rig_active(rig, t.access_token));

    CHECK_OK(rig_code(rig, &t));
    CHECK_OK(rig_revoke(rig, t.access_token));
    CHECK(!rig_active(rig, t.access_token) && !rig_active(rig, t.refresh_token));
    rig_close();
}

static void it_dies_with_what_it_rests_on(void)
{
    struct rig *rig = open_opaque();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    CHECK(rig_active(rig, t.access_token));
    rig->profile.generation++;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token));
    rig->profile.generation--;
    rig->consent.session_alive = false;
    rig_pass(rig, RECENT_KEEP);
    CHECK(!rig_active(rig, t.access_token));
    rig->consent.session_alive = true;
    rig->client.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(rig_code(rig, &t), ERR_INVALID_CLIENT);
    rig_close();
}

static void time_ends_it_and_removes_it(void)
{
    struct rig *rig = open_opaque();
    struct call c = rig_call(rig, check_mem());
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    rig_pass(rig, SECONDS(300) - 1);
    CHECK(rig_active(rig, t.access_token));
    rig_pass(rig, 1);
    CHECK(!rig_active(rig, t.access_token));
    CHECK_INT(rows(rig), 1);
    c.now = rig->wall;
    tokensvc_service.idle(rig->svc, &c);
    CHECK_INT(rows(rig), 0);
    rig_close();
}

static void a_family_has_so_many_at_once(void)
{
    struct rig *rig = open_opaque();
    struct token_reply first, second, t;

    CHECK_OK(rig_code(rig, &first));
    CHECK_OK(rig_refresh(rig, first.refresh_token, &second));
    t = second;
    for (int n = 2; n <= OPAQUE_OF_FAMILY; n++) {
        rig_pass(rig, 1);
        CHECK_OK(rig_refresh(rig, t.refresh_token, &t));
    }
    CHECK_INT(rows(rig), OPAQUE_OF_FAMILY);
    CHECK(rig_active(rig, t.access_token));
    rig_pass(rig, 1);
    CHECK_OK(rig_refresh(rig, t.refresh_token, &t));
    CHECK(rig_active(rig, t.access_token));
    CHECK(!rig_active(rig, first.access_token) && !rig_active(rig, second.access_token));
    CHECK_OK(own(rig, &t)); /* counted for itself */
    CHECK_INT(rows(rig), OPAQUE_OF_FAMILY + 1);
    rig_close();
}

static void it_is_for_one_issuer(void)
{
    struct rig *rig = open_opaque();
    struct token_reply t;
    struct userinfo_reply u;

    CHECK_OK(rig_token(rig,
                       &(struct token_request){.grant_type = "authorization_code",
                                               .code = "c",
                                               .issuer = "https://elsewhere.example"},
                       &t));
    CHECK_ERR(rig_userinfo(rig, t.access_token, &u), ERR_INVALID_TOKEN);
    CHECK_ERR(rig_userinfo(rig, "oat_", &u), ERR_INVALID_TOKEN);
    CHECK_ERR(rig_userinfo(rig, "x", &u), ERR_INVALID_TOKEN);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_client_may_want_its_tokens_opaque),
        CASE(a_client_has_opaque_tokens_of_its_own),
        CASE(only_its_hash_is_kept),
        CASE(it_dies_with_its_family),
        CASE(it_dies_with_what_it_rests_on),
        CASE(time_ends_it_and_removes_it),
        CASE(a_family_has_so_many_at_once),
        CASE(it_is_for_one_issuer),
        {0},
    });
}
