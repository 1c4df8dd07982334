/* second_factor_test - how people come by one, prove it, and get rid of it. */
#include "authenticator.h"
#include "check.h"
#include "db.h"
#include "mail_scene.h"
#include <string.h>

enum { STEP = 30 * 1000 };

#define PAGE "/account/second-factor"

static struct browser ada;
static const char *ada_id;

static void start(void)
{
    begin();
    ada_id = person_new(w, "ada");
    ada = browser_of(w, "ada");
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
}

static enum err propose(struct second_factor_draft *out)
{
    return usersvc_second_factor_begin(browser_call(&ada), &NOTHING, out);
}

static enum err confirm(const char *code)
{
    struct recovery_codes codes = {0};

    return usersvc_second_factor_confirm(browser_call(&ada), &(struct second_factor_code){code},
                                         &codes);
}

static enum err take_away(const char *code)
{
    return usersvc_second_factor_remove(browser_call(&ada), &(struct second_factor_code){code},
                                        &NOTHING);
}

static struct second_factor state(void)
{
    struct second_factor now = {0};

    CHECK_OK(usersvc_second_factor_get(browser_call(&ada), &NOTHING, &now));
    return now;
}

/* In a browser of their own, so that the one at hand stays as it is. */
static bool password_is_enough(const char *password)
{
    struct browser other = browser_of(w, "ada");

    CHECK_OK(browser_sign_in(&other, NULL, password));
    return other.session != NULL;
}

/* One a second goes to one mailbox. */
static size_t letters(void)
{
    for (int i = 0; i < 4; i++) {
        post_deliver(w);
        world_pass(w, SECOND);
    }
    return post_count(w, "ada@example.org", PAGE);
}

/* -- it begins ---------------------------------------------------------------------------------
 */

static void it_counts_once_a_code_has_come_from_the_app(void)
{
    struct second_factor_draft draft = {0}, again = {0};
    struct profile profile;

    start();
    struct authenticator app = {.world = w};
    CHECK_OK(propose(&draft));
    app.secret = draft.secret;
    CHECK_ERR(confirm("000000"), ERR_WRONG_CODE);
    CHECK(password_is_enough(APP_PASSWORD));
    CHECK_OK(propose(&again));
    CHECK_STR(again.secret, draft.secret);
    CHECK_INT(state().since, 0);
    CHECK_OK(confirm(authenticator_code(&app, 0)));
    CHECK_INT(state().since, world_now(w));
    CHECK_INT(state().recovery_codes, 10);
    CHECK_OK(usersvc_profile_get(browser_call(&ada), &NOTHING, &profile));
    CHECK_INT(profile.second_factor_at, world_now(w));
    CHECK(!password_is_enough(APP_PASSWORD));
    CHECK_ERR(propose(&again), ERR_EXISTS);
    CHECK_ERR(confirm(authenticator_code(&app, 1)), ERR_EXPIRED);
    CHECK_INT(letters(), 1);
    world_close(&w);
}

static void what_nobody_confirms_is_forgotten(void)
{
    struct second_factor_draft draft = {0}, later = {0};

    start();
    struct authenticator app = {.world = w};
    CHECK_OK(propose(&draft));
    app.secret = draft.secret;
    world_pass(w, 30 * MINUTE);
    CHECK_ERR(confirm(authenticator_code(&app, 0)), ERR_EXPIRED);
    world_idle(w);
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK_OK(propose(&later));
    CHECK(strcmp(later.secret, draft.secret) != 0);
    world_close(&w);
}

static void another_password_makes_it_void(void)
{
    struct second_factor_draft draft = {0};

    start();
    struct authenticator app = {.world = w};
    CHECK_OK(propose(&draft));
    app.secret = draft.secret;
    CHECK_OK(usersvc_password_set(
        world_call(w, ROLE_ADMIN),
        &(struct password_set_request){.id = ada_id, .password = NEW_PASSWORD}, &NOTHING));
    CHECK_OK(browser_sign_in(&ada, NULL, NEW_PASSWORD));
    CHECK_ERR(confirm(authenticator_code(&app, 0)), ERR_EXPIRED);
    world_close(&w);
}

