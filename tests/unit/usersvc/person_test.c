/* person_test - accounts: opened, found, changed. */
#include "people.h"
#include <pthread.h>
#include <string.h>

static void an_account_comes_back_as_it_was_given(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person added = {0}, found = {0};
    const struct person_add_request q = {
        .username = "Ada.Lovelace",
        .email = "Ada@Example.org",
        .email_verified = true,
        .password = "enchantress",
        .name = "Ada, Countess of Lovelace",
        .given_name = "Ада",
        .family_name = "ラブレス",
        .nickname = "l'enchanteresse 🧮",
        .picture = "https://example.org/ada.png",
        .website = "https://example.org:8443/~ada?x=1#top",
        .zoneinfo = "Europe/London",
        .locale = "en-GB",
        .groups = "admin mathematicians",
    };

    CHECK_OK(usersvc_person_add(people_as(p, &p->admin), &q, &added));
    people_reopen(p);
    const struct person_ref by_id = {.id = added.id};
    CHECK_OK(usersvc_person_get(people_as(p, &p->tokensvc), &by_id, &found));
    CHECK_STR(found.id, added.id);
    CHECK_STR(found.sub, added.sub);
    CHECK(strcmp(found.id, found.sub) != 0);
    CHECK_STR(found.username, q.username);
    CHECK_STR(found.email, q.email);
    CHECK(found.email_verified);
    CHECK_STR(found.name, q.name);
    CHECK_STR(found.given_name, q.given_name);
    CHECK_STR(found.family_name, q.family_name);
    CHECK_STR(found.nickname, q.nickname);
    CHECK_STR(found.picture, q.picture);
    CHECK_STR(found.website, q.website);
    CHECK_STR(found.zoneinfo, q.zoneinfo);
    CHECK_STR(found.locale, q.locale);
    CHECK_STR(found.groups, q.groups);
    CHECK(!found.disabled);
    CHECK_INT(found.generation, 1);
    CHECK_INT(found.created_at, people_now);
    CHECK_INT(found.updated_at, people_now);
    people_close(p);
}

static void what_was_not_given_is_absent(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");

    CHECK(!ada.email_verified);
    CHECK(!ada.name && !ada.nickname && !ada.picture && !ada.locale && !ada.groups);
    people_close(p);
}

static void a_person_is_found_by_each_of_their_names(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct person bob = people_add(p, "bob");
    const struct person_ref refs[] = {
        {.id = ada.id}, {.sub = ada.sub}, {.username = "ADA"}, {.username = "Ada@EXAMPLE.org"}};

    for (size_t i = 0; i < ARRAY_LEN(refs); i++) {
        struct person found = {0};
        CHECK_OK(usersvc_person_get(people_as(p, &p->authsvc), &refs[i], &found));
        CHECK_STR(found.id, ada.id);
    }
    CHECK(strcmp(ada.id, bob.id) != 0 && strcmp(ada.sub, bob.sub) != 0);
    people_close(p);
}

static void a_person_is_named_in_one_way(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), found = {0};
    const struct {
        struct person_ref ref;
        const char *text;
    } cases[] = {
        {{.id = NULL}, "one of id, sub and username is needed"},
        {{.id = ada.id, .sub = ada.sub}, "sub may not stand beside id"},
        {{.id = ada.id, .username = "ada"}, "username may not stand beside id or sub"},
        {{.sub = ada.sub, .username = "ada"}, "username may not stand beside id or sub"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct call *c = people_as(p, &p->admin);
        CHECK_ERR(usersvc_person_get(c, &cases[i].ref, &found), ERR_BAD_FIELD);
        CHECK_STR(c->text, cases[i].text);
    }
    people_close(p);
}

static void nobody_is_not_found(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), found = {0};
    const struct person_ref refs[] = {
        {.id = ada.sub}, {.sub = ada.id}, {.username = "bob"}, {.username = "ada@example.com"}};

    for (size_t i = 0; i < ARRAY_LEN(refs); i++)
        CHECK_ERR(usersvc_person_get(people_as(p, &p->admin), &refs[i], &found), ERR_NOT_FOUND);
    people_close(p);
}

static void a_name_is_given_once_whatever_its_case(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    const struct {
        const char *username, *email, *text;
    } cases[] = {
        {"ada", "other@example.org", "username is taken"},
        {"ADA", "other@example.org", "username is taken"},
        {"other", "ada@example.org", "email is taken"},
        {"other", "Ada@Example.ORG", "email is taken"},
        {"Ada", "ada@example.org", "username is taken"},
    };

    people_add(p, "ada");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct call *c = people_as(p, &p->admin);
        struct person added = {0};
        const struct person_add_request q = {
            .username = cases[i].username, .email = cases[i].email, .password = "long enough"};
        CHECK_ERR(usersvc_person_add(c, &q, &added), ERR_EXISTS);
        CHECK_STR(c->text, cases[i].text);
    }
    people_close(p);
}

struct racer {
    struct people *people;
    pthread_barrier_t *start;
    enum err outcome;
};

