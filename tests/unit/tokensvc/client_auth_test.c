/* Is this the client it says it is?  Every way in which it is not looks alike from outside. */
#include "client_auth.h"
#include "rig.h"
#include <string.h>

static enum err auth(struct rig *rig, const struct client_claim *claim, const char **text)
{
    struct call c = rig_call(rig, check_mem());
    const struct client *client = NULL;

    enum err e = client_auth(&c, claim, &client);
    *text = c.text;
    CHECK((e == OK) == (client != NULL));
    return e;
}

static const char SECRET_BASIC[] = "client_secret_basic";
static const char SECRET_POST[] = "client_secret_post";

static const struct row {
    const char *what;
    struct client_claim claim;
    bool public;
    enum err want;
} rows[] = {
    {"the secret, by header", {"app", RIG_SECRET, SECRET_BASIC, true, NULL, false}, false, OK},
    {"the secret, in the body", {"app", RIG_SECRET, SECRET_POST, true, NULL, false}, false, OK},
    {"another secret",
     {"app", RIG_SECRET "x", SECRET_BASIC, false, NULL, false},
     false,
     ERR_SECRET_WRONG},
    {"half a secret",
     {"app", "a secret of the app", SECRET_BASIC, false, NULL, false},
     false,
     ERR_SECRET_WRONG},
    {"an empty secret", {"app", "", SECRET_BASIC, false, NULL, false}, false, ERR_SECRET_WRONG},
    {"no secret", {"app", NULL, SECRET_BASIC, false, NULL, false}, false, ERR_NO_CREDENTIALS},
    {"no secret, as a public client",
     {"app", NULL, "none", false, NULL, false},
     false,
     ERR_NO_CREDENTIALS},
    {"a secret, as a public client",
     {"app", RIG_SECRET, "none", false, NULL, false},
     false,
     ERR_NO_CREDENTIALS},
    {"a method that is not ours",
     {"app", RIG_SECRET, "private_key_jwt", false, NULL, false},
     false,
     ERR_INVALID_CLIENT},
    {"the secret of another name",
     {"application", RIG_SECRET, SECRET_BASIC, false, NULL, false},
     false,
     ERR_CLIENT_NOT_KNOWN},
    {"a name too long to be one",
     {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", RIG_SECRET, SECRET_BASIC,
      false, NULL, false},
     false,
     ERR_CLIENT_NOT_KNOWN},
    {"no name", {NULL, RIG_SECRET, SECRET_BASIC, false, NULL, false}, false, ERR_NO_CREDENTIALS},
    {"a public client", {"app", NULL, "none", false, NULL, false}, true, OK},
    {"a public client where proof is wanted",
     {"app", NULL, "none", true, NULL, false},
     true,
     ERR_INVALID_CLIENT},
    {"a public client with a secret",
     {"app", RIG_SECRET, SECRET_BASIC, false, NULL, false},
     true,
     ERR_INVALID_CLIENT},
    {"a public client with a secret in the body",
     {"app", "x", SECRET_POST, false, NULL, false},
     true,
     ERR_INVALID_CLIENT},
};

static void each_claim_is_judged(void)
{
    struct rig *rig = rig_open();
    const char *text = NULL;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct client confidential = rig->client;
        if (rows[i].public)
            rig_make_public(&rig->client);
        rig_pass(rig, RECENT_KEEP);
        enum err is = auth(rig, &rows[i].claim, &text);
        if (is != rows[i].want)
            check_failed(__FILE__, __LINE__, "%s: %s", rows[i].what, err_name(is));
        rig->client = confidential;
        if (rows[i].claim.client_id)
            CHECK_STR(text, NULL);
    }
    CHECK_STR(text, NULL);
    rig_close();
}

static const struct client_claim good = {"app", RIG_SECRET, SECRET_BASIC, false, NULL, false};

static enum err knock(struct rig *rig)
{
    const char *text = NULL;

    return auth(rig, &good, &text);
}

static void a_method_that_the_client_did_not_choose_is_refused(void)
{
    struct rig *rig = rig_open();

    rig->client.auth_methods = "client_secret_post";
    CHECK_ERR(knock(rig), ERR_INVALID_CLIENT);
    rig->client.auth_methods = "client_secret_basic none"; /* none does not go with a secret */
    CHECK_OK(knock(rig));
    const char *text = NULL;
    CHECK_ERR(auth(rig, &(struct client_claim){"app", NULL, "none", false, NULL, false}, &text),
              ERR_INVALID_CLIENT);
    rig_make_public(&rig->client);
    rig->client.auth_methods = "none client_secret_basic"; /* nor a secret with a public client */
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(knock(rig), ERR_INVALID_CLIENT);
    rig_close();
}

