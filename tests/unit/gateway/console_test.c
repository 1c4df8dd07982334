/* console_test - the forms of one's own apps: what is read of them, what is told beside which
 * field.
 */
#include "account_scene.h"
#include <string.h>

#define APP "/apps/c_1"
#define LINE64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

enum { KEPT = 512 };

static struct own_app app;
static struct {
    char uris[KEPT], webhook[KEPT], template[KEPT];
    int64_t life;
    const char *text; /* what the services refuse a change with; NULL: they take it */
} told;

static enum err app_get(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct own_app *)reply = app;
    return OK;
}

static enum err app_choices(struct call *c, const void *request, void *reply)
{
    static const struct app_dialect all[] = {
        {.name = "standard",
         .scope = "openid profile",
         .access_token_lifetime = 300,
         .refresh_idle_lifetime = 1209600,
         .refresh_lifetime = 7776000},
        {.name = "tachi", .scope = "submit_score"},
    };
    struct app_choices_reply *a = reply;

    (void)c, (void)request;
    a->dialects.v = all;
    a->dialects.n = ARRAY_LEN(all);
    return OK;
}

static void keep(char out[KEPT], const char *text)
{
    memset(out, 0, KEPT);
    strncpy(out, text ? text : "-", KEPT - 1);
}

static enum err app_update(struct call *c, const void *request, void *reply)
{
    const struct app_update_request *q = request;
    struct buf uris;

    buf_init(&uris, c->mem, 256);
    for (size_t i = 0; i < q->redirect_uris.n; i++)
        buf_printf(&uris, "%s|", q->redirect_uris.v[i]);
    keep(told.uris, buf_text(&uris));
    keep(told.webhook, q->webhook_uri);
    keep(told.template, q->api_key_template);
    told.life = q->refresh_lifetime;
    *(struct own_app *)reply = app;
    return told.text ? refuse_openly(c, ERR_BAD_FIELD, "%s", told.text) : OK;
}

static enum err app_check(struct call *c, const void *request, void *reply)
{
    const struct app_check_request *q = request;
    struct app_check_reply *a = reply;
    const char **faults = arena_array(c->mem, q->redirect_uris.n + 1, sizeof *faults);

    for (size_t i = 0; i < q->redirect_uris.n; i++)
        faults[i] = i ? "insecure" : "fine";
    a->redirect_uris = (struct strs){faults, q->redirect_uris.n};
    return OK;
}

static void begin(void)
{
    scene_begin(OK);
    memset(&told, 0, sizeof told);
    app = (struct own_app){.client_id = "c_1",
                           .client_name = EVIL,
                           .confidential = true,
                           .dialects = "standard tachi",
                           .capabilities = "oauth",
                           .access_token_format = "jwt",
                           .id_token_signed_response_alg = "ES256",
                           .access_token_lifetime = 300,
                           .refresh_idle_lifetime = 1209600,
                           .refresh_lifetime = 15552000,
                           .api_key_template = EVIL "\n\t%%TACHI_KEY%%",
                           .yours = true,
                           .created_at = MOMENT,
                           .updated_at = MOMENT};
    front_set("authsvc.app_get", app_get);
    front_set("authsvc.app_choices", app_choices);
    front_set("authsvc.app_update", app_update);
    front_set("authsvc.app_check", app_check);
}

static const char *save(const char *form)
{
    return scene_post(APP "/settings", form);
}

/* -- settings ---------------------------------------------------------------------------------- */

static void lines_are_read_without_blanks_and_empty_ones(void)
{
    begin();
    const char *r = save("client_name=x&dialect=standard&redirect_uri=++https://a.example/++"
                         "&redirect_uri=+++&redirect_uri=&redirect_uri=https://b.example/");
    CHECK_STR(front_header(r, "Location"), APP "?saved=1");
    CHECK_STR(told.uris, "https://a.example/|https://b.example/|");
}

static void what_does_not_fit_is_told_and_asked_nobody(void)
{
    struct buf many, wide;

    begin();
    buf_init(&many, check_mem(), 1024);
    buf_str(&many, "client_name=x&dialect=standard");
    for (int i = 0; i < 17; i++)
        buf_printf(&many, "&redirect_uri=https://%d.example/", i);
    buf_init(&wide, check_mem(), 8192);
    buf_str(&wide, "client_name=x&dialect=standard&redirect_uri=https://a.example/");
    for (int i = 0; i < 33; i++)
        buf_str(&wide, LINE64);
    const struct {
        const char *form, *says;
    } rows[] = {
        {buf_text(&many), "An app can have 16 redirect URIs."},
        {buf_text(&wide), "id=\"redirect-1-fault\""},
        {"client_name=++&dialect=standard", "The app needs a name."},
        {"client_name=x", "Choose at least one place"},
        {"client_name=x&dialect=esperanto", "Choose at least one place"},
        {"client_name=" LINE64 LINE64 "a&dialect=standard", "id=\"client_name-fault\""},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *r = save(rows[i].form);
        CHECK_INT(front_status(r), 400);
        CHECK_HAS(front_body(r), rows[i].says);
    }
    CHECK_INT(front_calls("authsvc.app_update"), 0);
}

