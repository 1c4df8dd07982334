/* person_standing_test - accounts that end, and who may see them. */
#include "people.h"
#include "place.h"
#include <string.h>

static void shutting_an_account_ends_what_was_issued_and_opening_brings_nothing_back(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), now = {0};
    const struct person_ref ref = {.username = "ada"};

    CHECK(people_standing(p, ada.id).active);
    CHECK_OK(usersvc_person_disable(people_as(p, &p->admin), &ref, &now));
    CHECK(now.disabled);
    CHECK_INT(now.generation, 2);
    CHECK_OK(usersvc_person_disable(people_as(p, &p->admin), &ref, &now)); /* asked again */
    CHECK_INT(now.generation, 2);
    CHECK(!people_standing(p, ada.id).active);
    CHECK_INT(people_standing(p, ada.id).generation, 2);

    CHECK_OK(usersvc_person_enable(people_as(p, &p->admin), &ref, &now));
    CHECK(!now.disabled);
    CHECK_OK(usersvc_person_enable(people_as(p, &p->admin), &ref, &now));
    CHECK(people_standing(p, ada.id).active);
    CHECK_INT(people_standing(p, ada.id).generation, 2);
    CHECK_OK(usersvc_person_disable(people_as(p, &p->admin), &ref, &now));
    CHECK_INT(now.generation, 3);
    people_close(p);
}

static bool on_disk(const char *text)
{
    return place_holds(check_dir(), "usersvc", text);
}

static void a_deleted_account_leaves_its_number_and_nothing_else(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), now = {0};
    const struct person_update_request q = {.id = ada.id, .name = "Augusta Ada Byron"};
    const struct person_ref by_id = {.id = ada.id}, by_name = {.username = "ada"};
    struct nothing none;

    CHECK_OK(usersvc_person_update(people_as(p, &p->admin), &q, &now));
    people_reopen(p);
    CHECK(on_disk("Augusta Ada Byron"));
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &by_name, &none));
    CHECK_ERR(usersvc_person_get(people_as(p, &p->admin), &by_id, &now), ERR_NOT_FOUND);
    CHECK_ERR(usersvc_person_get(people_as(p, &p->admin), &by_name, &now), ERR_NOT_FOUND);
    CHECK_ERR(usersvc_person_update(people_as(p, &p->admin), &q, &now), ERR_NOT_FOUND);
    CHECK_ERR(usersvc_person_enable(people_as(p, &p->admin), &by_id, &now), ERR_NOT_FOUND);
    CHECK_ERR(people_check(p, "ada", people_password("ada"), NULL), ERR_WRONG_PASSWORD);
    CHECK(!people_standing(p, ada.id).active);
    CHECK_INT(people_standing(p, ada.id).generation, 2);

    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &by_id, &none)); /* asked again */
    CHECK_INT(people_standing(p, ada.id).generation, 2);
    CHECK_ERR(usersvc_person_delete(people_as(p, &p->admin), &by_name, &none), ERR_NOT_FOUND);

    people_reopen(p);
    CHECK(on_disk(ada.sub));
    CHECK(!on_disk("Augusta Ada Byron"));
    CHECK(!on_disk("ada@example.org"));
    CHECK(!on_disk("$argon2id$"));
    people_close(p);
}

static void a_freed_name_makes_another_person(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person first = people_add(p, "ada");
    const struct person_ref ref = {.id = first.id};
    struct nothing none;

    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &ref, &none));
    struct person second = people_add(p, "ada");
    CHECK(strcmp(first.id, second.id) != 0 && strcmp(first.sub, second.sub) != 0);
    CHECK(!people_standing(p, first.id).active);
    CHECK(people_standing(p, second.id).active);
    people_close(p);
}

/* The gateway asks, with the ticket of this person. */
static enum err profile(struct people *p, const char *person, struct profile *out)
{
    struct call *c = people_as(p, &p->gateway);
    const struct actor actor = {.person = person,
                                .sid = "a-session",
                                .auth_time = people_now,
                                .expires_at = people_now + ACTOR_LIFETIME_MS};
    const struct nothing q;

    CHECK_OK(actor_mint(check_mem(), (struct bytes){p->actor_secret, sizeof p->actor_secret},
                        &actor, &c->ticket));
    return usersvc_profile_get(c, &q, out);
}

static void a_profile_is_shown_to_its_owner_while_they_may(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), shut = {0};
    struct profile found = {0};
    const struct person_ref ref = {.id = ada.id};
    const struct nothing q;
    struct nothing none;

    people_add(p, "bob");
    CHECK_ERR(usersvc_profile_get(people_as(p, &p->gateway), &q, &found), ERR_FORBIDDEN);
    CHECK_OK(profile(p, ada.id, &found));
    CHECK_STR(found.sub, ada.sub);
    CHECK_STR(found.username, "ada");
    CHECK_STR(found.email, "ada@example.org");
    CHECK_OK(usersvc_person_disable(people_as(p, &p->admin), &ref, &shut));
    CHECK_ERR(profile(p, ada.id, &found), ERR_SIGNED_OUT);
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &ref, &none));
    CHECK_ERR(profile(p, ada.id, &found), ERR_SIGNED_OUT);
    people_close(p);
}

static void the_gateway_may_ask_for_no_other_person(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), found = {0};
    const struct person_ref ref = {.id = ada.id};
    const struct password_check_request check = {.username = "ada",
                                                 .password = people_password("ada")};
    struct nothing none;

    CHECK_ERR(usersvc_person_get(people_as(p, &p->gateway), &ref, &found), ERR_FORBIDDEN);
    CHECK_ERR(usersvc_password_check(people_as(p, &p->gateway), &check, &found), ERR_FORBIDDEN);
    CHECK_ERR(usersvc_person_delete(people_as(p, &p->gateway), &ref, &none), ERR_FORBIDDEN);
    CHECK_ERR(usersvc_person_disable(people_as(p, &p->tokensvc), &ref, &found), ERR_FORBIDDEN);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(shutting_an_account_ends_what_was_issued_and_opening_brings_nothing_back),
        CASE(a_deleted_account_leaves_its_number_and_nothing_else),
        CASE(a_freed_name_makes_another_person),
        CASE(a_profile_is_shown_to_its_owner_while_they_may),
        CASE(the_gateway_may_ask_for_no_other_person),
        {0},
    });
}
