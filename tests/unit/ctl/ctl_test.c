/* ctl_test - commands against a usersvc that is there, and services that are not. */
#include "json.h"
#include "line.h"
#include "people.h"
#include <stdio.h>
#include <string.h>

/* A member of the answer, a text; NULL: none.  "" for path: the answer must be a JSON object. */
static const char *member(struct said said, const char *object, const char *name)
{
    json_t *tree = NULL;
    const char *why = NULL;

    CHECK_OK(json_read(check_mem(), said.out, strlen(said.out), &tree, &why));
    json_t *at = object ? json_object_get(tree, object) : tree;
    const char *text = json_string_value(json_object_get(at, name));
    const char *kept = text ? arena_strdup(check_mem(), text) : NULL;
    json_decref(tree);
    return kept;
}

static struct said add(struct people *p, const char *name)
{
    return RUN(&p->admin.rpc, "a long password\n", "user", "add", "--username", name, "--email",
               arena_printf(check_mem(), "%s@example.org", name), "--password-stdin");
}

static void a_person_who_was_added_can_sign_in(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person found = {0};
    struct said said = add(p, "ada");

    CHECK_STR(said.err, "");
    CHECK_INT(said.status, CTL_OK);
    CHECK_OK(people_check(p, "ada", "a long password", &found));
    CHECK_STR(member(said, NULL, "id"), found.id);
    CHECK_STR(member(said, NULL, "username"), "ada");
    CHECK(!strstr(said.out, "a long password"));
    people_close(p);
}

static void a_person_is_changed_by_name(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    const char *id = member(add(p, "ada"), NULL, "id");
    struct rpc *rpc = &p->admin.rpc;

    struct said said = RUN(rpc, "", "user", "update", "--username", "ADA", "--name", "Ada");
    CHECK_STR(said.err, "");
    CHECK_STR(member(said, NULL, "name"), "Ada");
    said = RUN(rpc, "another password", "user", "password", "--username", "ada@example.org",
               "--password-stdin");
    CHECK_STR(said.err, "");
    CHECK_STR(said.out, "{}\n");
    CHECK_OK(people_check(p, "ada", "another password", NULL));
    said = RUN(rpc, "", "user", "disable", "--username", "ada");
    CHECK_INT(said.status, CTL_OK);
    CHECK(!people_standing(p, id).active);
    said = RUN(rpc, "", "user", "enable", "--id", id);
    CHECK_INT(said.status, CTL_OK);
    CHECK(people_standing(p, id).active);
    said = RUN(rpc, "", "user", "delete", "--id", id);
    CHECK_INT(said.status, CTL_OK);
    CHECK_ERR(people_check(p, "ada", "another password", NULL), ERR_WRONG_PASSWORD);
    people_close(p);
}

static void a_list_goes_on_where_the_page_before_ended(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct rpc *rpc = &p->admin.rpc;

    add(p, "ada");
    add(p, "bob");
    add(p, "cyd");
    struct said first = RUN(rpc, "", "user", "list", "--limit", "2");
    CHECK_INT(first.status, CTL_OK);
    const char *next = member(first, NULL, "next");
    CHECK(next != NULL);
    struct said second = RUN(rpc, "", "user", "list", "--limit", "2", "--after", next);
    CHECK_INT(second.status, CTL_OK);
    CHECK_STR(member(second, NULL, "next"), NULL);
    for (size_t i = 0; i < 3; i++) {
        static const char *const names[] = {"\"ada\"", "\"bob\"", "\"cyd\""};
        CHECK((strstr(first.out, names[i]) != NULL) != (strstr(second.out, names[i]) != NULL));
    }
    people_close(p);
}

static void a_refusal_is_named_and_explained(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct rpc *rpc = &p->admin.rpc;

    add(p, "ada");
    struct said said = add(p, "Ada");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_STR(said.err, "ostiaryctl: EXISTS: username is taken\n");
    CHECK_STR(said.out, "");
    said = RUN(rpc, "", "user", "get", "--username", "bob");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_STR(said.err, "ostiaryctl: NOT_FOUND: there is no such thing\n");
    said = RUN(rpc, "", "user", "update", "--username", "bob", "--name", "Bob");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_STR(said.err, "ostiaryctl: NOT_FOUND: there is no such thing\n");
    said = RUN(rpc, "", "user", "update", "--username", "ada", "--website", "http://x.org");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_STR(said.err, "ostiaryctl: BAD_FIELD: website must begin with https://\n");
    said = RUN(rpc, "", "call", "usersvc.person_standing", "{\"username\":\"ada\"}");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "ostiaryctl: FORBIDDEN: ");
    people_close(p);
}