static void a_disabled_client_is_refused(void)
{
    struct rig *rig = rig_open();

    rig->client.disabled = true;
    CHECK_ERR(knock(rig), ERR_INVALID_CLIENT);
    rig_close();
}

static void a_secret_counts_until_it_expires(void)
{
    struct rig *rig = rig_open();

    rig->secrets[0] = rig_secret("the newer secret", 0);
    rig->secrets[1] = rig_secret(RIG_SECRET, rig->wall + 5000);
    rig->n_secrets = 2;
    CHECK_OK(knock(rig));
    rig_pass(rig, 4999);
    CHECK_OK(knock(rig));
    rig_pass(rig, 1);
    CHECK_ERR(knock(rig), ERR_INVALID_CLIENT);
    const char *text = NULL;
    CHECK_OK(auth(
        rig, &(struct client_claim){"app", "the newer secret", SECRET_BASIC, false, NULL, false},
        &text));
    rig->n_secrets = 0;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(knock(rig), ERR_INVALID_CLIENT);
    rig_close();
}

/* The unknown client takes the same way: it is asked for, and a secret is compared. */
static void an_unknown_client_looks_like_a_wrong_secret(void)
{
    struct rig *rig = rig_open();
    const struct client_claim wrong = {"app", "wrong", SECRET_BASIC, false, NULL, false};
    const char *text = NULL;

    CHECK_ERR(auth(rig, &wrong, &text), ERR_INVALID_CLIENT);
    CHECK_STR(text, NULL);
    int before = rig->asked[ASKED_RECORD];
    rig->no_client = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(auth(rig, &wrong, &text), ERR_INVALID_CLIENT);
    CHECK_STR(text, NULL); /* nothing of what authsvc said */
    CHECK_INT(rig->asked[ASKED_RECORD], before + 1);
    CHECK_ERR(auth(rig, &wrong, &text), ERR_INVALID_CLIENT); /* and is not remembered */
    CHECK_INT(rig->asked[ASKED_RECORD], before + 2);
    rig->no_client = false;
    CHECK_OK(knock(rig));
    rig_close();
}

static void nobody_is_refused_because_authsvc_is_down(void)
{
    struct rig *rig = rig_open();

    rig->down = "authsvc";
    CHECK_ERR(knock(rig), ERR_UNAVAILABLE);
    rig_close();
}

static void a_record_is_remembered_for_a_second(void)
{
    struct rig *rig = rig_open();

    CHECK_OK(knock(rig));
    rig_pass(rig, RECENT_KEEP - 1);
    CHECK_OK(knock(rig));
    CHECK_INT(rig->asked[ASKED_RECORD], 1);
    rig->client.disabled = true;
    CHECK_OK(knock(rig)); /* the most that a change may take */
    rig_pass(rig, 1);
    CHECK_ERR(knock(rig), ERR_INVALID_CLIENT);
    CHECK_INT(rig->asked[ASKED_RECORD], 2);
    rig_close();
}

static void a_new_secret_counts_at_once(void)
{
    struct rig *rig = rig_open();
    const char *text = NULL;

    CHECK_OK(knock(rig));
    rig->secrets[0] = rig_secret("the newer secret", 0);
    CHECK_OK(auth(
        rig, &(struct client_claim){"app", "the newer secret", SECRET_BASIC, false, NULL, false},
        &text));
    CHECK_INT(rig->asked[ASKED_RECORD], 2);
    CHECK_ERR(knock(rig), ERR_INVALID_CLIENT);
    rig_close();
}

static void guessing_does_not_become_a_storm_of_questions(void)
{
    struct rig *rig = rig_open();
    const struct client_claim wrong = {"app", "wrong", SECRET_BASIC, false, NULL, false};
    const char *text = NULL;

    for (int i = 0; i < RECENT_AGAIN_A_SECOND + 300; i++)
        CHECK_ERR(auth(rig, &wrong, &text), ERR_INVALID_CLIENT);
    CHECK_INT(rig->asked[ASKED_RECORD], RECENT_AGAIN_A_SECOND + 1);
    CHECK_OK(knock(rig));
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(each_claim_is_judged),
        CASE(a_method_that_the_client_did_not_choose_is_refused),
        CASE(a_disabled_client_is_refused),
        CASE(a_secret_counts_until_it_expires),
        CASE(an_unknown_client_looks_like_a_wrong_secret),
        CASE(nobody_is_refused_because_authsvc_is_down),
        CASE(a_record_is_remembered_for_a_second),
        CASE(a_new_secret_counts_at_once),
        CASE(guessing_does_not_become_a_storm_of_questions),
        {0},
    });
}
