/* webhook_test - posting to strangers: whom not, how far, how long; and that what was looked at is
 * what is connected to. */
#include "check.h"
#include "clock.h"
#include "hook_server.h"
#include "secret.h"
#include "webhook.h"
#include <curl/curl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID "0123456789abcdef0123456789abcdef"
#define OK_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define HOST "hook.test"

/* A resolver that answers as the test says, and something else each time. */
struct names {
    const char *const *answers; /* lists of addresses, one for each time; the last one stays */
    size_t n, asked;
};

static enum err answer_name(void *arg, const char *host, struct addresses *out)
{
    struct names *self = arg;
    const char *text = self->answers[self->asked < self->n ? self->asked : self->n - 1];
    char part[64];

    self->asked++;
    CHECK_STR(host, HOST);
    out->n = 0;
    while (*text) {
        size_t n = strcspn(text, ",");
        snprintf(part, sizeof part, "%.*s", (int)n, text);
        CHECK(addresses_add(out, part));
        text += n + (text[n] == ',');
    }
    return out->n ? OK : ERR_NOT_FOUND;
}

static atomic_bool stop;

struct scene {
    struct hook_server *server;
    struct names names;
    struct webhook webhook;
    const char *why;
};

static struct scene scene_of(const char *answer, const char *const *names, size_t n)
{
    return (struct scene){
        .server = hook_server_open("127.0.0.1", 0, HOST, answer),
        .names = {names, n, 0},
    };
}

static enum outcome post_order(struct scene *s, const struct webhook_order *order)
{
    s->webhook.allow = s->webhook.allow ? s->webhook.allow : "127.0.0.1";
    s->webhook.ca_file = hook_server_ca(s->server);
    s->webhook.resolve = answer_name;
    s->webhook.resolve_self = &s->names;
    s->webhook.stop = &stop;
    s->why = NULL;
    return webhook_send(&s->webhook, check_mem(), ID, order, &s->why);
}

static const char *url_of(const struct scene *s, const char *host)
{
    return arena_printf(check_mem(), "https://%s:%d/in?x=1", host, hook_server_port(s->server));
}

static enum outcome post_to(struct scene *s, const char *url)
{
    return post_order(s, &(struct webhook_order){.url = url, .body = "{\"a\":1}"});
}

static const char *const here[] = {"127.0.0.1"};

static void a_message_arrives_with_its_headers(void)
{
    struct scene s = scene_of(OK_ANSWER, here, 1);
    static const uint8_t key[32] = {7};
    const struct webhook_order order = {
        .url = url_of(&s, HOST), .body = "{\"a\":1}", .bearer = "abc", .signing_key = {key, 32}};

    CHECK_INT(post_order(&s, &order), OUTCOME_SENT);
    const char *heard = hook_server_heard(s.server);
    CHECK_HAS(heard, "POST /in?x=1 HTTP/1.1\r\n");
    CHECK_HAS(heard, "Content-Type: application/json\r\n");
    CHECK_HAS(heard, "Authorization: Bearer abc\r\n");
    CHECK_HAS(heard, "webhook-id: " ID "\r\n");
    CHECK_HAS(heard, "\r\n\r\n{\"a\":1}");
    hook_server_close(&s.server);
}

static void the_signature_is_over_id_time_and_body(void)
{
    struct scene s = scene_of(OK_ANSWER, here, 1);
    static const uint8_t key[32] = {7};
    const struct webhook_order order = {
        .url = url_of(&s, HOST), .body = "{\"a\":1}", .signing_key = {key, 32}};
    char base64[64];

    CHECK_INT(post_order(&s, &order), OUTCOME_SENT);
    const char *heard = hook_server_heard(s.server);
    const char *time = strstr(heard, "webhook-timestamp: ");
    CHECK(time != NULL);
    time += strlen("webhook-timestamp: ");
    const char *text =
        arena_printf(check_mem(), ID ".%.*s.{\"a\":1}", (int)strcspn(time, "\r"), time);
    struct bytes mac = secret_mac(check_mem(), order.signing_key, bytes_of(text));
    sodium_bin2base64(base64, sizeof base64, mac.p, mac.n, sodium_base64_VARIANT_ORIGINAL);
    CHECK_HAS(heard, arena_printf(check_mem(), "webhook-signature: v1,%s\r\n", base64));
    hook_server_close(&s.server);
}

