/* client_test - apps: added, read, changed, refused, forgotten. */
#include "fixture.h"
#include <string.h>

static struct auth *auth;

static struct client get(const char *id)
{
    struct client client = {0};

    CHECK_OK(on_client_get(auth_call(auth), &(struct client_ref){id}, &client));
    return client;
}

static struct client_secret_reply add(bool confidential)
{
    static const char *const uris[] = {AUTH_CALLBACK};
    struct client_secret_reply reply = {0};

    CHECK_OK(on_client_add(auth_call(auth),
                           &(struct client_add_request){.client_name = "Notes",
                                                        .confidential = confidential,
                                                        .redirect_uris = {uris, 1}},
                           &reply));
    return reply;
}

static void a_client_gets_the_defaults_of_its_kind(void)
{
    auth = auth_open();
    struct client_secret_reply reply = add(true);
    struct client client = get(reply.client->client_id);
    CHECK_STR(client.client_name, "Notes");
    CHECK_STR(client.client_uri, NULL);
    CHECK(client.confidential && !client.disabled && !client.refresh_reuse);
    CHECK_INT(client.redirect_uris.n, 1);
    CHECK_STR(client.redirect_uris.v[0], AUTH_CALLBACK);
    CHECK_STR(client.grant_types, "authorization_code refresh_token");
    CHECK_STR(client.scope, "openid profile email");
    CHECK_STR(client.auth_methods, "client_secret_basic client_secret_post");
    CHECK_STR(client.id_token_signed_response_alg, "ES256");
    CHECK_INT(client.access_token_lifetime, 300);
    CHECK_INT(client.refresh_idle_lifetime, 14 * 86400);
    CHECK_INT(client.refresh_lifetime, 90 * 86400);
    CHECK_INT(client.refresh_grace, 30);
    CHECK_INT(client.code_lifetime, 600);
    CHECK_STR(client.dialects, "standard");
    CHECK_STR(client.access_token_format, "jwt");
    CHECK_INT(client.generation, 1);
    CHECK_INT(client.created_at, auth->now);
    CHECK_INT(client.updated_at, auth->now);
    CHECK_STR(get(add(false).client->client_id).auth_methods, "none");
}

/* The original gives its apps whatever people let them have, so none says beforehand. */
static void scopes_that_nobody_named_are_the_usual_ones(void)
{
    static const char *const uris[] = {AUTH_CALLBACK};
    static const struct {
        const char *dialects, *scope;
    } rows[] = {
        {"standard", "openid profile email"},
        {"tailchat", "openid profile"},
        {"opencollective", "email incognito account expenses orders transactions virtualCards "
                           "updates conversations webhooks host"},
        {"tachi", ""},
        {"standard tachi", "openid profile email"},
    };

    auth = auth_open();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct client_secret_reply reply = {0};
        const struct client_add_request q = {.client_name = "Notes",
                                             .confidential = true,
                                             .dialects = rows[i].dialects,
                                             .redirect_uris = {uris, 1}};
        CHECK_OK(on_client_add(auth_call(auth), &q, &reply));
        CHECK_STR(get(reply.client->client_id).scope, rows[i].scope);
    }
}

static void an_id_cannot_look_like_a_persons(void)
{
    auth = auth_open();
    const char *id = add(true).client->client_id;
    CHECK_INT(strlen(id), 24);
    CHECK(strncmp(id, "c_", 2) == 0);
    CHECK(strcmp(id, add(true).client->client_id) != 0);
}

static void what_is_asked_for_is_kept(void)
{
    static const char *const uris[] = {AUTH_CALLBACK, "http://localhost:3000/cb"};
    struct client_secret_reply reply = {0};

    auth = auth_open();
    CHECK_OK(on_client_add(auth_call(auth),
                           &(struct client_add_request){
                               .client_name = "Bibliothèque",
                               .client_uri = "https://app.example/",
                               .confidential = true,
                               .redirect_uris = {uris, 2},
                               .grant_types = "client_credentials authorization_code",
                               .scope = "openid books:read",
                               .auth_methods = "client_secret_basic",
                               .permissions = "introspect",
                               .id_token_signed_response_alg = "RS256",
                               .access_token_lifetime = 60,
                               .refresh_idle_lifetime = 61,
                               .refresh_lifetime = 62,
                               .refresh_grace = {true, 0},
                               .refresh_reuse = true,
                               .code_lifetime = 10,
                           },
                           &reply));
    struct client client = get(reply.client->client_id);
    CHECK_STR(client.client_name, "Bibliothèque");
    CHECK_STR(client.client_uri, "https://app.example/");
    CHECK_INT(client.redirect_uris.n, 2);
    CHECK_STR(client.redirect_uris.v[1], uris[1]);
    CHECK_STR(client.grant_types, "client_credentials authorization_code");
    CHECK_STR(client.scope, "openid books:read");
    CHECK_STR(client.auth_methods, "client_secret_basic");
    CHECK_STR(client.permissions, "introspect");
    CHECK_STR(client.id_token_signed_response_alg, "RS256");
    CHECK_INT(client.access_token_lifetime, 60);
    CHECK_INT(client.refresh_idle_lifetime, 61);
    CHECK_INT(client.refresh_lifetime, 62);
    CHECK_INT(client.refresh_grace, 0);
    CHECK(client.refresh_reuse);
    CHECK_INT(client.code_lifetime, 10);
}

