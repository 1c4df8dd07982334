/* client_secret_test - secrets of clients: shown once, renewed, overlapping. */
#include "fixture.h"
#include "place.h"
#include "secret.h"
#include <string.h>

static struct auth *auth;

static struct client_record_reply record(const char *id)
{
    struct client_record_reply reply = {0};

    CHECK_OK(on_client_record(auth_call(auth), &(struct client_ref){id}, &reply));
    return reply;
}

static bool recognises(const struct client_record_reply *reply, const char *secret)
{
    for (size_t i = 0; i < reply->secrets.n; i++) {
        const struct secret_check *check = &reply->secrets.v[i];
        if (bytes_equal(secret_mac(check_mem(), check->key, bytes_of(secret)), check->hash))
            return true;
    }
    return false;
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

static struct client_secret_reply rotate(const char *id, int64_t overlap, bool force)
{
    struct client_secret_reply reply = {0};

    CHECK_OK(on_client_secret_rotate(
        auth_call(auth),
        &(struct client_secret_rotate_request){.client_id = id, .overlap = overlap, .force = force},
        &reply));
    return reply;
}

static void only_a_confidential_client_gets_a_secret(void)
{
    auth = auth_open();
    struct client_secret_reply public = add(false), confidential = add(true);
    CHECK_STR(public.client_secret, NULL);
    CHECK_INT(record(public.client->client_id).secrets.n, 0);
    CHECK_INT(strlen(confidential.client_secret), 43);
    struct client_record_reply reply = record(confidential.client->client_id);
    CHECK_INT(reply.secrets.n, 1);
    CHECK_INT(reply.secrets.v[0].expires_at, 0);
    CHECK(recognises(&reply, confidential.client_secret));
    CHECK(!recognises(&reply, "another"));
}

/* What was issued to an app of that id before stays dead: its generation is a later one. */
static void an_app_from_elsewhere_keeps_its_id_and_secret(void)
{
    static const char *const uris[] = {AUTH_CALLBACK};
    static const char id[] = "tc_649aa2179e97b8b3b2d1004f";
    static const char secret[] = "4Pt4lccOaztJROs-VhmQf8XBU89-z8rr";
    struct client_add_request q = {.client_id = id,
                                   .client_secret = secret,
                                   .client_name = "Notes",
                                   .confidential = true,
                                   .redirect_uris = {uris, 1}};
    struct client_secret_reply reply = {0};

    auth = auth_open();
    CHECK_OK(on_client_add(auth_call(auth), &q, &reply));
    CHECK_STR(reply.client->client_id, id);
    CHECK_STR(reply.client_secret, secret);
    CHECK_INT(reply.client->generation, auth->now);
    struct client_record_reply kept = record(id);
    CHECK(recognises(&kept, secret));

    CHECK_ERR(on_client_add(auth_call(auth), &q, &reply), ERR_EXISTS);
    q = (struct client_add_request){.client_id = "another",
                                    .client_secret = secret,
                                    .client_name = "Notes",
                                    .redirect_uris = {uris, 1}};
    CHECK_ERR(on_client_add(auth_call(auth), &q, &reply), ERR_BAD_FIELD);
}

static void a_new_secret_takes_the_place_of_the_old(void)
{
    auth = auth_open();
    struct client_secret_reply old = add(true);
    const char *id = old.client->client_id;
    struct client_secret_reply new = rotate(id, 0, false);
    struct client_record_reply now = record(id);
    CHECK_INT(now.secrets.n, 1);
    CHECK(recognises(&now, new.client_secret));
    CHECK(!recognises(&now, old.client_secret));
    CHECK_INT(new.client->generation, 1);
    CHECK_INT(rotate(id, 0, true).client->generation, 2);
    CHECK_INT(record(id).client->generation, 2);
}

static void an_overlap_lets_the_old_one_work_for_a_while(void)
{
    auth = auth_open();
    struct client_secret_reply first = add(true);
    const char *id = first.client->client_id;
    struct client_secret_reply second = rotate(id, 60, false);
    struct client_record_reply now = record(id);
    CHECK_INT(now.secrets.n, 2);
    CHECK(recognises(&now, first.client_secret) && recognises(&now, second.client_secret));

    struct client_secret_reply third = rotate(id, 3600, false); /* the oldest makes room */
    now = record(id);
    CHECK_INT(now.secrets.n, 2);
    CHECK(!recognises(&now, first.client_secret));
    CHECK(recognises(&now, second.client_secret) && recognises(&now, third.client_secret));

    auth_pass(auth, 3600 * AUTH_SECOND - 1);
    CHECK_INT(record(id).secrets.n, 2);
    auth_pass(auth, 1);
    now = record(id);
    CHECK_INT(now.secrets.n, 1);
    CHECK(recognises(&now, third.client_secret));
}

static void a_public_client_has_no_secret_to_renew(void)
{
    struct client_secret_reply reply = {0};

    auth = auth_open();
    struct call *c = auth_call(auth);
    const char *id = add(false).client->client_id;
    CHECK_ERR(
        on_client_secret_rotate(c, &(struct client_secret_rotate_request){.client_id = id}, &reply),
        ERR_BAD_FIELD);
    CHECK_HAS(c->text, "client_id:");
    CHECK_ERR(on_client_secret_rotate(
                  auth_call(auth), &(struct client_secret_rotate_request){.client_id = "c_nobody"},
                  &reply),
              ERR_NOT_FOUND);
}

static void a_secret_is_nowhere_in_the_database(void)
{

    auth = auth_open();
    const char *secret = add(true).client_secret;
    CHECK(!place_holds(check_dir(), "authsvc", secret));
}

int main(void)
{
    int status = check_run((struct check[]){
        CASE(only_a_confidential_client_gets_a_secret),
        CASE(an_app_from_elsewhere_keeps_its_id_and_secret),
        CASE(a_new_secret_takes_the_place_of_the_old),
        CASE(an_overlap_lets_the_old_one_work_for_a_while),
        CASE(a_public_client_has_no_secret_to_renew),
        CASE(a_secret_is_nowhere_in_the_database),
        {0},
    });

    auth_close();
    return status;
}
