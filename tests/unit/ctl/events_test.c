/* events_test - the streams of three real services, shown and verified. */
#include "app.h"
#include "db.h"
#include "json.h"
#include "line.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

static struct world *w;
static struct app app;
static struct browser ada;

static struct rpc *admin(void)
{
    return world_call(w, ROLE_ADMIN)->rpc;
}

/* usersvc 1, authsvc 1, a second between them; then authsvc 2 and 3, tokensvc 3 (behind its keys).
 */
static void begin(void)
{
    struct token_reply t;

    world_close(&w);
    w = world_open();
    world_pass(w, 1000);
    person_new(w, "ada");
    world_pass(w, 1000);
    app = app_add(w, NULL);
    ada = browser_of(w, "ada");
    world_pass(w, 1000);
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &t));
}

/* "usersvc:person_added" of each line, one blank between. */
static const char *lines(const char *out)
{
    struct buf all;

    buf_init(&all, check_mem(), 256);
    while (*out) {
        size_t n = strcspn(out, "\n");
        json_t *tree = NULL;
        const char *why = NULL;
        CHECK_OK(json_read(check_mem(), out, n, &tree, &why));
        buf_printf(&all, "%s%s:%s", all.n ? " " : "",
                   json_string_value(json_object_get(tree, "service")),
                   json_string_value(json_object_get(tree, "kind")));
        json_decref(tree);
        CHECK(out[n] == '\n');
        out += n + 1;
    }
    return buf_text(&all);
}

#define ALL                                                                                        \
    "tokensvc:key_added tokensvc:key_added usersvc:person_added authsvc:client_added"              \
    " authsvc:session_begun authsvc:consent_given tokensvc:family_begun"

static void all_streams_are_merged_by_time(void)
{
    begin();
    struct said said = RUN(admin(), "", "events");
    CHECK_STR(said.err, "");
    CHECK_INT(said.status, CTL_OK);
    CHECK_STR(lines(said.out), ALL);
    world_close(&w);
}

static void an_event_is_one_object_on_a_line(void)
{
    begin();
    struct said said = RUN(admin(), "", "events", "--service", "authsvc", "--limit", "1");
    CHECK_HAS(said.out, "{\"service\":\"authsvc\",\"number\":1,\"at\":");
    CHECK_HAS(said.out, "\"by\":\"admin\"");
    CHECK_HAS(said.out, "\"after\":{\"client_id\":");
    CHECK_HAS(said.out, "\"hash\":\"");
    CHECK_STR(lines(said.out), "authsvc:client_added");
    world_close(&w);
}

static void one_stream_and_a_part_of_it(void)
{
    begin();
    struct said said = RUN(admin(), "", "events", "--service", "authsvc");
    CHECK_STR(lines(said.out), "authsvc:client_added authsvc:session_begun authsvc:consent_given");
    said = RUN(admin(), "", "events", "--service", "authsvc", "--after", "1", "--limit", "1");
    CHECK_STR(lines(said.out), "authsvc:session_begun");
    said = RUN(admin(), "", "events", "--service", "authsvc", "--after", "3");
    CHECK_INT(said.status, CTL_OK);
    CHECK_STR(said.out, "");
    world_close(&w);
}

static void a_long_stream_is_read_by_pages(void)
{
    struct person p;

    begin();
    const struct person_ref ref = {.username = "ada"};
    for (int i = 0; i < 125; i++) {
        CHECK_OK(usersvc_person_disable(world_call(w, ROLE_ADMIN), &ref, &p));
        CHECK_OK(usersvc_person_enable(world_call(w, ROLE_ADMIN), &ref, &p));
    }
    struct said said = RUN(admin(), "", "events", "--service", "usersvc");
    size_t n = 0;
    for (const char *at = said.out; (at = strchr(at, '\n')); at++)
        n++;
    CHECK_INT(n, 251);
    said = RUN(admin(), "", "events", "verify", "--service", "usersvc");
    CHECK_STR(said.err, "");
    CHECK_HAS(said.out, "{\"usersvc\":{\"events\":251,\"base\":0,\"head\":251,\"hash\":\"");
    world_close(&w);
}

static void following_ends_when_it_has_shown_enough(void)
{
    begin();
    struct said said = RUN(admin(), "", "events", "--follow", "--limit", "7");
    CHECK_INT(said.status, CTL_OK);
    CHECK_STR(lines(said.out), ALL);
    world_close(&w);
}

static void following_ends_cleanly_when_it_is_told_to(void)
{
    static const int told[] = {SIGINT, SIGTERM};
    sigset_t set, before, after;

    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        begin();
        sigemptyset(&set);
        sigaddset(&set, told[i]);
        pthread_sigmask(SIG_BLOCK, &set, &before);
        raise(told[i]); /* waits until it is looked for */
        struct said said = RUN(admin(), "", "events", "--follow");
        pthread_sigmask(SIG_SETMASK, &before, &after);
        CHECK(sigismember(&after, told[i])); /* as it was found */
        CHECK_INT(said.status, CTL_OK);
        CHECK_STR(said.err, "");
        CHECK_STR(lines(said.out), ALL);
        world_close(&w);
    }
}

