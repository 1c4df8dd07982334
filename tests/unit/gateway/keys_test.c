/* keys_test - the pages of API keys: what is offered, made, shown once, and ended. */
#include "account_scene.h"
#include <string.h>

#define SECRET43 "oak_TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT"
#define KEYS "/account/keys"

static struct {
    enum err answer;
    char asked[256]; /* the id, or "dialect|name|scope|lifetime" of what was to be made */
    size_t keys;
} ours;

static void note(struct call *c, const char *text)
{
    (void)c;
    memset(ours.asked, 0, sizeof ours.asked);
    strncpy(ours.asked, text, sizeof ours.asked - 1);
}

static enum err kinds(struct call *c, const void *request, void *reply)
{
    static const struct api_key_kind all[] = {
        {"standard", "openid profile", 25},
        {"tachi", "submit_score delete_score", 100},
    };

    (void)c, (void)request;
    ((struct api_key_kinds_reply *)reply)->kinds.v = all;
    ((struct api_key_kinds_reply *)reply)->kinds.n = ARRAY_LEN(all);
    return OK;
}

static enum err list(struct call *c, const void *request, void *reply)
{
    const struct api_key_page_request *q = request;
    static const struct api_key all[] = {
        {.id = "k1",
         .name = EVIL,
         .dialect = "tachi",
         .scope = "submit_score files:read",
         .secret_kept = true,
         .created_at = MOMENT,
         .used_at = MOMENT,
         .expires_at = MOMENT},
        {.id = "k2",
         .name = "Score Sender",
         .dialect = "standard",
         .client_id = "c_1",
         .created_at = MOMENT},
    };

    (void)c;
    ((struct api_key_page *)reply)->keys.v = all;
    ((struct api_key_page *)reply)->keys.n = ours.keys;
    ((struct api_key_page *)reply)->next = ours.keys && !q->after ? "k2" : NULL;
    return OK;
}

static enum err add(struct call *c, const void *request, void *reply)
{
    const struct api_key_add_request *q = request;
    struct api_key *key = ARENA_NEW(c->mem, api_key);

    note(c, arena_printf(c->mem, "%s|%s|%s|%lld", q->dialect, q->name, q->scope ? q->scope : "-",
                         (long long)q->lifetime));
    *key = (struct api_key){.id = "k3", .name = q->name, .dialect = q->dialect, .created_at = 1};
    *(struct api_key_secret_reply *)reply = (struct api_key_secret_reply){key, SECRET43};
    return ours.answer;
}

static enum err reveal(struct call *c, const void *request, void *reply)
{
    const struct api_key_secret_request *q = request;
    struct api_key *key = ARENA_NEW(c->mem, api_key);

    note(c, arena_printf(c->mem, "%s|%s", q->id, q->dialect ? q->dialect : "-"));
    *key = (struct api_key){
        .id = q->id, .name = EVIL, .dialect = "tachi", .secret_kept = true, .created_at = 1};
    *(struct api_key_secret_reply *)reply = (struct api_key_secret_reply){key, SECRET43};
    return ours.answer;
}

static enum err revoke(struct call *c, const void *request, void *reply)
{
    (void)reply;
    note(c, ((const struct api_key_ref *)request)->id);
    return ours.answer;
}

static void begin(enum err answer)
{
    scene_begin(OK);
    memset(&ours, 0, sizeof ours);
    ours.answer = answer;
    ours.keys = 2;
    front_set("tokensvc.api_key_kinds", kinds);
    front_set("tokensvc.api_key_list", list);
    front_set("tokensvc.api_key_add", add);
    front_set("tokensvc.api_key_reveal", reveal);
    front_set("tokensvc.api_key_revoke", revoke);
}

static void keys_are_listed_with_what_they_allow(void)
{
    begin(OK);
    const char *page = front_body(front_get(KEYS, SIGNED_IN));
    CHECK_HAS(page, "<h2 id=\"key-k1\">" EVIL_HTML "</h2>");
    CHECK_HAS(page, "<li>submit scores for you</li>");
    CHECK_HAS(page, "<code>files:read</code>");
    CHECK_HAS(page, "with programs made for Tachi");
    CHECK_HAS(page, "Valid until: 5 March 2026");
    CHECK_HAS(page, "name=\"show\" value=\"k1\"");
    CHECK(!strstr(page, "name=\"show\" value=\"k2\""));
    CHECK_HAS(page, "Score Sender <span class=\"new\">given to an app</span>");
    CHECK_HAS(page, "Nothing but saying whose it is");
    CHECK_HAS(page, "name=\"revoke\" value=\"k2\"");
    CHECK_HAS(page, "href=\"/account/keys?after=k2\"");
    CHECK(!strstr(page, SECRET43));
    ours.keys = 0;
    CHECK_HAS(front_body(front_get(KEYS, SIGNED_IN)), "You have no keys.");
}

