/* event_test - what is personal in events is sealed, and goes with the account. */
#include "db.h"
#include "people.h"
#include "place.h"
#include "secret.h"
#include <string.h>

static struct events_since_reply events(struct people *p)
{
    struct events_since_reply a = {0};

    CHECK_OK(rpc_call_to(people_as(p, &p->admin), "usersvc", &service_events_since_method,
                         &(struct events_since_request){.after = 0}, &a));
    return a;
}

static enum err open_event(struct people *p, int64_t number, const char **json)
{
    struct event_opened a = {0};

    enum err e =
        usersvc_event_open(people_as(p, &p->admin), &(struct event_ref){.number = number}, &a);
    *json = a.json;
    return e;
}

static void update_name(struct people *p, const char *id, const char *name)
{
    struct person after;

    CHECK_OK(usersvc_person_update(
        people_as(p, &p->admin), &(struct person_update_request){.id = id, .name = name}, &after));
}

static void what_was_sealed_can_be_opened(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    const char *json = NULL;

    update_name(p, ada.id, "Ada King");
    update_name(p, ada.id, "Ada Lovelace");
    struct events_since_reply a = events(p);
    CHECK_INT(a.events.n, 3);
    CHECK(!strstr(a.events.v[0].after, "ada"));
    CHECK(a.events.v[0].sealed.p && a.events.v[2].sealed.p);
    CHECK_OK(open_event(p, 1, &json));
    CHECK_STR(json, arena_printf(check_mem(),
                                 "{\"after\":{\"username\":\"ada\",\"email\":\"ada@example.org\","
                                 "\"discriminator\":\"%s\"}}",
                                 ada.discriminator));
    CHECK_OK(open_event(p, 3, &json));
    CHECK_STR(json, "{\"before\":{\"name\":\"Ada King\"},\"after\":{\"name\":\"Ada Lovelace\"}}");
    people_close(p);
}

static void a_change_of_nothing_personal_seals_nothing(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), after;
    const char *json = NULL;

    CHECK_OK(usersvc_person_disable(people_as(p, &p->admin), &(struct person_ref){.id = ada.id},
                                    &after));
    CHECK(!events(p).events.v[1].sealed.p);
    CHECK_ERR(open_event(p, 2, &json), ERR_NOT_FOUND);
    CHECK_STR(p->call.text, "nothing is sealed in event 2");
    CHECK_ERR(open_event(p, 3, &json), ERR_NOT_FOUND);
    CHECK_STR(p->call.text, "there is no event 3, or no longer");
    people_close(p);
}

static void with_the_account_the_key_is_gone(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), bob = people_add(p, "bob");
    const char *json = NULL;

    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &(struct person_ref){.id = ada.id},
                                   &NOTHING));
    CHECK_ERR(open_event(p, 1, &json), ERR_NOT_FOUND);
    CHECK_HAS(p->call.text, "nobody can open that any more");
    CHECK_OK(open_event(p, 2, &json));
    CHECK_HAS(json, "bob@example.org");
    CHECK(events(p).events.v[0].sealed.p); /* the chain is as it was */
    CHECK(!events(p).events.v[2].sealed.p);
    (void)bob;
    people_close(p);
}

static enum err run(struct db *db, void *arg)
{
    const struct sql *const *sql = arg;

    return db_exec(db, *sql, "");
}

static enum err read_key(struct db *db, void *arg)
{
    static const struct sql key = {"test_key", "SELECT event_key FROM person"};
    struct bytes *out = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &key, "");
    if (e || (e = db_row(&st)))
        return e;
    *out = stmt_bytes(&st, 0, check_mem());
    return OK;
}

static bool file_has(const char *name, struct bytes what)
{
    struct bytes file = check_file(arena_printf(check_mem(), "%s/default/%s", check_dir(), name));

    return file.n > 0 && memmem(file.p, file.n, what.p, what.n);
}

static void the_key_is_gone_from_the_disk_too(void)
{
    if (place_is_server())
        check_skip("what a server leaves on its disk is its own business");
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct bytes key = {0};

    CHECK_OK(store_read(p->svc->store, read_key, &key));
    CHECK(key.n > SECRET_KEY_LEN);
    people_reopen(p);
    CHECK(file_has("usersvc.db", key));
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &(struct person_ref){.id = ada.id},
                                   &NOTHING));
    people_close(p);
    CHECK(!file_has("usersvc.db", key) && !file_has("usersvc.db-wal", key));
}

static void one_sealed_value_cannot_stand_for_another(void)
{
    static const struct sql swap = {
        "test_swap", "UPDATE event SET sealed = (SELECT sealed FROM event WHERE number = 1)"
                     " WHERE number = 2"};
    const struct sql *sql = &swap;
    struct people *p = people_open(PEOPLE_INLINE);
    const char *json = NULL;

    people_add(p, "ada");
    people_add(p, "bob");
    CHECK_INT(events(p).events.n, 2); /* they have their numbers */
    CHECK_OK(store_write(p->svc->store, run, &sql));
    CHECK_ERR(open_event(p, 2, &json), ERR_CRYPTO);
    people_close(p);
}

static void without_the_key_that_wraps_them_nothing_is_opened(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    const char *json = NULL;

    people_add(p, "ada");
    static const uint8_t other[SECRET_KEY_LEN] = {7};
    p->svc->kek = (struct bytes){other, sizeof other};
    CHECK_ERR(open_event(p, 1, &json), ERR_CRYPTO);
    people_close(p);
}

static void the_service_does_not_start_without_it(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    void *state = NULL;
    const struct service_env env = {.data = check_dir(),
                                    .tenant = TENANT_DEFAULT,
                                    .inline_work = true,
                                    .settings = p->svc->config};

    CHECK_ERR(usersvc_service.open(&env, &state), ERR_CONFIG);
    CHECK(state == NULL);
    people_close(p);
}

/* Of those who were there before events were, the key is made when it is needed. */
static void people_from_before_get_a_key(void)
{
    static const struct sql forget = {"test_forget", "UPDATE person SET event_key = NULL"};
    const struct sql *sql = &forget;
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    const char *json = NULL;

    CHECK_OK(store_write(p->svc->store, run, &sql));
    update_name(p, ada.id, "Ada");
    CHECK_OK(open_event(p, 2, &json));
    CHECK_STR(json, "{\"after\":{\"name\":\"Ada\"}}");
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_was_sealed_can_be_opened),
        CASE(a_change_of_nothing_personal_seals_nothing),
        CASE(with_the_account_the_key_is_gone),
        CASE(the_key_is_gone_from_the_disk_too),
        CASE(one_sealed_value_cannot_stand_for_another),
        CASE(without_the_key_that_wraps_them_nothing_is_opened),
        CASE(the_service_does_not_start_without_it),
        CASE(people_from_before_get_a_key),
        {0},
    });
}