static void what_cannot_be_meant_is_named(void)
{
    struct scribe scribe;

    scribe_init(&scribe);
    struct said said = RUN(&scribe.rpc, "", "events", "--service", "gateway");
    CHECK_INT(said.status, CTL_USAGE);
    CHECK_HAS(said.err, "gateway keeps no events");
    said = RUN(&scribe.rpc, "", "events", "--after", "5");
    CHECK_INT(said.status, CTL_USAGE);
    CHECK_HAS(said.err, "--after needs --service");
    said = RUN(&scribe.rpc, "", "events", "verify", "--head", "5:x");
    CHECK_HAS(said.err, "--head needs --service");
    static const char *const heads[] = {"5", "x:y", "0:AAAA", "5:AAAA", ":"};
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        said = RUN(&scribe.rpc, "", "events", "verify", "--service", "usersvc", "--head", heads[i]);
        CHECK_INT(said.status, CTL_USAGE);
        CHECK_HAS(said.err, "--head is not NUMBER:HASH");
    }
    CHECK_INT(scribe.asked, 0);
}

static void a_service_that_does_not_answer_is_named(void)
{
    struct scribe scribe;

    scribe_init(&scribe);
    scribe.silent = true;
    scribe.answer = ERR_UNAVAILABLE;
    struct said said = RUN(&scribe.rpc, "", "events");
    CHECK_INT(said.status, CTL_UNREACHABLE);
    CHECK_HAS(said.err, "UNAVAILABLE: usersvc");
    said = RUN(&scribe.rpc, "", "events", "verify");
    CHECK_INT(said.status, CTL_UNREACHABLE);
    CHECK_HAS(said.err, "UNAVAILABLE: tokensvc");
}

/* -- verify ------------------------------------------------------------------------------------ */

static enum err change(struct db *db, void *arg)
{
    const struct sql *const *sql = arg;

    return db_exec(db, *sql, "");
}

static void tamper(const char *service, const struct sql *sql)
{
    CHECK_OK(store_write(world_store(w, service), change, &sql));
}

/* "NUMBER:HASH" of the head that verify prints. */
static const char *head_of(const char *service)
{
    struct said said = RUN(admin(), "", "events", "verify", "--service", service);
    json_t *tree = NULL;
    const char *why = NULL;

    CHECK_INT(said.status, CTL_OK);
    CHECK_OK(json_read(check_mem(), said.out, strlen(said.out), &tree, &why));
    json_t *at = json_object_get(tree, service);
    const char *text = arena_printf(check_mem(), "%lld:%s",
                                    (long long)json_integer_value(json_object_get(at, "head")),
                                    json_string_value(json_object_get(at, "hash")));
    json_decref(tree);
    return text;
}

static struct said verify_head(const char *head)
{
    return RUN(admin(), "", "events", "verify", "--service", "authsvc", "--head", head);
}

static void whole_chains_are_verified(void)
{
    begin();
    struct said said = RUN(admin(), "", "events", "verify");
    CHECK_STR(said.err, "");
    CHECK_INT(said.status, CTL_OK);
    CHECK_HAS(said.out, "\"usersvc\":{\"events\":1,");
    CHECK_HAS(said.out, "\"authsvc\":{\"events\":3,");
    CHECK_HAS(said.out, "\"tokensvc\":{\"events\":3,");
    world_close(&w);
}

static void the_first_bad_event_is_named(void)
{
    static const struct sql changed = {"test_change",
                                       "UPDATE event SET person = 'somebody' WHERE number = 2"};
    static const struct sql dropped = {"test_drop", "DELETE FROM event WHERE number = 1"};

    begin();
    struct said said = RUN(admin(), "", "events", "verify"); /* by now all have their numbers */
    CHECK_INT(said.status, CTL_OK);
    tamper("authsvc", &changed);
    said = RUN(admin(), "", "events", "verify");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "authsvc: event 2: its hash is not");
    CHECK_HAS(said.out, "{\"usersvc\":{\"events\":1,"); /* the others are well */
    CHECK_HAS(said.out, "\"tokensvc\":{\"events\":3,");
    CHECK(!strstr(said.out, "authsvc"));
    tamper("tokensvc", &dropped);
    said = RUN(admin(), "", "events", "verify", "--service", "tokensvc");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "tokensvc: event 1: it is followed by 2");
    world_close(&w);
}

/* What is cut off at the end, or written anew from some point, only a noted head can tell. */
static void a_head_that_was_noted_is_looked_for(void)
{
    static const struct sql last = {"test_last", "DELETE FROM event WHERE number = 3"};

    begin();
    const char *head = head_of("authsvc");
    CHECK_INT(verify_head(head).status, CTL_OK);
    app_add(w, NULL);
    CHECK_INT(verify_head(head).status, CTL_OK); /* the chain has grown since */

    const char *other = arena_printf(check_mem(), "3:%s", strchr(head_of("usersvc"), ':') + 1);
    struct said said = verify_head(other);
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "authsvc: event 3: its hash is not the one that was noted");

    begin();
    head = head_of("authsvc");
    tamper("authsvc", &last);
    CHECK_INT(RUN(admin(), "", "events", "verify").status, CTL_OK);
    said = verify_head(head);
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "authsvc: event 3: it is not there");
    app_add(w, NULL); /* another third event */
    said = verify_head(head);
    CHECK_HAS(said.err, "its hash is not the one that was noted");
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(all_streams_are_merged_by_time),
        CASE(an_event_is_one_object_on_a_line),
        CASE(one_stream_and_a_part_of_it),
        CASE(a_long_stream_is_read_by_pages),
        CASE(following_ends_when_it_has_shown_enough),
        CASE(following_ends_cleanly_when_it_is_told_to),
        CASE(what_cannot_be_meant_is_named),
        CASE(a_service_that_does_not_answer_is_named),
        CASE(whole_chains_are_verified),
        CASE(the_first_bad_event_is_named),
        CASE(a_head_that_was_noted_is_looked_for),
        {0},
    });
}
