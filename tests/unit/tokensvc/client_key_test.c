/* API keys that a client has of a person without a code, within consent given before. */
#include "api_key.h"
#include "key_scene.h"
#include "place.h"
#include "shape.h"
#include <string.h>

#define SCOPE "submit_score manage_rivals"

static struct rig *begin(void)
{
    struct rig *rig = rig_open();

    rig->client.dialects = "standard tachi";
    rig->client.scope = rig->consent.scope = SCOPE;
    return rig;
}

static enum err ask(struct rig *rig, const char *client_id, const char *dialect,
                    struct api_key_client_reply *a)
{
    *a = (struct api_key_client_reply){0};
    return on_api_key_client(key_by(rig, "ada"),
                             &(struct api_key_client_request){client_id, dialect}, a);
}

static struct api_key_page keys(struct rig *rig, const char *dialect)
{
    struct api_key_page a = {0};

    CHECK_OK(on_api_key_list(key_by(rig, "ada"), &(struct api_key_page_request){.dialect = dialect},
                             &a));
    return a;
}

static enum err whose(struct rig *rig, const char *key, const char *dialect,
                      struct api_key_holder *a)
{
    struct call c = rig_call(rig, check_mem());

    return on_api_key_whose(&c, &(struct api_key_whose_request){key, dialect}, a);
}

static void a_client_has_one_key_however_often_it_is_asked_for(void)
{
    static const struct shape shape = {"", SHAPE_HEX, 40};
    struct rig *rig = begin();
    struct api_key_client_reply a, b;

    CHECK_OK(ask(rig, "app", "tachi", &a));
    CHECK(!a.was_there && shape_fits(&shape, a.secret));
    CHECK_STR(a.key->client_id, "app");
    CHECK_STR(a.key->name, "An app");
    CHECK_STR(a.key->scope, SCOPE);
    CHECK_OK(ask(rig, "app", "tachi", &b));
    CHECK(b.was_there);
    CHECK_STR(b.secret, a.secret);
    rig->client.scope = "submit_score"; /* what was given is more than it wants now */
    CHECK_OK(ask(rig, "app", "tachi", &b));
    CHECK(!b.was_there && strcmp(a.secret, b.secret) != 0);
    CHECK_INT(keys(rig, "tachi").keys.n, 2);
    rig_close();
}

static void without_consent_to_all_of_it_there_is_none(void)
{
    struct rig *rig = begin();
    struct api_key_client_reply a;

    rig->consent.scope = "submit_score";
    CHECK_ERR(ask(rig, "app", "tachi", &a), ERR_CONSENT_REQUIRED);
    rig->consent = (struct consent_standing_reply){0};
    CHECK_ERR(ask(rig, "app", "tachi", &a), ERR_CONSENT_REQUIRED);
    CHECK_INT(keys(rig, NULL).keys.n, 0);
    rig_close();
}

static void the_client_has_to_be_there_and_switched_on(void)
{
    struct rig *rig = begin();
    struct api_key_client_reply a;

    CHECK_ERR(ask(rig, "nobody", "tachi", &a), ERR_UNKNOWN_CLIENT);
    CHECK_ERR(ask(rig, "app", "standard", &a), ERR_INVALID_REQUEST);
    CHECK_ERR(ask(rig, "app", "opencollective", &a), ERR_UNKNOWN_CLIENT);
    rig->client.disabled = true;
    CHECK_ERR(ask(rig, "app", "tachi", &a), ERR_UNKNOWN_CLIENT);
    rig_close();
}

/* Between the question and the key. */
static void withdraw(struct rig *rig, const char *method)
{
    if (strcmp(method, "authsvc.consent_standing") == 0 && rig->asked[ASKED_CONSENT] == 1)
        rig->consent = (struct consent_standing_reply){0};
}

static void consent_that_goes_meanwhile_leaves_no_key(void)
{
    struct rig *rig = begin();
    struct api_key_client_reply a;

    rig->on_ask = withdraw;
    CHECK_ERR(ask(rig, "app", "tachi", &a), ERR_CONSENT_REQUIRED);
    CHECK_INT(rig->asked[ASKED_CONSENT], 2);
    CHECK_INT(keys(rig, NULL).keys.n, 0);
    rig_close();
}

