/* metadata_test - what we say of ourselves: keys, discovery, health. */
#include "clock.h"
#include "front.h"
#include <stdatomic.h>
#include <string.h>

/* Time passes when a case says so. */
static atomic_int_least64_t passed = 1790000000000;

static int64_t time_passed(void *self)
{
    (void)self;
    return atomic_load(&passed);
}

static enum err give_jwks(struct call *c, const void *request, void *reply)
{
    static const struct jwk_public keys[] = {{.kty = "EC",
                                              .kid = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                              .use = "sig",
                                              .alg = "ES256",
                                              .crv = "P-256",
                                              .x = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                              .y = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}};
    struct jwks_reply *a = reply;

    (void)c, (void)request;
    a->keys.v = keys;
    a->keys.n = 1;
    return OK;
}

static void begin(void)
{
    front_reset();
    front_set("tokensvc.jwks", give_jwks);
}

static void keys_are_fetched_once_a_second(void)
{
    begin();
    atomic_fetch_add(&passed, 1100); /* whatever another case left is stale now */
    for (int i = 0; i < 5; i++) {
        const char *r = front_get("/oauth2/jwks", "");
        CHECK_INT(front_status(r), 200);
        CHECK_STR(front_header(r, "Cache-Control"), "public, max-age=300");
        CHECK_STR(front_header(r, "Access-Control-Allow-Origin"), "*");
        CHECK_HAS(front_body(r), "{\"keys\":[{\"kty\":\"EC\",\"kid\":");
    }
    CHECK_INT(front_calls("tokensvc.jwks"), 1);
    atomic_fetch_add(&passed, 1100);
    front_get("/oauth2/jwks", "");
    CHECK_INT(front_calls("tokensvc.jwks"), 2);
}

/* As long as clients may keep their copies we keep ours. */
static void keys_outlast_a_tokensvc_that_is_away(void)
{
    begin();
    atomic_fetch_add(&passed, 1100);
    CHECK_INT(front_status(front_get("/oauth2/jwks", "")), 200);
    front_reset();
    atomic_fetch_add(&passed, 299000);
    CHECK_INT(front_status(front_get("/oauth2/jwks", "")), 200);
    atomic_fetch_add(&passed, 2000);
    CHECK_INT(front_status(front_get("/oauth2/jwks", "")), 503);
    begin();
    atomic_fetch_add(&passed, 300); /* a failure is not held against tokensvc for long */
    CHECK_INT(front_status(front_get("/oauth2/jwks", "")), 200);
}

static void discovery_says_what_there_is(void)
{
    const char *const paths[] = {"/.well-known/openid-configuration",
                                 "/.well-known/oauth-authorization-server"};
    struct bytes golden = check_file(SOURCE_DIR "/tests/unit/gateway/discovery.json");

    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        const char *r = front_get(paths[i], "");
        CHECK_INT(front_status(r), 200);
        CHECK_STR(front_header(r, "Content-Type"), "application/json");
        CHECK_STR(front_header(r, "Cache-Control"), "public, max-age=300");
        CHECK_STR(front_header(r, "Access-Control-Allow-Origin"), "*");
        CHECK_STR(arena_printf(check_mem(), "%s\n", front_body(r)), (const char *)golden.p);
    }
}

static enum err ping(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct ping_reply *)reply =
        (struct ping_reply){.service = "x", .instance = "1", .version = "1", .started = 1};
    return OK;
}

static void health_asks_every_service(void)
{
    front_reset();
    front_set("tokensvc service.ping", ping);
    front_set("authsvc service.ping", ping);
    const char *r = front_get("/health", "");
    CHECK_INT(front_status(r), 503);
    CHECK_STR(front_body(r),
              "{\"tokensvc\":true,\"authsvc\":true,\"usersvc\":false,\"ready\":false}");
    front_set("usersvc service.ping", ping);
    r = front_get("/health", "");
    CHECK_INT(front_status(r), 200);
    CHECK_STR(front_body(r),
              "{\"tokensvc\":true,\"authsvc\":true,\"usersvc\":true,\"ready\":true}");
}

int main(void)
{
    const struct clock_source time = {time_passed, time_passed, NULL};
    struct gateway_config config = front_config();
    int status;

    clock_replace(&time);
    front_open(&config);
    status = check_run((struct check[]){
        CASE(keys_are_fetched_once_a_second),
        CASE(keys_outlast_a_tokensvc_that_is_away),
        CASE(discovery_says_what_there_is),
        CASE(health_asks_every_service),
        {NULL, NULL},
    });
    front_close();
    return status;
}