static void an_old_sign_in_changes_nothing(void)
{
    struct second_factor_draft draft = {0};
    struct recovery_codes codes = {0};

    start();
    struct authenticator app = authenticator_add(&ada);
    world_pass(w, 5 * MINUTE + 1);
    const struct second_factor_code code = {authenticator_code(&app, 0)};
    CHECK_ERR(propose(&draft), ERR_SIGN_IN_AGAIN);
    CHECK_ERR(take_away(code.code), ERR_SIGN_IN_AGAIN);
    CHECK_ERR(usersvc_recovery_codes_renew(browser_call(&ada), &code, &codes), ERR_SIGN_IN_AGAIN);
    CHECK_OK(browser_sign_in(&ada, NULL, APP_PASSWORD));
    CHECK_OK(browser_second(&ada, code.code)); /* none of these has used it up */
    world_close(&w);
}

/* -- it ends -----------------------------------------------------------------------------------
 */

static void a_code_takes_it_away(void)
{
    start();
    struct authenticator app = authenticator_add(&ada);
    CHECK_ERR(take_away(authenticator_code(&app, 0)), ERR_WRONG_CODE); /* it added it */
    CHECK_ERR(take_away("ABCD-EFGH-IJKL-MNOP"), ERR_WRONG_CODE);
    world_pass(w, STEP);
    CHECK_OK(take_away(authenticator_code(&app, 0)));
    CHECK(password_is_enough(APP_PASSWORD));
    CHECK_INT(state().since, 0);
    CHECK_INT(state().recovery_codes, 0);
    CHECK_ERR(take_away(authenticator_code(&app, 1)), ERR_WRONG_CODE);
    CHECK_INT(letters(), 2);
    struct authenticator other = authenticator_add(&ada);
    CHECK(strcmp(other.secret, app.secret) != 0);
    world_close(&w);
}

static void so_does_a_recovery_code(void)
{
    start();
    struct authenticator app = authenticator_add(&ada);
    CHECK_OK(take_away(app.recovery.v[9]));
    CHECK(password_is_enough(APP_PASSWORD));
    world_close(&w);
}

static void an_administrator_takes_it_away(void)
{
    struct person p;

    start();
    (void)authenticator_add(&ada);
    const struct person_ref ref = {.username = "ada"};
    CHECK_ERR(usersvc_person_second_factor_remove(world_call(w, ROLE_GATEWAY), &ref, &p),
              ERR_FORBIDDEN);
    CHECK_OK(usersvc_person_second_factor_remove(world_call(w, ROLE_ADMIN), &ref, &p));
    CHECK_INT(p.second_factor_at, 0);
    CHECK_OK(usersvc_person_second_factor_remove(world_call(w, ROLE_ADMIN), &ref, &p)); /* again */
    CHECK(password_is_enough(APP_PASSWORD));
    CHECK_INT(letters(), 2);
    world_close(&w);
}

static void a_password_by_mail_does_not(void)
{
    start();
    struct authenticator app = authenticator_add(&ada);
    CHECK_INT(letters(), 1);
    forget("ada");
    CHECK_OK(reset(post_wait(w, "ada@example.org", RESET)));
    CHECK(!password_is_enough(NEW_PASSWORD));
    CHECK_OK(browser_sign_in(&ada, NULL, NEW_PASSWORD));
    world_pass(w, STEP);
    CHECK_OK(browser_second(&ada, authenticator_code(&app, 0)));
    world_close(&w);
}

static const struct sql SQL_LEFT = {"second_factors_left",
                                    "SELECT (SELECT COUNT(*) FROM second_factor)"
                                    " + (SELECT COUNT(*) FROM recovery_code)"
                                    " + (SELECT COUNT(*) FROM owner_key)"};