static void each_kind_offers_its_own(void)
{
    begin(OK);
    const char *page = front_body(front_get(KEYS "/new", SIGNED_IN));
    CHECK_HAS(page, "value=\"openid\"");
    CHECK(!strstr(page, "submit_score"));
    CHECK_HAS(page, "<option value=\"quarter\" selected>90 days</option>");
    page = front_body(front_get(KEYS "/new?kind=tachi", SIGNED_IN));
    CHECK_HAS(page, "name=\"scope\" value=\"submit_score\"");
    CHECK_HAS(page, "name=\"kind\" value=\"tachi\"");
    CHECK_HAS(front_body(front_get(KEYS "/new?kind=%3Cnone%3E", SIGNED_IN)), "value=\"standard\"");
}

static void a_key_is_made_and_shown(void)
{
    static const struct {
        const char *form, *asked;
    } cases[] = {
        {"kind=tachi&name=home&scope=delete_score&scope=submit_score&lifetime=ever",
         "tachi|home|submit_score delete_score|0"},
        {"kind=tachi&name=home&scope=submit_score&scope=submit_score&scope=root&lifetime=year",
         "tachi|home|submit_score|31536000"},
        {"name=home&lifetime=for+ever", "standard|home||7776000"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        begin(OK);
        const char *r = scene_post(KEYS "/new", cases[i].form);
        CHECK_INT(front_status(r), 200);
        CHECK_STR(ours.asked, cases[i].asked);
        CHECK_HAS(front_body(r), "id=\"key\">" SECRET43 "</code>");
        CHECK_HAS(front_body(r), "it is not shown again");
        CHECK_STR(front_header(r, "Cache-Control"), "no-store");
    }
}

static void what_is_wrong_is_told_and_what_was_typed_stays(void)
{
    begin(ERR_TOO_MANY);
    const char *r =
        scene_post(KEYS "/new", "kind=tachi&name=%3Chome%3E&scope=delete_score&lifetime=year");
    CHECK_INT(front_status(r), 409);
    CHECK_HAS(front_body(r), "as many keys of this kind as there may be");
    CHECK_HAS(front_body(r), "value=\"&lt;home&gt;\"");
    CHECK_HAS(front_body(r), "value=\"delete_score\" checked");
    CHECK(!strstr(front_body(r), "value=\"submit_score\" checked"));
    CHECK_HAS(front_body(r), "<option value=\"year\" selected>");
    CHECK_INT(front_status(scene_post(KEYS "/new", "kind=tachi&name=")), 400);
    CHECK_INT(front_calls("tokensvc.api_key_add"), 1);
}

static void one_that_is_kept_is_shown_after_a_fresh_sign_in(void)
{
    begin(OK);
    const char *r = scene_post(KEYS, "show=k1");
    CHECK_HAS(front_body(r), "id=\"key\">" SECRET43 "</code>");
    CHECK_HAS(front_body(r), "shown again later");
    CHECK_STR(ours.asked, "k1|-"); /* not as a dialect that shows keys at any time */
    ours.answer = ERR_SIGN_IN_AGAIN;
    r = scene_post(KEYS, "show=k1");
    CHECK_STR(front_header(r, "Location"), "/sign-in?again=1&to=%2Faccount%2Fkeys");
    r = front_get("/sign-in?again=1&to=%2Faccount%2Fkeys", SIGNED_IN);
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_body(r), "Please sign in again");
    CHECK_HAS(front_body(r), "name=\"to\" value=\"/account/keys\"");
    CHECK_HAS(front_body(r), "name=\"username\" type=\"text\" value=\"ada\"");
    CHECK_HAS(front_body(r), "name=\"back\" value=\"/sign-in?again=1&amp;to=%2Faccount%2Fkeys\"");
}

static void a_key_is_ended(void)
{
    begin(OK);
    CHECK_STR(front_header(scene_post(KEYS, "revoke=k1"), "Location"), "/account/keys?saved=1");
    CHECK_STR(ours.asked, "k1");
    ours.answer = ERR_NOT_FOUND;
    const char *r = scene_post(KEYS, "show=k9");
    CHECK_INT(front_status(r), 404);
    CHECK_HAS(front_body(r), "There is no such key any more.");
    CHECK_INT(front_status(scene_post(KEYS, "")), 400);
    asked.session = ERR_SIGNED_OUT;
    r = scene_post(KEYS, "revoke=k1");
    CHECK_STR(front_header(r, "Location"), "/sign-in?to=%2Faccount%2Fkeys");
    CHECK_INT(front_calls("tokensvc.api_key_revoke"), 1);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(keys_are_listed_with_what_they_allow),
        CASE(each_kind_offers_its_own),
        CASE(a_key_is_made_and_shown),
        CASE(what_is_wrong_is_told_and_what_was_typed_stays),
        CASE(one_that_is_kept_is_shown_after_a_fresh_sign_in),
        CASE(a_key_is_ended),
        {NULL, NULL},
    });
    front_close();
    return status;
}