static void a_service_that_is_not_there_is_no_refusal(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct scribe late;

    struct said said = RUN(&p->admin.rpc, "", "key", "list");
    CHECK_INT(said.status, CTL_UNREACHABLE);
    CHECK_STR(said.err, "ostiaryctl: UNAVAILABLE: tokensvc: tokensvc.key_list was not answered\n");
    CHECK_STR(said.out, "");
    scribe_init(&late);
    late.silent = true;
    late.answer = ERR_DEADLINE;
    said = RUN(&late.rpc, "", "client", "list");
    CHECK_INT(said.status, CTL_UNREACHABLE);
    CHECK_STR(said.err, "ostiaryctl: DEADLINE: authsvc: authsvc.client_list was not answered\n");
    people_close(p);
}

static enum err pong(void *self, struct call *c, struct ping_reply *out)
{
    (void)self;
    *out = (struct ping_reply){
        .service = "usersvc", .instance = "1", .version = "0", .started = c->now};
    return OK;
}

static void ping_tells_who_is_there_and_who_is_not(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    p->host.ping = pong;
    struct said said = RUN(&p->admin.rpc, "", "ping");
    CHECK_INT(said.status, CTL_UNREACHABLE);
    CHECK_STR(member(said, "usersvc", "service"), "usersvc");
    CHECK_STR(member(said, "authsvc", "service"), NULL);
    CHECK_STR(said.err, "ostiaryctl: UNAVAILABLE: courier: service.ping was not answered\n"
                        "ostiaryctl: UNAVAILABLE: authsvc: service.ping was not answered\n"
                        "ostiaryctl: UNAVAILABLE: tokensvc: service.ping was not answered\n");
    said = RUN(&p->admin.rpc, "", "call", "service.ping", "{}", "--service", "usersvc");
    CHECK_INT(said.status, CTL_OK);
    CHECK_STR(member(said, NULL, "instance"), "1");
    people_close(p);
}

static void an_answer_that_is_lost_is_not_done(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    char *args[] = {arena_strdup(check_mem(), "user"), arena_strdup(check_mem(), "list")};
    char *err = NULL;
    size_t n = 0;
    struct ctl ctl = {.mem = check_mem(),
                      .in = stdin,
                      .out = fopen("/dev/full", "w"),
                      .err = open_memstream(&err, &n),
                      .rpc = &p->admin.rpc};

    CHECK_INT(ctl_run(&ctl, ARRAY_LEN(args), args), CTL_REFUSED);
    fclose(ctl.err);
    fclose(ctl.out);
    CHECK_STR(arena_strdup(check_mem(), err),
              "ostiaryctl: STORAGE: the answer could not be written\n");
    free(err);
    people_close(p);
}

static void help_comes_from_the_tables(void)
{
    struct scribe scribe;

    scribe_init(&scribe);
    struct said said = RUN(&scribe.rpc, "", "--help");
    CHECK_INT(said.status, CTL_OK);
    CHECK_HAS(said.out, "\n  init --issuer TEXT\n      Make folders, keys");
    CHECK_HAS(said.out, "\n  user add --username TEXT --email TEXT --password-stdin\n"
                        "      Open an account.\n");
    CHECK_HAS(said.out, "\n  user get --username TEXT\n      One person.\n");
    CHECK_HAS(said.out, "\n  grant end --username TEXT --client-id TEXT\n");
    CHECK_HAS(said.out, "\n  call METHOD JSON\n");
    said = RUN(&scribe.rpc, "", "--data", "/nowhere", "client", "add", "--help");
    CHECK_INT(said.status, CTL_OK);
    CHECK_HAS(said.out, "usage: ostiaryctl [--data DIR] client add --name TEXT [OPTION...]\n"
                        "Register a client.\n");
    CHECK_HAS(said.out, "\n  --refresh-grace NUMBER                   seconds; 30 when absent\n");
    CHECK_HAS(said.out, "\n  --public  ");
    CHECK_HAS(said.out, "; may be repeated\n");
    said = RUN(&scribe.rpc, "", "--version");
    CHECK_INT(said.status, CTL_OK);
    CHECK_HAS(said.out, "ostiaryctl ");
    CHECK_INT(scribe.asked, 0);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_person_who_was_added_can_sign_in),
        CASE(a_person_is_changed_by_name),
        CASE(a_list_goes_on_where_the_page_before_ended),
        CASE(a_refusal_is_named_and_explained),
        CASE(a_service_that_is_not_there_is_no_refusal),
        CASE(ping_tells_who_is_there_and_who_is_not),
        CASE(an_answer_that_is_lost_is_not_done),
        CASE(help_comes_from_the_tables),
        {0},
    });
}
