/* rates_test - more requests within a minute than the originals would take, from behind a proxy. */
#include "clock.h"
#include "front.h"
#include <stdatomic.h>
#include <string.h>

enum { TACHI = 2, KNOWN = 3, ANYBODY = 1, MINUTE = 60000 };

#define STATUS "/api/v1/status"
#define ME "/graphql/v2?query=%7Bme%7Bid%7D%7D"

static atomic_llong now = 1795219200000; /* that the clock says */

static int64_t tell(void *self)
{
    (void)self;
    return atomic_load(&now);
}

static enum err session(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request, (void)reply;
    return ERR_SIGNED_OUT;
}

static enum err bearer(struct call *c, const void *request, void *reply)
{
    static const struct profile ada = {.sub = "s", .username = "ada", .number = 7};
    const struct bearer_request *q = request;

    (void)c;
    *(struct bearer_reply *)reply = (struct bearer_reply){.person = &ada, .key_id = "key"};
    return q->key ? OK : ERR_INVALID_TOKEN;
}

/* Everybody's minute is over. */
static void begin(void)
{
    atomic_fetch_add(&now, MINUTE);
    front_reset();
    front_set("authsvc.api_session_get", session);
    front_set("tokensvc.bearer", bearer);
}

static const char *ask_from(const char *address, const char *path, const char *headers)
{
    return front_get(path,
                     arena_printf(check_mem(), "X-Forwarded-For: %s\r\n%s", address, headers));
}

static int status_from(const char *address, const char *path, const char *headers)
{
    return front_status(ask_from(address, path, headers));
}

static void one_address_is_told_how_many_are_left(void)
{
    begin();
    const char *r = ask_from("192.0.2.1", STATUS, "");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_header(r, "X-RateLimit-Limit"), "2");
    CHECK_STR(front_header(r, "X-RateLimit-Remaining"), "1");
    CHECK_STR(front_header(r, "X-RateLimit-Reset"),
              arena_printf(check_mem(), "%lld", (atomic_load(&now) + MINUTE) / 1000));
    CHECK(!front_header(r, "Retry-After"));
    CHECK_STR(front_header(ask_from("192.0.2.1", STATUS, ""), "X-RateLimit-Remaining"), "0");
}

static void one_too_many_is_refused_until_the_minute_is_over(void)
{
    begin();
    for (int i = 0; i < TACHI; i++)
        CHECK_INT(status_from("192.0.2.1", STATUS, ""), 200);
    atomic_fetch_add(&now, 17000);
    const char *r = ask_from("192.0.2.1", "/api/v1/users/me", "Authorization: Bearer whatever\r\n");
    CHECK_INT(front_status(r), 429);
    CHECK_STR(front_header(r, "Retry-After"), "43");
    CHECK_STR(front_header(r, "X-RateLimit-Remaining"), "0");
    CHECK_STR(front_body(r),
              "{\"success\":false,"
              "\"description\":\"You have exceeded 2 requests per 60 seconds. Please "
              "wait.\",\"status\":429,\"message\":\"You're being rate limited.\"}");
    CHECK_INT(status_from("192.0.2.2", STATUS, ""), 200);
    atomic_fetch_add(&now, 43000);
    CHECK_INT(status_from("192.0.2.1", STATUS, ""), 200);
}

static void a_subscriber_of_ipv6_is_one(void)
{
    begin();
    CHECK_INT(status_from("2001:db8::1", STATUS, ""), 200);
    CHECK_INT(status_from("2001:db8::2", STATUS, ""), 200);
    CHECK_INT(status_from("2001:db8::3", STATUS, ""), 429);
    CHECK_INT(status_from("2001:db8:0:1::3", STATUS, ""), 200);
}

static void what_is_elsewhere_does_not_count(void)
{
    begin();
    for (int i = 0; i <= TACHI; i++) {
        CHECK_INT(status_from("192.0.2.1", "/robots.txt", ""), 200);
        CHECK_INT(status_from("192.0.2.1", "/api/v1/nothing", ""), 404);
    }
    CHECK_INT(status_from("192.0.2.1", STATUS, ""), 200);
}

static void this_machine_is_not_counted(void)
{
    begin();
    for (int i = 0; i <= TACHI; i++)
        CHECK_INT(front_status(front_get(STATUS, "")), 200);
}

static void nobody_known_is_counted_by_address(void)
{
    begin();
    CHECK_INT(status_from("192.0.2.1", ME, ""), 200);
    const char *r = ask_from("192.0.2.1", ME, "Authorization: Bearer nobody's\r\n");
    CHECK_INT(front_status(r), 429);
    CHECK_STR(front_body(r),
              "{\"error\":{\"message\":\"Rate limit exceeded. Create a Personal Token to "
              "get higher limits.\"}}");
    CHECK(front_header(r, "Retry-After"));
    CHECK_INT(status_from("192.0.2.2", ME, ""), 200);
}

/* Wherever they are. */
static void who_is_known_is_counted_by_who_it_is(void)
{
    static const char by_key[] = "Personal-Token: 0123456789abcdef0123456789abcdef01234567\r\n";

    begin();
    for (int i = 0; i < KNOWN; i++)
        CHECK_INT(status_from(arena_printf(check_mem(), "192.0.2.%d", i), ME, by_key), 200);
    const char *r = ask_from("192.0.2.77", ME, by_key);
    CHECK_INT(front_status(r), 429);
    CHECK_STR(
        front_body(r),
        "{\"error\":{\"message\":\"Rate limit exceeded. Contact-us to get higher limits.\"}}");
    CHECK_INT(status_from("192.0.2.77", ME, ""), 200);
}

int main(void)
{
    const struct clock_source clock = {tell, tell, NULL};
    struct gateway_config config = front_config();
    int status;

    config.gateway_trusted_proxies = "127.0.0.1";
    config.rates_tachi = TACHI;
    config.rates_opencollective = KNOWN;
    config.rates_opencollective_anonymous = ANYBODY;
    clock_replace(&clock);
    front_open(&config);
    status = check_run((struct check[]){
        CASE(one_address_is_told_how_many_are_left),
        CASE(one_too_many_is_refused_until_the_minute_is_over),
        CASE(a_subscriber_of_ipv6_is_one),
        CASE(what_is_elsewhere_does_not_count),
        CASE(this_machine_is_not_counted),
        CASE(nobody_known_is_counted_by_address),
        CASE(who_is_known_is_counted_by_who_it_is),
        {NULL, NULL},
    });
    front_close();
    clock_replace(NULL);
    return status;
}