static void *race(void *arg)
{
    struct racer *self = arg;
    AUTO(arena) mem;
    struct call c;
    struct person added = {0};
    const struct person_add_request q = {
        .username = "ada", .email = "ada@example.org", .password = "long enough"};

    arena_init(&mem, ARENA_LIMIT);
    call_begin(&c, &mem, &self->people->admin.rpc, 10000);
    pthread_barrier_wait(self->start);
    self->outcome = usersvc_person_add(&c, &q, &added);
    return NULL;
}

static void of_eight_who_want_a_name_one_gets_it(void)
{
    struct people *p = people_open(PEOPLE_THREADS);
    struct racer racers[8];
    pthread_t threads[ARRAY_LEN(racers)];
    pthread_barrier_t start;
    size_t won = 0, lost = 0;

    pthread_barrier_init(&start, NULL, ARRAY_LEN(racers));
    for (size_t i = 0; i < ARRAY_LEN(racers); i++) {
        racers[i] = (struct racer){p, &start, OK};
        CHECK(pthread_create(&threads[i], NULL, race, &racers[i]) == 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(racers); i++) {
        pthread_join(threads[i], NULL);
        won += racers[i].outcome == OK;
        lost += racers[i].outcome == ERR_EXISTS;
    }
    pthread_barrier_destroy(&start);
    CHECK_INT(won, 1);
    CHECK_INT(lost, ARRAY_LEN(racers) - 1);
    people_close(p);
}

static void an_update_changes_what_is_there_and_clears_what_is_empty(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), now = {0};
    const struct person_update_request first = {
        .id = ada.id, .name = "Ada", .nickname = "A", .groups = "admin", .locale = "en"};

    people_now += 5000;
    CHECK_OK(usersvc_person_update(people_as(p, &p->admin), &first, &now));
    CHECK_STR(now.name, "Ada");
    CHECK_STR(now.nickname, "A");
    CHECK_INT(now.updated_at, people_now);
    CHECK_INT(now.created_at, people_now - 5000);
    CHECK_INT(now.generation, 1);

    const struct person_update_request second = {
        .id = ada.id, .nickname = "", .groups = "", .website = "https://example.org/"};
    CHECK_OK(usersvc_person_update(people_as(p, &p->admin), &second, &now));
    CHECK_STR(now.name, "Ada");
    CHECK_STR(now.locale, "en");
    CHECK_STR(now.nickname, NULL);
    CHECK_STR(now.groups, NULL);
    CHECK_STR(now.website, "https://example.org/");
    CHECK_STR(now.email, "ada@example.org");
    people_close(p);
}

static struct person update_email(struct people *p, const char *id, const char *email,
                                  struct maybe_bool verified)
{
    struct person now = {0};
    const struct person_update_request q = {.id = id, .email = email, .email_verified = verified};

    CHECK_OK(usersvc_person_update(people_as(p, &p->admin), &q, &now));
    return now;
}

static void a_new_address_is_not_verified_unless_it_is_said(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    const struct maybe_bool unsaid = {0}, yes = {true, true}, no = {true, false};

    CHECK(update_email(p, ada.id, NULL, yes).email_verified);
    CHECK(update_email(p, ada.id, NULL, unsaid).email_verified);
    CHECK(update_email(p, ada.id, "ADA@example.org", unsaid).email_verified);
    CHECK(!update_email(p, ada.id, "ada@example.com", unsaid).email_verified);
    CHECK(update_email(p, ada.id, "ada@example.net", yes).email_verified);
    CHECK(!update_email(p, ada.id, NULL, no).email_verified);
    CHECK_STR(update_email(p, ada.id, NULL, unsaid).email, "ada@example.net");
    CHECK_OK(people_check(p, "ada@example.net", people_password("ada"), NULL));
    CHECK_ERR(people_check(p, "ada@example.org", people_password("ada"), NULL), ERR_WRONG_PASSWORD);
    people_close(p);
}

static void an_update_does_not_take_the_address_of_another(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), now = {0};
    const struct person_update_request q = {
        .id = ada.id, .email = "BOB@example.org", .name = "Bob"};

    people_add(p, "bob");
    struct call *c = people_as(p, &p->admin);
    CHECK_ERR(usersvc_person_update(c, &q, &now), ERR_EXISTS);
    CHECK_STR(c->text, "email is taken");
    CHECK_STR(update_email(p, ada.id, NULL, (struct maybe_bool){0}).name, NULL);

    const struct person_update_request nobody = {.id = "nobody", .name = "X"};
    CHECK_ERR(usersvc_person_update(people_as(p, &p->admin), &nobody, &now), ERR_NOT_FOUND);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_account_comes_back_as_it_was_given),
        CASE(what_was_not_given_is_absent),
        CASE(a_person_is_found_by_each_of_their_names),
        CASE(a_person_is_named_in_one_way),
        CASE(nobody_is_not_found),
        CASE(a_name_is_given_once_whatever_its_case),
        CASE(of_eight_who_want_a_name_one_gets_it),
        CASE(an_update_changes_what_is_there_and_clears_what_is_empty),
        CASE(a_new_address_is_not_verified_unless_it_is_said),
        CASE(an_update_does_not_take_the_address_of_another),
        {0},
    });
}