static void odd_bytes_are_refused(void)
{
    static const char *const odd[] = {"%00", "%0A", "%07", "%C0%AF", "%ED%A0%80", "%FF", "%2"};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        const char *form = arena_printf(check_mem(), "client_name=x%s&dialect=standard", odd[i]);
        CHECK_INT(front_status(save(form)), 400);
    }
    CHECK_INT(front_calls("authsvc.app_update"), 0);
}

static void each_line_is_explained_and_kept(void)
{
    begin();
    told.text = "redirect_uris: number 2 is http to another machine";
    const char *page =
        front_body(save("client_name=%22%3E%3Cb%3E&dialect=standard"
                        "&redirect_uri=https://a.example/&redirect_uri=http://b.example/"));
    CHECK_HAS(page, "id=\"redirect-2-fault\">It is http to another machine");
    CHECK(!strstr(page, "redirect-1-fault"));
    CHECK_HAS(page, "value=\"http://b.example/\"");
    CHECK_HAS(page, "value=\"&quot;&gt;&lt;b&gt;\"");
}

/* -- of a dialect ------------------------------------------------------------------------------ */

static void a_dialect_shows_its_own_settings(void)
{
    begin();
    const char *page = front_body(front_get(APP "/dialect/tachi", SIGNED_IN));
    CHECK_HAS(page, "/oauth/request-auth?clientID=c_1");
    CHECK_HAS(page, ">\n" EVIL_HTML "\n\t%%TACHI_KEY%%</textarea>");
    CHECK_HAS(page, "id=\"webhook_uri\"");
    CHECK(!strstr(page, "refresh_lifetime"));
    page = front_body(front_get(APP "/dialect/standard", SIGNED_IN));
    CHECK(!strstr(page, "webhook_uri"));
    CHECK_HAS(page, "<option value=\"7776000\">90 days</option>");
    CHECK_HAS(page, "<option value=\"15552000\" selected>180 days</option>"); /* as it is */
    CHECK(!strstr(page, "365 days"));
    CHECK_INT(front_status(front_get(APP "/dialect/tailchat", SIGNED_IN)), 404);
    CHECK_INT(front_status(front_get(APP "/dialect/esperanto", SIGNED_IN)), 404);
    app.confidential = false;
    CHECK(!strstr(front_body(front_get(APP "/dialect/tachi", SIGNED_IN)), "webhook_uri"));
}

static void texts_are_cleared_and_lines_end_alike(void)
{
    begin();
    const char *r = scene_post(APP "/dialect/tachi",
                               "webhook_uri=&api_key_template=a%0D%0A%25%25TACHI_KEY%25%25%09");
    CHECK_STR(front_header(r, "Location"), APP "/dialect/tachi?saved=1");
    CHECK_STR(told.webhook, "");
    CHECK_STR(told.template, "a\n%%TACHI_KEY%%\t");
}

static void each_setting_has_its_own_fault(void)
{
    begin();
    const char *r =
        scene_post(APP "/dialect/tachi", "webhook_uri=http://a.example/&api_key_template=none"
                                         "&api_key_filename=a%0Ab");
    CHECK_INT(front_status(r), 400);
    CHECK_HAS(front_body(r), "id=\"webhook_uri-fault\"");
    CHECK_HAS(front_body(r), "id=\"api_key_template-fault\"");
    CHECK_HAS(front_body(r), "id=\"api_key_filename-fault\"");
    CHECK_INT(front_calls("authsvc.app_update"), 0);
    told.text = "webhook_uri: it has a fragment";
    r = scene_post(APP "/dialect/tachi", "webhook_uri=https://a.example/%23x");
    CHECK_HAS(front_body(r), "id=\"webhook_uri-fault\"");
    CHECK_HAS(front_body(r), "value=\"https://a.example/#x\"");
}

static void a_lifetime_is_a_number_within_its_bounds(void)
{
    static const char *const rest =
        "access_token_format=jwt&access_token_lifetime=60"
        "&id_token_signed_response_alg=ES256&refresh_idle_lifetime=3600";
    static const char *const bad[] = {"", "x", "59", "-1", "157680001", "99999999999999999999"};

    begin();
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        const char *form = arena_printf(check_mem(), "%s&refresh_lifetime=%s", rest, bad[i]);
        const char *r = scene_post(APP "/dialect/standard", form);
        CHECK_INT(front_status(r), 400);
        CHECK_HAS(front_body(r), "id=\"refresh_lifetime-fault\"");
    }
    CHECK_INT(front_calls("authsvc.app_update"), 0);
    scene_post(APP "/dialect/standard",
               arena_printf(check_mem(), "%s&refresh_lifetime=86400", rest));
    CHECK_INT(told.life, 86400);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(lines_are_read_without_blanks_and_empty_ones),
        CASE(what_does_not_fit_is_told_and_asked_nobody),
        CASE(odd_bytes_are_refused),
        CASE(each_line_is_explained_and_kept),
        CASE(a_dialect_shows_its_own_settings),
        CASE(texts_are_cleared_and_lines_end_alike),
        CASE(each_setting_has_its_own_fault),
        CASE(a_lifetime_is_a_number_within_its_bounds),
        {NULL, NULL},
    });
    front_close();
    return status;
}