static void it_ends_with_the_grant(void)
{
    struct rig *rig = begin();
    const struct grant_ref grant = {.person = "ada", .client_id = "app"};
    struct api_key_client_reply a;
    struct api_key_holder who;
    struct nothing done;

    CHECK_OK(ask(rig, "app", "tachi", &a));
    CHECK_OK(whose(rig, a.secret, "tachi", &who));
    struct call c = rig_call(rig, check_mem());
    CHECK_OK(on_grant_end(&c, &grant, &done));
    CHECK_ERR(whose(rig, a.secret, "tachi", &who), ERR_INVALID_TOKEN);
    rig_close();
}

static void a_key_says_whose_it_is(void)
{
    struct rig *rig = begin();
    struct api_key_client_reply a;
    struct api_key_holder who = {0};
    struct token_reply t;

    rig->profile.number = 7;
    CHECK_OK(ask(rig, "app", "tachi", &a));
    CHECK_OK(whose(rig, a.secret, "tachi", &who));
    CHECK_STR(who.sub, "sub-of-ada");
    CHECK_STR(who.username, "ada");
    CHECK_STR(who.name, "An app");
    CHECK_INT(who.number, 7);
    CHECK_STR(who.scope, SCOPE);
    CHECK_STR(who.client_id, "app");
    CHECK_ERR(whose(rig, a.secret, NULL, &who), ERR_INVALID_TOKEN);
    CHECK_ERR(whose(rig, "nothing like it", "tachi", &who), ERR_INVALID_TOKEN);
    CHECK_OK(rig_code(rig, &t));
    CHECK_ERR(whose(rig, t.access_token, NULL, &who), ERR_INVALID_TOKEN); /* that is no key */
    rig->profile.disabled = true;
    rig_pass(rig, RECENT_KEEP);
    CHECK_ERR(whose(rig, a.secret, "tachi", &who), ERR_DISABLED);
    rig_close();
}

static void a_list_shows_values_where_its_dialect_does(void)
{
    struct rig *rig = begin();
    struct api_key_client_reply a;
    struct api_key_secret_reply own = {0};
    const struct api_key_add_request ours = {.name = "backup"};

    CHECK_OK(ask(rig, "app", "tachi", &a));
    CHECK_OK(on_api_key_add(key_by(rig, "ada"), &ours, &own));
    struct api_key_page page = keys(rig, "tachi");
    CHECK_INT(page.keys.n, 1);
    CHECK_STR(page.keys.v[0].secret, a.secret);
    page = keys(rig, "standard");
    CHECK_INT(page.keys.n, 1);
    CHECK_STR(page.keys.v[0].secret, NULL);
    page = keys(rig, NULL);
    CHECK_INT(page.keys.n, 2);
    CHECK(!page.keys.v[0].secret && !page.keys.v[1].secret);
    static const struct sql revealed = {
        "test_revealed", "SELECT count(*) FROM event WHERE kind = 'api_key_revealed'"};
    CHECK_INT(rig_count(rig, &revealed), 1);
    rig_close();
}

static void its_person_may_end_it_by_its_value(void)
{
    struct rig *rig = begin();
    struct api_key_client_reply a;
    struct nothing done;

    CHECK_OK(ask(rig, "app", "tachi", &a));
    const struct api_key_ref value = {.secret = a.secret}, none = {0},
                             both = {.id = a.key->id, .secret = a.secret};
    CHECK_ERR(on_api_key_revoke(key_by(rig, "ada"), &none, &done), ERR_BAD_FIELD);
    CHECK_ERR(on_api_key_revoke(key_by(rig, "ada"), &both, &done), ERR_BAD_FIELD);
    CHECK_ERR(on_api_key_revoke(key_by(rig, "eve"), &value, &done), ERR_NOT_FOUND);
    CHECK_OK(on_api_key_revoke(key_by(rig, "ada"), &value, &done));
    CHECK_ERR(on_api_key_revoke(key_by(rig, "ada"), &value, &done), ERR_NOT_FOUND);
    CHECK_INT(keys(rig, NULL).keys.n, 0);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_client_has_one_key_however_often_it_is_asked_for),
        CASE(without_consent_to_all_of_it_there_is_none),
        CASE(the_client_has_to_be_there_and_switched_on),
        CASE(consent_that_goes_meanwhile_leaves_no_key),
        CASE(it_ends_with_the_grant),
        CASE(a_key_says_whose_it_is),
        CASE(a_list_shows_values_where_its_dialect_does),
        CASE(its_person_may_end_it_by_its_value),
        {0},
    });
}