static void a_short_lifetime_shortens_the_idle_one(void)
{
    auth = auth_open();
    struct client client =
        get(auth_client(auth, (struct client_add_request){.refresh_lifetime = 600}));
    CHECK_INT(client.refresh_idle_lifetime, 600);
    CHECK_INT(client.refresh_lifetime, 600);
}

static void a_bad_client_is_refused_with_the_name_of_the_field(void)
{
    struct client_secret_reply reply = {0};
    struct client_page all = {0};

    auth = auth_open();
    struct call *c = auth_call(auth);
    CHECK_ERR(on_client_add(c, &(struct client_add_request){.client_name = "Notes"}, &reply),
              ERR_BAD_FIELD);
    CHECK_HAS(c->text, "redirect_uris:");
    CHECK_OK(on_client_list(auth_call(auth), &(struct client_page_request){0}, &all));
    CHECK_INT(all.clients.n, 0);
}

static void a_redirect_uri_cannot_answer_before_us(void)
{
    static const char *const taken[] = {"https://app.example/cb?kind=a&c%6Fde=old"};
    static const char *const fine[] = {"https://app.example/cb?kind=a"};
    struct client_secret_reply reply = {0};
    struct client client;

    auth = auth_open();
    struct call *c = auth_call(auth);
    CHECK_ERR(on_client_add(
                  c,
                  &(struct client_add_request){.client_name = "Notes", .redirect_uris = {taken, 1}},
                  &reply),
              ERR_BAD_FIELD);
    CHECK_HAS(c->text, "redirect_uris: number 1 has code in its query");

    const char *id = auth_client(auth, (struct client_add_request){.redirect_uris = {fine, 1}});
    c = auth_call(auth);
    CHECK_ERR(on_client_update(
                  c, &(struct client_update_request){.client_id = id, .redirect_uris = {taken, 1}},
                  &client),
              ERR_BAD_FIELD);
    CHECK_HAS(c->text, "redirect_uris: number 1 has code in its query");
    CHECK_STR(get(id).redirect_uris.v[0], fine[0]);
}

static void an_update_changes_what_it_names(void)
{
    struct client client;

    auth = auth_open();
    const char *id = add(true).client->client_id;
    struct client before = get(id);
    auth_pass(auth, AUTH_SECOND);
    CHECK_OK(on_client_update(auth_call(auth),
                              &(struct client_update_request){.client_id = id,
                                                              .client_name = "Memos",
                                                              .client_uri = "https://memo.example/",
                                                              .refresh_grace = {true, 0},
                                                              .refresh_reuse = {true, true}},
                              &client));
    struct client after = get(id);
    CHECK_STR(client.client_name, "Memos");
    CHECK_STR(after.client_name, "Memos");
    CHECK_STR(after.client_uri, "https://memo.example/");
    CHECK_INT(after.refresh_grace, 0);
    CHECK(after.refresh_reuse);
    CHECK_STR(after.scope, before.scope);
    CHECK_STR(after.redirect_uris.v[0], AUTH_CALLBACK);
    CHECK_INT(after.generation, before.generation);
    CHECK_INT(after.created_at, before.created_at);
    CHECK_INT(after.updated_at, before.updated_at + AUTH_SECOND);

    CHECK_OK(on_client_update(
        auth_call(auth),
        &(struct client_update_request){.client_id = id, .client_uri = "", .scope = ""}, &client));
    CHECK_STR(get(id).client_uri, NULL);
    CHECK_STR(get(id).scope, "");
}

static void an_update_obeys_the_same_policies(void)
{
    struct client client;

    auth = auth_open();
    const char *id = add(false).client->client_id;
    struct call *c = auth_call(auth);
    CHECK_ERR(on_client_update(c,
                               &(struct client_update_request){.client_id = id,
                                                               .client_name = "Memos",
                                                               .refresh_reuse = {true, true}},
                               &client),
              ERR_BAD_FIELD);
    CHECK_HAS(c->text, "refresh_reuse:");
    CHECK_STR(get(id).client_name, "Notes");
    CHECK_ERR(on_client_update(auth_call(auth),
                               &(struct client_update_request){.client_id = "c_nobody"}, &client),
              ERR_NOT_FOUND);
}