/* The name leads elsewhere as soon as it has been looked at: the connection still goes to the
 * address that was judged, and the name is not asked again. */
static void a_name_that_changes_its_mind_leads_nowhere_else(void)
{
    static const char *const changing[] = {"127.0.0.1", "127.0.0.2"};
    struct scene s = scene_of(OK_ANSWER, changing, 2);
    struct hook_server *inside =
        hook_server_open("127.0.0.2", hook_server_port(s.server), HOST, OK_ANSWER);

    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_SENT);
    CHECK_INT(s.names.asked, 1);
    CHECK_INT(hook_server_asked(s.server), 1);
    CHECK_INT(hook_server_connections(inside), 0);
    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_REFUSED); /* now it is at 127.0.0.2 */
    CHECK_STR(s.why, HOST " is at 127.0.0.2, which is not a public address");
    CHECK_INT(hook_server_connections(inside), 0);
    CHECK_INT(hook_server_connections(s.server), 1);
    hook_server_close(&inside);
    hook_server_close(&s.server);
}

static void one_closed_address_among_many_closes_the_name(void)
{
    static const char *const mixed[] = {"8.8.8.8,10.0.0.1", "127.0.0.1,169.254.169.254",
                                        "::ffff:127.0.0.1", "fd00:ec2::254"};
    struct scene s = scene_of(OK_ANSWER, mixed, ARRAY_LEN(mixed));

    for (size_t i = 0; i < ARRAY_LEN(mixed); i++)
        CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_REFUSED);
    CHECK_INT(hook_server_connections(s.server), 0);
    hook_server_close(&s.server);
}

/* However an address is written. */
static void addresses_in_urls_are_judged_alike(void)
{
    static const char *const hosts[] = {
        "127.0.0.1",     "127.1",
        "2130706433",    "0x7f.1",
        "0177.0.0.1",    "0",
        "[::1]",         "[::]",
        "10.0.0.1",      "169.254.169.254",
        "[fe80::1]",     "[::ffff:7f00:1]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    };
    struct scene s = scene_of(OK_ANSWER, here, 1);

    s.webhook.allow = "192.0.2.77"; /* something else */
    for (size_t i = 0; i < ARRAY_LEN(hosts); i++) {
        if (post_to(&s, url_of(&s, hosts[i])) != OUTCOME_REFUSED)
            check_failed(__FILE__, __LINE__, "%s is let by", hosts[i]);
        CHECK_HAS(s.why, "not a public address");
    }
    CHECK_INT(hook_server_connections(s.server), 0);
    hook_server_close(&s.server);
}

static void other_addresses_are_refused(void)
{
    static const char *const urls[] = {"http://hook.test/",
                                       "ftp://hook.test/",
                                       "file:///etc/passwd",
                                       "https://user@hook.test/",
                                       "https://a:b@hook.test/",
                                       "gopher://hook.test/",
                                       "hook.test",
                                       "https://",
                                       "https://[fe80::1%25lo]/"};
    struct scene s = scene_of(OK_ANSWER, here, 1);

    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        if (post_to(&s, urls[i]) != OUTCOME_REFUSED)
            check_failed(__FILE__, __LINE__, "%s is let by: %s", urls[i], s.why ? s.why : "sent");
    }
    CHECK_INT(hook_server_connections(s.server), 0);
    hook_server_close(&s.server);
}

static void redirects_are_not_followed(void)
{
    struct scene s = scene_of("HTTP/1.1 307 Go\r\nLocation: https://hook.test/away\r\n"
                              "Content-Length: 0\r\n\r\n",
                              here, 1);

    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_FAILED);
    CHECK_STR(s.why, "it answered 307");
    CHECK_INT(hook_server_asked(s.server), 1);
    hook_server_close(&s.server);
}

