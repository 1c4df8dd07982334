/* client_policy_test - which settings of a client go together. */
#include "check.h"
#include "client_policy.h"
#include <string.h>

static const char *const uris[] = {"https://app.example/callback"};

static struct client client(bool confidential)
{
    return (struct client){
        .client_id = "c_x",
        .client_name = "Notes",
        .confidential = confidential,
        .redirect_uris = {uris, 1},
        .grant_types = "authorization_code refresh_token",
        .scope = "openid",
        .auth_methods = confidential ? "client_secret_basic" : "none",
        .id_token_signed_response_alg = "ES256",
        .dialects = "standard",
        .access_token_format = "jwt",
        .access_token_lifetime = 300,
        .refresh_idle_lifetime = 600,
        .refresh_lifetime = 600,
        .code_lifetime = 60,
        .generation = 1,
    };
}

static const char *fault(struct client p)
{
    return client_policy_fault(check_mem(), &p);
}

#define FAULT(kind, text, ...)                                                                     \
    do {                                                                                           \
        struct client p = client(kind);                                                            \
        __VA_ARGS__;                                                                               \
        CHECK_HAS(fault(p), text);                                                                 \
    } while (0)

enum { PUBLIC = false, CONFIDENTIAL = true };

static void good_clients_pass(void)
{
    struct client service = client(CONFIDENTIAL);

    CHECK_STR(fault(client(PUBLIC)), NULL);
    CHECK_STR(fault(client(CONFIDENTIAL)), NULL);
    service.redirect_uris = (struct strs){NULL, 0};
    service.grant_types = "client_credentials";
    service.permissions = "introspect";
    service.refresh_reuse = true;
    CHECK_STR(fault(service), NULL);
}

static void nobody_could_be_called_like_an_app(void)
{
    static const char *const good[] = {"tc_649aa2179e97b8b3b2d1004f", "CXMikado", "a-b_c.d",
                                       "0123456789abcdef0123", "01234567890123456789"};

    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct client p = client(CONFIDENTIAL);
        p.client_id = good[i];
        CHECK_STR(fault(p), NULL);
    }
    FAULT(CONFIDENTIAL, "client_id: letters", p.client_id = "a b");
    FAULT(CONFIDENTIAL, "client_id: letters", p.client_id = "a/b");
    FAULT(CONFIDENTIAL, "client_id: letters", p.client_id = "https://app.example");
    FAULT(CONFIDENTIAL, "like that of a person", p.client_id = "649aa2179e97b8b3b2d1004f");
    FAULT(CONFIDENTIAL, "like that of a person", p.client_id = "649AA2179E97B8B3B2D1004F");
    FAULT(CONFIDENTIAL, "like that of a person", p.client_id = "1234567890123456789");
}

static void grants_are_known_and_go_together(void)
{
    FAULT(CONFIDENTIAL, "grant_types: password", p.grant_types = "authorization_code password");
    FAULT(CONFIDENTIAL, "grant_types: implicit", p.grant_types = "implicit");
    FAULT(CONFIDENTIAL, "grant_types: at least one", p.grant_types = "");
    FAULT(CONFIDENTIAL, "grant_types: refresh_token", p.grant_types = "refresh_token");
    FAULT(PUBLIC, "grant_types: client_credentials", p.grant_types = "client_credentials");
}

static void codes_need_somewhere_to_go(void)
{
    FAULT(CONFIDENTIAL, "redirect_uris: authorization_code", p.redirect_uris.n = 0);
}

static void each_redirect_uri_is_judged(void)
{
    static const char *const bad[] = {"https://app.example/callback", "http://app.example/"};
    static const char *const twice[] = {"https://app.example/callback", "com.example.app:/cb",
                                        "https://app.example/callback"};

    FAULT(PUBLIC, "redirect_uris: number 2 is http", p.redirect_uris = (struct strs){bad, 2});
    FAULT(PUBLIC, "redirect_uris: number 3 stands there twice",
          p.redirect_uris = (struct strs){twice, 3});
}

