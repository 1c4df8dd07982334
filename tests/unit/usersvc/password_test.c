/* password_test - passwords: kept, checked, renewed, and what a stranger can learn. */
#include "people.h"
#include "person_store.h"
#include <string.h>

static const struct password_cost dearer = {.passes = 2, .memory = 16 << 10};

static void setup(struct passwords *self, const struct password_cost *cost)
{
    CHECK_OK(password_setup(self, cost));
}

static void a_hash_knows_its_password_alone(void)
{
    struct passwords kept = {0};
    const char *one = NULL, *two = NULL;

    setup(&kept, &people_cheap);
    CHECK_OK(password_hash(&kept, check_mem(), "Tr0ub4dor", &one));
    CHECK_OK(password_hash(&kept, check_mem(), "Tr0ub4dor", &two));
    CHECK_HAS(one, "$argon2id$v=19$m=8,t=1,p=1$");
    CHECK(strcmp(one, two) != 0); /* a salt of its own */
    CHECK_OK(password_verify(&kept, one, "Tr0ub4dor"));
    CHECK_ERR(password_verify(&kept, one, "Tr0ub4do"), ERR_WRONG_PASSWORD);
    CHECK_ERR(password_verify(&kept, one, "tr0ub4dor"), ERR_WRONG_PASSWORD);
    CHECK_ERR(password_verify(&kept, one, ""), ERR_WRONG_PASSWORD);
}

static void the_default_cost_is_what_is_advised(void)
{
    struct passwords kept = {0};
    const char *hash = NULL;

    setup(&kept, &password_cost_default);
    CHECK_OK(password_hash(&kept, check_mem(), "Tr0ub4dor", &hash));
    CHECK_HAS(hash, "$argon2id$v=19$m=19456,t=2,p=1$");
    CHECK_OK(password_verify(&kept, hash, "Tr0ub4dor"));
}

static void a_damaged_hash_is_our_fault_and_not_the_persons(void)
{
    struct passwords kept = {0};

    setup(&kept, &people_cheap);
    CHECK_ERR(password_verify(&kept, "$argon2id$v=19$m=8,t=1", "x"), ERR_CRYPTO);
    CHECK_ERR(password_verify(&kept, "", "x"), ERR_CRYPTO);
    CHECK(!password_outdated(&kept, "$argon2id$v=19$m=8,t=1"));
}

static void a_cost_that_cannot_be_paid_is_a_fault(void)
{
    struct passwords kept = {0};
    const struct password_cost beyond = {.passes = 1, .memory = SIZE_MAX / 2};

    CHECK_ERR(password_setup(&kept, &beyond), ERR_CRYPTO);
}

static void hashes_of_another_cost_are_outdated_and_still_good(void)
{
    struct passwords kept = {0};
    const char *old = NULL, *new = NULL;

    setup(&kept, &people_cheap);
    CHECK_OK(password_hash(&kept, check_mem(), "Tr0ub4dor", &old));
    CHECK(!password_outdated(&kept, old));
    setup(&kept, &dearer);
    CHECK(password_outdated(&kept, old));
    CHECK_OK(password_verify(&kept, old, "Tr0ub4dor"));
    CHECK_OK(password_hash(&kept, check_mem(), "Tr0ub4dor", &new));
    CHECK(!password_outdated(&kept, new));
}

static void a_person_signs_in_by_name_or_address(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), found = {0};
    const char *const names[] = {"ada", "ADA", "ada@example.org", "Ada@Example.Org"};

    people_add(p, "bob");
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        CHECK_OK(people_check(p, names[i], people_password("ada"), &found));
        CHECK_STR(found.id, ada.id);
        CHECK_ERR(people_check(p, names[i], people_password("bob"), &found), ERR_WRONG_PASSWORD);
    }
    people_close(p);
}

/* What a caller sees of a refused sign-in, and how much work it was. */
struct seen {
    enum err error;
    const char *text;
    int64_t runs;
};

static struct seen refused(struct people *p, const char *name, const char *password)
{
    struct call *c = people_as(p, &p->authsvc);
    int64_t before = p->svc->passwords.runs;
    const struct password_check_request q = {.username = name, .password = password};
    struct person found = {0};

    enum err e = usersvc_password_check(c, &q, &found);
    return (struct seen){e, c->text, p->svc->passwords.runs - before};
}