static void answers_have_a_meaning(void)
{
    static const struct {
        const char *answer;
        enum outcome outcome;
    } cases[] = {
        {"HTTP/1.1 204 No\r\n\r\n", OUTCOME_SENT},
        {"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", OUTCOME_FAILED},
        {"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", OUTCOME_FAILED},
        {"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", OUTCOME_REFUSED},
        {"nonsense", OUTCOME_FAILED},
    };
    struct scene s = scene_of(OK_ANSWER, here, 1);

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        hook_server_answer(s.server, cases[i].answer, 0);
        CHECK_INT(post_to(&s, url_of(&s, HOST)), cases[i].outcome);
    }
    hook_server_close(&s.server);
}

static void a_long_answer_is_cut_off(void)
{
    struct scene s = scene_of(OK_ANSWER, here, 1);

    hook_server_answer(s.server, "HTTP/1.1 200 OK\r\n\r\n", 1 << 20);
    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_FAILED);
    CHECK_STR(s.why, "its answer was longer than 64 KiB");
    hook_server_answer(s.server, "HTTP/1.1 200 OK\r\nX: ", 1 << 20); /* in its header */
    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_FAILED);
    hook_server_close(&s.server);
}

static void who_does_not_answer_is_left_after_ten_seconds(void)
{
    struct scene s = scene_of(NULL, here, 1);
    int64_t began = clock_steady();

    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_FAILED);
    CHECK(clock_steady() - began >= 9000);
    CHECK(clock_steady() - began < 20000);
    hook_server_close(&s.server);
}

static void a_stranger_with_another_certificate_gets_nothing(void)
{
    struct scene s = scene_of(OK_ANSWER, here, 1);
    struct hook_server *other = hook_server_open("127.0.0.1", 0, "other.test", OK_ANSWER);
    const char *url = arena_printf(check_mem(), "https://" HOST ":%d/", hook_server_port(other));

    CHECK_INT(post_to(&s, url), OUTCOME_FAILED);
    CHECK_INT(hook_server_asked(other), 0);
    hook_server_close(&other);
    hook_server_close(&s.server);
}

static void proxies_of_the_environment_are_not_used(void)
{
    struct scene s = scene_of(OK_ANSWER, here, 1);

    setenv("https_proxy", "http://127.0.0.1:1", 1); /* NOLINT(concurrency-mt-unsafe) */
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);   /* NOLINT(concurrency-mt-unsafe) */
    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_SENT);
    unsetenv("https_proxy"); /* NOLINT(concurrency-mt-unsafe) */
    unsetenv("ALL_PROXY");   /* NOLINT(concurrency-mt-unsafe) */
    hook_server_close(&s.server);
}

static void a_name_without_address_is_tried_again(void)
{
    static const char *const nowhere[] = {""};
    struct scene s = scene_of(OK_ANSWER, nowhere, 1);

    CHECK_INT(post_to(&s, url_of(&s, HOST)), OUTCOME_FAILED);
    CHECK_STR(s.why, HOST " has no address");
    hook_server_close(&s.server);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN); /* NOLINT: as the courier does */
    curl_global_init(CURL_GLOBAL_DEFAULT);
    return check_run((struct check[]){
        CASE(a_message_arrives_with_its_headers),
        CASE(the_signature_is_over_id_time_and_body),
        CASE(a_name_that_changes_its_mind_leads_nowhere_else),
        CASE(one_closed_address_among_many_closes_the_name),
        CASE(addresses_in_urls_are_judged_alike),
        CASE(other_addresses_are_refused),
        CASE(redirects_are_not_followed),
        CASE(answers_have_a_meaning),
        CASE(a_long_answer_is_cut_off),
        CASE(who_does_not_answer_is_left_after_ten_seconds),
        CASE(a_stranger_with_another_certificate_gets_nothing),
        CASE(proxies_of_the_environment_are_not_used),
        CASE(a_name_without_address_is_tried_again),
        {0},
    });
}