static void the_page_of_an_app_is_on_the_web(void)
{
    FAULT(PUBLIC, "client_uri: it is not an https", p.client_uri = "javascript:alert(1)");
}

static void who_is_told_proves_who_they_are(void)
{
    struct client good = client(CONFIDENTIAL);

    good.owner = "person-ada";
    good.dialects = "standard tachi";
    good.webhook_uri = "https://app.example/hook?of=notes";
    CHECK_STR(fault(good), NULL);
#define HOOK(uri) p.owner = "person-ada", p.dialects = "tachi", p.webhook_uri = (uri)
    FAULT(CONFIDENTIAL, "webhook_uri: it is not an https", HOOK("http://127.0.0.1:8080/"));
    FAULT(CONFIDENTIAL, "webhook_uri: it has a user name", HOOK("https://a@app.example/"));
    FAULT(CONFIDENTIAL, "webhook_uri: it is not an https", HOOK("ftp://app.example/"));
    FAULT(CONFIDENTIAL, "webhook_uri: it needs an app whose", HOOK("https://app.example/"),
          p.dialects = "standard");
    FAULT(PUBLIC, "webhook_uri: it needs an app whose", HOOK("https://app.example/"));
#undef HOOK
}

static void methods_are_those_of_the_kind(void)
{
    FAULT(PUBLIC, "auth_methods: a public", p.auth_methods = "client_secret_post");
    FAULT(PUBLIC, "auth_methods: a public", p.auth_methods = "none client_secret_post");
    FAULT(CONFIDENTIAL, "auth_methods: none is not", p.auth_methods = "client_secret_post none");
    FAULT(CONFIDENTIAL, "auth_methods: private_key_jwt", p.auth_methods = "private_key_jwt");
    FAULT(CONFIDENTIAL, "auth_methods: at least one", p.auth_methods = "");
    FAULT(CONFIDENTIAL, "auth_methods: at least one with", p.auth_methods = "pkce");
    FAULT(PUBLIC, "auth_methods: a public", p.auth_methods = "none pkce");
}

static void rights_are_for_those_who_can_prove_who_they_are(void)
{
    FAULT(PUBLIC, "permissions: a public", p.permissions = "introspect");
    FAULT(CONFIDENTIAL, "permissions: root is not", p.permissions = "introspect root");
}

static void offline_access_is_of_use_with_refresh_tokens(void)
{
    FAULT(PUBLIC, "scope: offline_access",
          (p.scope = "openid offline_access", p.grant_types = "authorization_code"));
}

static void token_settings_make_sense(void)
{
    FAULT(PUBLIC, "id_token_signed_response_alg", p.id_token_signed_response_alg = "HS256");
    FAULT(PUBLIC, "refresh_idle_lifetime", p.refresh_idle_lifetime = 601);
    FAULT(PUBLIC, "refresh_reuse", p.refresh_reuse = true);
}

static void dialects_and_formats_are_known(void)
{
    struct client all = client(CONFIDENTIAL);

    all.dialects = "standard tailchat tachi opencollective";
    all.access_token_format = "opaque";
    CHECK_STR(fault(all), NULL);
    FAULT(CONFIDENTIAL, "dialects: esperanto is not one of: standard", p.dialects = "esperanto");
    FAULT(CONFIDENTIAL, "dialects: at least one", p.dialects = "");
    FAULT(CONFIDENTIAL, "access_token_format: jwt or opaque", p.access_token_format = "saml");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(good_clients_pass),
        CASE(nobody_could_be_called_like_an_app),
        CASE(grants_are_known_and_go_together),
        CASE(codes_need_somewhere_to_go),
        CASE(each_redirect_uri_is_judged),
        CASE(the_page_of_an_app_is_on_the_web),
        CASE(who_is_told_proves_who_they_are),
        CASE(methods_are_those_of_the_kind),
        CASE(rights_are_for_those_who_can_prove_who_they_are),
        CASE(offline_access_is_of_use_with_refresh_tokens),
        CASE(token_settings_make_sense),
        CASE(dialects_and_formats_are_known),
        {0},
    });
}
