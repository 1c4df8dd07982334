/* account_lists_test - the pages of a person's own account that show lists, and the file. */
#include "account_scene.h"
#include "json.h"
#include <string.h>

static void sessions_are_shown_and_ended(void)
{
    scene_begin(OK);
    const char *page = front_body(front_get("/account/sessions", SIGNED_IN));
    CHECK_HAS(page, "Firefox, Linux <span class=\"new\">this browser</span>");
    CHECK_HAS(page, "Last seen: 5 March 2026, 09:07 UTC");
    CHECK_HAS(page, "Unknown device");
    CHECK_HAS(page, "name=\"sid\" value=\"" EVIL_HTML "\"");
    CHECK(!strstr(page, "value=\"sid-here\""));
    const char *r = scene_post("/account/sessions", "sid=sid-there");
    CHECK_STR(front_header(r, "Location"), "/account/sessions?saved=1");
    CHECK_STR(asked.fields, "sid-there|-");
    scene_post("/account/sessions", "others=1");
    CHECK_STR(asked.fields, "-|-");
    CHECK_INT(front_calls("authsvc.session_end"), 2);
    CHECK_INT(front_status(scene_post("/account/sessions", "")), 400);
    CHECK_INT(front_calls("authsvc.session_end"), 2);
}

static void apps_are_shown_and_sent_away(void)
{
    scene_begin(OK);
    const char *page = front_body(front_get("/account/apps", SIGNED_IN));
    CHECK_HAS(page, "</span> " EVIL_HTML "</h2>");
    CHECK_HAS(page, "<li>recognise you when you come back</li>");
    CHECK_HAS(page, "<li>use <code>&lt;files&gt;</code></li>");
    CHECK_HAS(page, "Last used: 5 March 2026, 09:07 UTC");
    CHECK_HAS(page, "Has no access at the moment");
    CHECK_HAS(page, "href=\"/account/apps?after=c_2\"");
    page = front_body(front_get("/account/apps?after=c_2", SIGNED_IN));
    CHECK(!strstr(page, "href=\"/account/apps?after="));
    CHECK_STR(front_header(scene_post("/account/apps", "client_id=c_1"), "Location"),
              "/account/apps?saved=1");
    CHECK_STR(asked.fields, "c_1|-");
    CHECK_INT(front_status(scene_post("/account/apps", "")), 400);
    asked.apps = 0;
    CHECK_HAS(front_body(front_get("/account/apps", SIGNED_IN)), "You have not let any app in.");
}

/* As long as the contract lets them be, of what grows most when it is escaped. */
static enum err largest_list(struct call *c, const void *request, void *reply)
{
    enum { APPS = 40, NAME = 128, SCOPE = 4090 };
    const struct consent_page_request *q = request;
    struct consent_page *a = reply;
    struct consent_view *views = arena_array(c->mem, APPS, sizeof *views);
    struct buf scope;
    char *name = arena_alloc(c->mem, NAME + 1);

    memset(name, '&', NAME);
    buf_init(&scope, c->mem, SCOPE);
    for (int i = 0; scope.n + 5 <= SCOPE; i++)
        buf_printf(&scope, "%s&%03x", i ? " " : "", (unsigned)i);
    a->consents.n = 0;
    const int64_t limit = q->limit ? q->limit : APPS;
    for (int i = 0; i < limit && i * (NAME + SCOPE) < 52 << 10; i++)
        views[a->consents.n++] =
            (struct consent_view){.client_id = arena_printf(c->mem, "c_%02d", i),
                                  .client_name = name,
                                  .scope = buf_text(&scope)};
    a->consents.v = views;
    a->next = q->after ? NULL : "c_99";
    return OK;
}

static void the_largest_lists_fit(void)
{
    scene_begin(OK);
    front_set("authsvc.consent_list", largest_list);
    CHECK_INT(front_status(front_get("/account/apps", SIGNED_IN)), 200);
    CHECK_INT(front_status(scene_post("/account/data", "")), 200);
}

static void the_data_come_as_a_file(void)
{
    const char *why;
    json_t *file;

    scene_begin(OK);
    const char *r = scene_post("/account/data", "");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_header(r, "Content-Type"), "application/json");
    CHECK_STR(front_header(r, "Content-Disposition"), "attachment; filename=\"account.json\"");
    CHECK_OK(json_read(check_mem(), front_body(r), strlen(front_body(r)), &file, &why));
    CHECK_STR(json_string_value(json_object_get(json_object_get(file, "profile"), "name")), EVIL);
    CHECK_INT(json_array_size(json_object_get(file, "apps_let_in")), 4); /* two pages */
    const json_t *factor = json_object_get(file, "second_factor");
    CHECK_INT(json_integer_value(json_object_get(factor, "recovery_codes")), 9);
    CHECK(json_is_true(json_object_get(file, "complete")));
    json_decref(file);
    scene_begin(ERR_UNAVAILABLE);
    CHECK_INT(front_status(scene_post("/account/data", "")), 503);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(sessions_are_shown_and_ended),
        CASE(apps_are_shown_and_sent_away),
        CASE(the_largest_lists_fit),
        CASE(the_data_come_as_a_file),
        {NULL, NULL},
    });
    front_close();
    return status;
}
