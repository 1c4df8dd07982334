/* own_app_seen_test - who sees the apps that people make: their owners, strangers, everybody. */
#include "own_app.h"
#include "own_app_scene.h"

static void to_strangers_there_is_no_such_app(void)
{
    struct app_secret_reply s = {0};
    const char *secret = NULL;
    struct nothing done;
    struct own_app a;

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request("tailchat");
    const char *id = own_app_make(&q).app->client_id;
    const char *admins = auth_client(own_app_auth, (struct client_add_request){0});
    const char *const ids[] = {id, admins, "c_none"};
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        const struct client_ref ref = {ids[i]};
        const struct client_secret_rotate_request rotate = {.client_id = ids[i]};
        struct call *c = own_app_eve();
        CHECK_ERR(on_app_get(c, &ref, &a), ERR_NOT_FOUND);
        CHECK_STR(c->text, "there is no such app of yours");
        CHECK_ERR(
            on_app_update(own_app_eve(), &(struct app_update_request){.client_id = ids[i]}, &a),
            ERR_NOT_FOUND);
        CHECK_ERR(on_app_delete(own_app_eve(), &ref, &done), ERR_NOT_FOUND);
        CHECK_ERR(on_app_secret_rotate(own_app_eve(), &rotate, &s), ERR_NOT_FOUND);
        CHECK_ERR(own_app_reveal(own_app_eve(), ids[i], NULL, &secret), ERR_NOT_FOUND);
    }
    CHECK_OK(on_app_get(own_app_ada(), &(struct client_ref){id}, &a));
    CHECK_OK(on_app_get(own_app_admin(), &(struct client_ref){id}, &a));
    CHECK_OK(on_app_get(own_app_admin(), &(struct client_ref){admins}, &a));
}

static void a_list_has_ones_own(void)
{
    struct app_secret_reply other = {0};
    struct app_page page = {0};

    own_app_auth = auth_open();
    const struct app_add_request q = own_app_request(NULL);
    for (int i = 0; i < 3; i++)
        own_app_make(&q);
    CHECK_OK(on_app_add(own_app_eve(), &q, &other));
    auth_client(own_app_auth, (struct client_add_request){0});
    CHECK_OK(on_app_list(own_app_ada(), &(struct client_page_request){0}, &page));
    CHECK_INT(page.apps.n, 3);
    CHECK_STR(page.next, NULL);
    CHECK_OK(on_app_list(own_app_ada(), &(struct client_page_request){.limit = 2}, &page));
    CHECK_INT(page.apps.n, 2);
    CHECK_OK(on_app_list(own_app_ada(), &(struct client_page_request){.after = page.next}, &page));
    CHECK_INT(page.apps.n, 1);
    CHECK_OK(on_app_list(own_app_admin(), &(struct client_page_request){0}, &page));
    CHECK_INT(page.apps.n, 0);
}

static void a_list_may_be_of_one_dialect(void)
{
    struct app_add_request q = own_app_request("tachi");
    const struct app_add_request standard = own_app_request(NULL);
    struct app_page page = {0};

    own_app_auth = auth_open();
    own_app_make(&standard);
    q.dialects = "tailchat";
    const char *both = own_app_make(&q).app->client_id;
    for (size_t i = 0; i < 2; i++) {
        const struct client_page_request ask = {.dialect = i ? "tachi" : "tailchat"};
        CHECK_OK(on_app_list(own_app_ada(), &ask, &page));
        CHECK_INT(page.apps.n, 1);
        CHECK_STR(page.apps.v[0].client_id, both);
    }
    const struct client_page_request elsewhere = {.dialect = "opencollective"};
    CHECK_OK(on_app_list(own_app_ada(), &elsewhere, &page));
    CHECK_INT(page.apps.n, 0);
}

static enum err look(const char *id, const char *dialect, struct app_look_reply *a)
{
    *a = (struct app_look_reply){0};
    return on_app_look(auth_call(own_app_auth), &(struct app_look_request){id, dialect}, a);
}

static void everybody_may_look_at_it_where_it_is_switched_on(void)
{
    struct app_look_reply a;

    own_app_auth = auth_open();
    struct app_add_request q = own_app_request("tachi");
    q.webhook_uri = "https://app.example/hook";
    q.description = "Writes things down";
    q.scope = "submit_score";
    own_app_auth->person.number = 7;
    const char *id = own_app_make(&q).app->client_id;
    CHECK_OK(look(id, "tachi", &a));
    CHECK_STR(a.client_name, "Notes");
    CHECK_STR(a.scope, "submit_score");
    CHECK_STR(a.webhook_uri, q.webhook_uri);
    CHECK_STR(a.redirect_uris.v[0], "https://app.example/callback");
    CHECK_STR(a.owner_username, "ada");
    CHECK_INT(a.owner_number, 7);
    CHECK_STR(a.owner_sub, own_app_auth->person.sub);
    CHECK_STR(a.description, "Writes things down");
    CHECK(a.created_at > 0 && a.updated_at == a.created_at);
    CHECK_ERR(look(id, "standard", &a), ERR_UNKNOWN_CLIENT);
    CHECK_ERR(look("CI-nobody", "tachi", &a), ERR_UNKNOWN_CLIENT);
    own_app_auth->person.disabled = true;
    CHECK_OK(look(id, "tachi", &a));
    CHECK_STR(a.owner_username, NULL);
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(to_strangers_there_is_no_such_app),
        CASE(a_list_has_ones_own),
        CASE(a_list_may_be_of_one_dialect),
        CASE(everybody_may_look_at_it_where_it_is_switched_on),
        {0},
    });

    auth_close();
    return status;
}