static void strangers_learn_nothing_of_who_has_an_account(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person shut = people_add(p, "shut"), gone = people_add(p, "gone"), out = {0};
    const struct person_ref shut_ref = {.id = shut.id}, gone_ref = {.id = gone.id};
    struct nothing none;

    people_add(p, "ada");
    CHECK_OK(usersvc_person_disable(people_as(p, &p->admin), &shut_ref, &out));
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &gone_ref, &none));
    const struct {
        const char *name, *password;
    } cases[] = {
        {"ada", "not this one"},           {"shut", people_password("shut")},
        {"shut", "not this one"},          {"gone", people_password("gone")},
        {"nobody", "not this one"},        {"nobody@example.org", "not this one"},
        {"no such name!", "not this one"}, {"nobody", "x"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct seen seen = refused(p, cases[i].name, cases[i].password);
        CHECK_ERR(seen.error, ERR_WRONG_PASSWORD);
        CHECK_STR(seen.text, NULL);
        CHECK_INT(seen.runs, 1);
    }
    people_close(p);
}

static void the_decoy_costs_what_a_hash_costs(void)
{
    struct people *p = people_open(PEOPLE_INLINE);

    CHECK_HAS(p->svc->passwords.decoy, "$argon2id$v=19$m=8,t=1,p=1$");
    setup(&p->svc->passwords, &dearer);
    CHECK_HAS(p->svc->passwords.decoy, "$argon2id$v=19$m=16,t=2,p=1$");
    people_close(p);
}

static void a_new_password_ends_the_old_one_and_what_was_issued(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    const struct password_set_request q = {.id = ada.id, .password = "a new password"};
    struct nothing none;

    CHECK_OK(usersvc_password_set(people_as(p, &p->admin), &q, &none));
    CHECK_INT(people_standing(p, ada.id).generation, 2);
    CHECK(people_standing(p, ada.id).active);
    CHECK_ERR(people_check(p, "ada", people_password("ada"), NULL), ERR_WRONG_PASSWORD);
    CHECK_OK(people_check(p, "ada", "a new password", NULL));

    const struct password_set_request nobody = {.id = "nobody", .password = "a new password"};
    CHECK_ERR(usersvc_password_set(people_as(p, &p->admin), &nobody, &none), ERR_NOT_FOUND);
    const struct person_ref ref = {.id = ada.id};
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &ref, &none));
    CHECK_ERR(usersvc_password_set(people_as(p, &p->admin), &q, &none), ERR_NOT_FOUND);
    people_close(p);
}

static void a_hash_is_renewed_once_when_the_cost_has_risen(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct passwords *kept = &p->svc->passwords;
    struct person found = {0};

    people_add(p, "ada");
    setup(kept, &dearer);
    CHECK_ERR(people_check(p, "ada", "not this one", NULL), ERR_WRONG_PASSWORD);
    CHECK_INT(kept->runs, 1); /* a wrong password renews nothing */
    CHECK_OK(people_check(p, "ada", people_password("ada"), &found));
    CHECK_INT(kept->runs, 3);
    CHECK_INT(found.generation, 1); /* it is the same password */
    CHECK_OK(people_check(p, "ada", people_password("ada"), &found));
    CHECK_INT(kept->runs, 4);
    people_close(p);
}

static void renewing_does_not_undo_a_new_password(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    const struct person_key key = {.id = ada.id};
    const struct password_set_request q = {.id = ada.id, .password = "a new password"};
    struct person_row before, after;
    struct nothing none;
    const char *renewed = NULL;

    /* A sign-in has read the old hash; then the password is set; then the sign-in renews. */
    CHECK_OK(person_store_get(p->svc->store, check_mem(), &key, &before));
    CHECK_OK(password_hash(&p->svc->passwords, check_mem(), people_password("ada"), &renewed));
    CHECK_OK(usersvc_password_set(people_as(p, &p->admin), &q, &none));
    CHECK_OK(person_store_renew_password(p->svc->store, ada.id, before.password, renewed));
    CHECK_OK(person_store_get(p->svc->store, check_mem(), &key, &after));
    CHECK_OK(password_verify(&p->svc->passwords, after.password, "a new password"));
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_hash_knows_its_password_alone),
        CASE(the_default_cost_is_what_is_advised),
        CASE(a_damaged_hash_is_our_fault_and_not_the_persons),
        CASE(a_cost_that_cannot_be_paid_is_a_fault),
        CASE(hashes_of_another_cost_are_outdated_and_still_good),
        CASE(a_person_signs_in_by_name_or_address),
        CASE(strangers_learn_nothing_of_who_has_an_account),
        CASE(the_decoy_costs_what_a_hash_costs),
        CASE(a_new_password_ends_the_old_one_and_what_was_issued),
        CASE(a_hash_is_renewed_once_when_the_cost_has_risen),
        CASE(renewing_does_not_undo_a_new_password),
        {0},
    });
}