static enum err count(struct db *db, void *arg)
{
    int64_t *n = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_LEFT, "");
    if (e || (e = db_row(&st)))
        return e;
    *n = stmt_int(&st, 0);
    return OK;
}

static void an_erased_account_leaves_none(void)
{
    int64_t before = 0, after = -1;

    start();
    (void)authenticator_add(&ada);
    CHECK_OK(store_read(world_store(w, "usersvc"), count, &before));
    CHECK_INT(before, 12);
    CHECK_OK(usersvc_person_delete(world_call(w, ROLE_ADMIN), &(struct person_ref){.id = ada_id},
                                   &NOTHING));
    CHECK_OK(store_read(world_store(w, "usersvc"), count, &after));
    CHECK_INT(after, 0);
    world_close(&w);
}

/* -- recovery codes ----------------------------------------------------------------------------
 */

static enum err check(const char *code)
{
    return authsvc_second_factor_check(browser_call(&ada), &(struct second_factor_code){code},
                                       &NOTHING);
}

static void each_recovery_code_works_once_however_it_is_typed(void)
{
    start();
    struct authenticator app = authenticator_add(&ada);
    const char *printed = app.recovery.v[0];
    char typed[40] = "";
    size_t n = 0;

    for (const char *at = printed; *at; at++) { /* in lower case, with blanks */
        typed[n++] = (char)(*at == '-' ? ' ' : *at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    }
    CHECK_INT(strlen(printed), 19);
    CHECK_OK(check(typed));
    CHECK_ERR(check(printed), ERR_WRONG_CODE);
    CHECK_INT(state().recovery_codes, 9);
    char misread[32] = "";
    for (size_t i = 0; app.recovery.v[1][i]; i++)
        misread[i] = (char)(app.recovery.v[1][i] == 'O' ? '0' : app.recovery.v[1][i]);
    CHECK_OK(check(misread));
    CHECK_INT(letters(), 3);
    world_close(&w);
}

static void others_take_the_place_of_those_there_were(void)
{
    struct recovery_codes codes = {0};

    start();
    struct authenticator app = authenticator_add(&ada);
    world_pass(w, STEP);
    CHECK_OK(check(app.recovery.v[0]));
    CHECK_OK(usersvc_recovery_codes_renew(
        browser_call(&ada), &(struct second_factor_code){authenticator_code(&app, 0)}, &codes));
    CHECK_INT(state().recovery_codes, 10);
    CHECK_ERR(check(app.recovery.v[1]), ERR_WRONG_CODE);
    CHECK_OK(check(codes.codes.v[1]));
    world_close(&w);
}

static void a_recovery_code_of_somebody_else_is_none(void)
{
    start();
    struct authenticator hers = authenticator_add(&ada);
    person_new(w, "bob");
    struct browser bob = browser_of(w, "bob");
    CHECK_OK(browser_sign_in(&bob, NULL, APP_PASSWORD));
    (void)authenticator_add(&bob);
    CHECK_ERR(authsvc_second_factor_check(
                  browser_call(&bob), &(struct second_factor_code){hers.recovery.v[0]}, &NOTHING),
              ERR_WRONG_CODE);
    CHECK_OK(check(hers.recovery.v[0]));
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(it_counts_once_a_code_has_come_from_the_app),
        CASE(what_nobody_confirms_is_forgotten),
        CASE(another_password_makes_it_void),
        CASE(an_old_sign_in_changes_nothing),
        CASE(a_code_takes_it_away),
        CASE(so_does_a_recovery_code),
        CASE(an_administrator_takes_it_away),
        CASE(a_password_by_mail_does_not),
        CASE(an_erased_account_leaves_none),
        CASE(each_recovery_code_works_once_however_it_is_typed),
        CASE(others_take_the_place_of_those_there_were),
        CASE(a_recovery_code_of_somebody_else_is_none),
        {0},
    });
}
