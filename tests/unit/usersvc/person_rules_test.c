/* person_rules_test - what may stand in a name, an address, a link. */
#include "people.h"
#include "person_rules.h"
#include <string.h>

/* The public text of the refusal; NULL: accepted. */
static const char *verdict(const struct person_add_request *q)
{
    struct call c = {.mem = check_mem()};

    enum err e = person_rules_check(&c, &person_add_request_desc, q);
    if (!e)
        return NULL;
    CHECK_ERR(e, ERR_BAD_FIELD);
    CHECK(c.text != NULL);
    return c.text;
}

static const char *repeat(const char *text, size_t times, const char *rest)
{
    struct buf out;

    buf_init(&out, check_mem(), 64);
    while (times-- > 0)
        buf_str(&out, text);
    buf_str(&out, rest);
    return buf_text(&out);
}

static void user_names(void)
{
    static const char *const good[] = {"a", "Ada", "ada.lovelace", "a_b-c.9", "007"};
    static const char *const bad[] = {
        "ada lovelace", "ada@example.org", "@ada", "адa", "a/b", "a:b", "a\"b", "a%41"};

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        CHECK_STR(verdict(&(struct person_add_request){.username = good[i]}), NULL);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        CHECK_HAS(verdict(&(struct person_add_request){.username = bad[i]}), "username may");
}

static void addresses(void)
{
    const char *const good[] = {
        "a@b",
        "ada@example.org",
        "ada.lovelace+list@sub.example.co.uk",
        "o'brien@x-y.example",
        "!#$%&'*+-/=?^_`{|}~@example.org",
        "1@2.example",
        repeat("a", 64, "@example.org"),
        arena_printf(check_mem(), "a@%s", repeat("b", 63, ".org")),
    };
    const char *const bad[] = {
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@bob@example.org",
        ".ada@example.org",
        "ada.@example.org",
        "a..b@example.org",
        "a b@example.org",
        "ada@exa mple.org",
        "ada@.example.org",
        "ada@example.org.",
        "ada@example..org",
        "ada@-example.org",
        "ada@example-.org",
        "ada@exam_ple.org",
        "ada@[127.0.0.1]",
        "\"ada\"@example.org",
        "Ada <ada@example.org>",
        "ada@example.org,bob",
        "ада@example.org",
        "ada@exämple.org",
        repeat("a", 65, "@example.org"),
        arena_printf(check_mem(), "a@%s", repeat("b", 64, ".org")),
    };

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        CHECK_STR(verdict(&(struct person_add_request){.email = good[i]}), NULL);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        CHECK_HAS(verdict(&(struct person_add_request){.email = bad[i]}),
                  "email is not an e-mail address");
}

static void links(void)
{
    static const char *const good[] = {
        "https://example.org",         "https://example.org/",      "https://example.org:8443/a?b",
        "https://sub.example.org#top", "https://127.0.0.1/x.png",   "https://[2001:db8::1]:443/x",
        "https://example.org/%C3%A4",  "https://example.org?q=a@b",
    };
    static const char *const bad[] = {
        "http://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "example.org",
        "https:example.org",
        "https://",
        "https:///path",
        "https://:443/",
        "https://user@example.org/",
        "https://user:pass@example.org/",
        "https://example.org:/",
        "https://example.org:port/",
        "https://example.org:123456/",
        "https://[::1",
        "https://[]/",
        "https://[::1]x/",
        "https://[gg::1]/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/<script>",
        "https://example.org/\"",
        "https://example.org/\\",
        "https://exämple.org/",
        "https://example.org/ä",
        "https://example.org\\@evil.example/",
    };

    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        CHECK_STR(verdict(&(struct person_add_request){.picture = good[i]}), NULL);
        CHECK_STR(verdict(&(struct person_add_request){.website = good[i]}), NULL);
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK_HAS(verdict(&(struct person_add_request){.picture = bad[i]}), "picture ");
        CHECK_HAS(verdict(&(struct person_add_request){.website = bad[i]}), "website ");
    }
}

static void host_names_end_somewhere(void)
{
    struct person_add_request q = {0};

    q.website = arena_printf(check_mem(), "https://%s", repeat("abcdefghi.", 25, "org"));
    CHECK_STR(verdict(&q), NULL); /* 253 */
    q.website = arena_printf(check_mem(), "https://%s", repeat("abcdefghi.", 25, "orgs"));
    CHECK_STR(verdict(&q), "website has no proper host name");
}

static void places_and_tongues(void)
{
    static const char *const zones[] = {"Europe/Paris", "UTC", "America/Argentina/Buenos_Aires",
                                        "Etc/GMT+5"};
    static const char *const no_zones[] = {"Europe/", "/Paris", "Europe//Paris", "../../etc",
                                           "Europe Paris"};
    static const char *const tags[] = {"fr", "fr-CA", "zh-Hant-TW", "de-CH-1996"};
    static const char *const no_tags[] = {"fr_CA", "fr-", "-fr", "toolongsubtag", "fr CA"};

    for (size_t i = 0; i < ARRAY_LEN(zones); i++)
        CHECK_STR(verdict(&(struct person_add_request){.zoneinfo = zones[i]}), NULL);
    for (size_t i = 0; i < ARRAY_LEN(no_zones); i++)
        CHECK_HAS(verdict(&(struct person_add_request){.zoneinfo = no_zones[i]}), "zoneinfo is");
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        CHECK_STR(verdict(&(struct person_add_request){.locale = tags[i]}), NULL);
    for (size_t i = 0; i < ARRAY_LEN(no_tags); i++)
        CHECK_HAS(verdict(&(struct person_add_request){.locale = no_tags[i]}), "locale is");
}

static void updates_obey_the_same_rules_and_may_clear(void)
{
    struct call c = {.mem = check_mem()};
    const struct person_update_request bad = {.id = "x", .email = "nowhere"},
                                       cleared = {.id = "x", .picture = "", .locale = ""};

    CHECK_ERR(person_rules_check(&c, &person_update_request_desc, &bad), ERR_BAD_FIELD);
    CHECK_HAS(c.text, "email is not");
    CHECK_OK(person_rules_check(&c, &person_update_request_desc, &cleared));
}

static void refused_fields_change_nothing(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), out = {0};
    const struct person_add_request add = {
        .username = "b b", .email = "b@example.org", .password = "long enough"};
    const struct person_update_request update = {
        .id = ada.id, .name = "Ada", .website = "http://example.org"};
    const struct person_ref ref = {.id = ada.id};
    struct call *c = people_as(p, &p->admin);

    CHECK_ERR(usersvc_person_add(c, &add, &out), ERR_BAD_FIELD);
    CHECK_HAS(c->text, "username may");
    CHECK_ERR(people_check(p, "b@example.org", "long enough", NULL), ERR_WRONG_PASSWORD);
    c = people_as(p, &p->admin);
    CHECK_ERR(usersvc_person_update(c, &update, &out), ERR_BAD_FIELD);
    CHECK_STR(c->text, "website must begin with https://");
    CHECK_OK(usersvc_person_get(people_as(p, &p->admin), &ref, &out));
    CHECK_STR(out.name, NULL);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(user_names),
        CASE(addresses),
        CASE(links),
        CASE(host_names_end_somewhere),
        CASE(places_and_tongues),
        CASE(updates_obey_the_same_rules_and_may_clear),
        CASE(refused_fields_change_nothing),
        {0},
    });
}