static void disabling_raises_the_generation_once(void)
{
    struct client client;

    auth = auth_open();
    const struct client_ref ref = {add(true).client->client_id};
    CHECK_OK(on_client_disable(auth_call(auth), &ref, &client));
    CHECK(client.disabled);
    CHECK_INT(client.generation, 2);
    CHECK_OK(on_client_disable(auth_call(auth), &ref, &client));
    CHECK_INT(client.generation, 2);
    CHECK_OK(on_client_enable(auth_call(auth), &ref, &client));
    CHECK(!client.disabled);
    CHECK_INT(client.generation, 2);
    CHECK_OK(on_client_disable(auth_call(auth), &ref, &client));
    CHECK_INT(get(ref.client_id).generation, 3);

    const struct client_ref none = {"c_nobody"};
    CHECK_ERR(on_client_disable(auth_call(auth), &none, &client), ERR_NOT_FOUND);
    CHECK_ERR(on_client_enable(auth_call(auth), &none, &client), ERR_NOT_FOUND);
    CHECK_ERR(on_client_get(auth_call(auth), &none, &client), ERR_NOT_FOUND);
}

static void a_deleted_client_is_gone(void)
{
    struct client client;
    struct client_record_reply reply;
    struct nothing done;

    auth = auth_open();
    const struct client_ref ref = {add(true).client->client_id};
    CHECK_OK(on_client_delete(auth_call(auth), &ref, &done));
    CHECK_ERR(on_client_get(auth_call(auth), &ref, &client), ERR_NOT_FOUND);
    CHECK_ERR(on_client_record(auth_call(auth), &ref, &reply), ERR_NOT_FOUND);
    CHECK_OK(on_client_delete(auth_call(auth), &ref, &done)); /* again */
}

/* -- pages ------------------------------------------------------------------------------------- */

static void pages_hold_everybody_once_in_order(void)
{
    const char *after = NULL, *last = "";
    size_t seen = 0;

    auth = auth_open();
    for (int i = 0; i < 23; i++)
        add(true);
    do {
        struct client_page page = {0};
        CHECK_OK(on_client_list(auth_call(auth),
                                &(struct client_page_request){.after = after, .limit = 5}, &page));
        CHECK(page.clients.n <= 5);
        for (size_t i = 0; i < page.clients.n; i++) {
            CHECK(strcmp(page.clients.v[i].client_id, last) > 0);
            last = page.clients.v[i].client_id;
        }
        seen += page.clients.n;
        after = page.next;
    } while (after);
    CHECK_INT(seen, 23);
}

static void a_page_fits_into_a_message(void)
{
    enum { PATH = 2048 - 20, CLIENTS = 5 };
    const char *uris[16];
    const char *after = NULL, *why = NULL;
    size_t seen = 0;

    auth = auth_open();
    for (size_t i = 0; i < ARRAY_LEN(uris); i++)
        uris[i] = arena_printf(check_mem(), "https://app.example/%0*zu", PATH, i);
    for (int i = 0; i < CLIENTS; i++)
        auth_client(auth, (struct client_add_request){.redirect_uris = {uris, ARRAY_LEN(uris)}});
    do {
        struct client_page page = {0};
        struct buf out;
        CHECK_OK(
            on_client_list(auth_call(auth), &(struct client_page_request){.after = after}, &page));
        buf_init(&out, check_mem(), 65536);
        CHECK_OK(msg_encode(&client_page_desc, &page, &out, &why));
        CHECK(out.n <= 65536);
        seen += page.clients.n;
        after = page.next;
    } while (after);
    CHECK_INT(seen, CLIENTS);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(a_client_gets_the_defaults_of_its_kind),
        CASE(scopes_that_nobody_named_are_the_usual_ones),
        CASE(an_id_cannot_look_like_a_persons),
        CASE(what_is_asked_for_is_kept),
        CASE(a_short_lifetime_shortens_the_idle_one),
        CASE(a_bad_client_is_refused_with_the_name_of_the_field),
        CASE(a_redirect_uri_cannot_answer_before_us),
        CASE(an_update_changes_what_it_names),
        CASE(an_update_obeys_the_same_policies),
        CASE(disabling_raises_the_generation_once),
        CASE(a_deleted_client_is_gone),
        CASE(pages_hold_everybody_once_in_order),
        CASE(a_page_fits_into_a_message),
        {0},
    });

    auth_close();
    return status;
}
