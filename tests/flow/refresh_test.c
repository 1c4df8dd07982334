/* refresh_test - families: every interleaving that can befall a refresh token. */
#include "app.h"
#include "check.h"
#include "log.h"
#include "place.h"
#include <stdio.h>
#include <string.h>

#define SECOND INT64_C(1000)
#define HOUR (3600 * SECOND)
#define GRACE (30 * SECOND)

static struct world *w;
static struct app app;
static struct browser ada;
static const char *tokens[16]; /* tokens[c] was head c of the family */
static size_t head;            /* the last of them */
static struct token_reply last;

static void begin_with(const struct client_add_request *what)
{
    world_close(&w); /* of a case that failed */
    w = world_open();
    app = app_add(w, what);
    person_new(w, "ada");
    ada = browser_of(w, "ada");
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid profile"), NULL, &last));
    tokens[0] = last.refresh_token;
    head = 0;
}

static void begin(void)
{
    begin_with(NULL);
}

/* Rotates until n is the head, this long apart; tokens[0 … n] are then all that there were. */
static void rotate(size_t n, int64_t apart_ms)
{
    for (; head < n; head++) {
        world_pass(w, apart_ms);
        CHECK_OK(app_refresh(&app, tokens[head], &last));
        tokens[head + 1] = last.refresh_token;
        CHECK(strcmp(tokens[head + 1], tokens[head]) != 0);
    }
}

static enum err present(size_t c)
{
    struct token_reply t;

    enum err e = app_refresh(&app, tokens[c], &t);
    if (!e)
        last = t;
    return e;
}

static bool family_lives(size_t c)
{
    return app_refresh(&app, tokens[c], &last) == OK;
}

static void the_head_is_replaced(void)
{
    begin();
    rotate(5, HOUR);
    CHECK(app_active(&app, last.access_token));
    world_close(&w);
}

static void a_lost_reply_is_given_again(void)
{
    begin();
    rotate(1, HOUR);
    world_pass(w, GRACE - 1);
    CHECK_OK(present(0));
    CHECK_STR(last.refresh_token, tokens[1]);
    world_close(&w);
}

static void three_tabs_converge(void)
{
    begin();
    rotate(1, HOUR);
    for (int tab = 0; tab < 3; tab++) {
        CHECK_OK(present(0));
        CHECK_STR(last.refresh_token, tokens[1]);
        CHECK(app_active(&app, last.access_token));
    }
    world_close(&w);
}

static void a_token_four_heads_old_but_fresh_gives_the_head(void)
{
    begin();
    rotate(4, SECOND);
    CHECK_OK(present(0));
    CHECK_STR(last.refresh_token, tokens[4]);
    CHECK(family_lives(4));
    world_close(&w);
}

static void a_token_five_heads_old_is_theft_however_fresh(void)
{
    begin();
    rotate(5, SECOND);
    CHECK_ERR(present(0), ERR_INVALID_GRANT);
    CHECK(!family_lives(5));
    world_close(&w);
}

static void grace_counts_from_the_replacement_of_that_very_token(void)
{
    begin();
    rotate(3, 20 * SECOND); /* token 0 was replaced 40 s ago, token 1 20 s ago, token 2 just now */
    CHECK_OK(present(1));
    CHECK_STR(last.refresh_token, tokens[3]);
    CHECK_ERR(present(0), ERR_INVALID_GRANT);
    CHECK(!family_lives(3));
    world_close(&w);
}

static void a_client_that_slept_before_it_read_the_reply_goes_on(void)
{
    begin();
    rotate(1, HOUR);
    world_pass(w, 8 * HOUR);
    CHECK_OK(present(0)); /* it authenticated: who it is, is known */
    CHECK_STR(last.refresh_token, tokens[1]);
    CHECK(family_lives(1));
    world_close(&w);
}

static void a_public_client_that_slept_is_taken_for_a_thief(void)
{
    begin_with(&(struct client_add_request){.client_name = "public"});
    rotate(1, HOUR);
    world_pass(w, 8 * HOUR);
    CHECK_ERR(present(0), ERR_INVALID_GRANT);
    CHECK(!family_lives(1));
    world_close(&w);
}

static void a_late_old_token_is_theft_and_ends_the_family(void)
{
    struct userinfo_reply who;

    begin();
    rotate(2, HOUR);
    world_pass(w, HOUR);
    const char *access = last.access_token;
    CHECK_ERR(present(0), ERR_INVALID_GRANT);
    CHECK(!app_active(&app, access));
    CHECK_ERR(app_userinfo(&app, access, &who), ERR_INVALID_TOKEN);
    CHECK(!family_lives(2));
    world_close(&w);
}

static void without_grace_a_second_tab_is_still_answered_if_it_authenticates(void)
{
    begin_with(&(struct client_add_request){
        .confidential = true, .client_name = "strict", .refresh_grace = {true, 0}});
    rotate(1, HOUR);
    world_pass(w, 1);
    CHECK_OK(present(0));
    CHECK_STR(last.refresh_token, tokens[1]);
    world_close(&w);
}

static void without_grace_a_public_clients_second_tab_is_theft(void)
{
    begin_with(&(struct client_add_request){.client_name = "strict", .refresh_grace = {true, 0}});
    rotate(1, HOUR);
    world_pass(w, 1);
    CHECK_ERR(present(0), ERR_INVALID_GRANT);
    CHECK(!family_lives(1));
    world_close(&w);
}

static void a_client_that_does_not_rotate_keeps_its_token(void)
{
    struct token_reply t;

    begin_with(&(struct client_add_request){
        .confidential = true, .client_name = "fapi", .refresh_reuse = true});
    for (int i = 0; i < 7; i++) {
        world_pass(w, HOUR);
        CHECK_OK(app_refresh(&app, tokens[0], &t));
        CHECK_STR(t.refresh_token, tokens[0]);
    }
    world_close(&w);
}

/* -- what fails before the counter changes nothing ------------------------------------------- */

static void a_stranger_who_knows_the_token_cannot_end_the_family(void)
{
    struct token_reply t;

    begin();
    rotate(2, HOUR);
    struct app stranger = app_add(w, NULL);
    CHECK_ERR(app_refresh(&stranger, tokens[0], &t), ERR_INVALID_GRANT);
    struct app liar = app;
    liar.client_secret = "0123456789012345678901234567890123456789012";
    CHECK_ERR(app_refresh(&liar, tokens[0], &t), ERR_INVALID_CLIENT);
    CHECK(family_lives(2));
    world_close(&w);
}

static void a_token_altered_anywhere_is_nobodys(void)
{
    struct token_reply t;

    begin();
    size_t n = strlen(tokens[0]);
    for (size_t i = 0; i < n; i++) {
        char *altered = arena_strdup(check_mem(), tokens[0]);
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        CHECK_ERR(app_refresh(&app, altered, &t), ERR_INVALID_GRANT);
    }
    CHECK_ERR(app_refresh(&app, arena_printf(check_mem(), "%sA", tokens[0]), &t),
              ERR_INVALID_GRANT);
    CHECK_ERR(app_refresh(&app, arena_strndup(check_mem(), tokens[0], n - 1), &t),
              ERR_INVALID_GRANT);
    CHECK(family_lives(0));
    world_close(&w);
}

static void more_scope_than_was_granted_is_refused_and_costs_nothing(void)
{
    struct token_reply t;
    struct token_request q = {.grant_type = "refresh_token", .scope = "openid email"};

    begin();
    q.refresh_token = tokens[0];
    CHECK_ERR(app_ask(&app, &q, &t), ERR_INVALID_SCOPE);
    rotate(1, SECOND);
    world_close(&w);
}

static void narrowing_is_for_one_access_token(void)
{
    struct token_reply t;
    struct userinfo_reply who;
    struct token_request q = {.grant_type = "refresh_token", .scope = "openid"};

    begin();
    q.refresh_token = tokens[0];
    CHECK_OK(app_ask(&app, &q, &t));
    CHECK_STR(t.scope, "openid");
    CHECK_OK(app_userinfo(&app, t.access_token, &who));
    CHECK_STR(who.name, NULL);
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    CHECK_STR(t.scope, "openid profile");
    world_close(&w);
}

/* -- time ------------------------------------------------------------------------------------- */

static void a_family_that_is_not_used_ends(void)
{
    begin_with(&(struct client_add_request){
        .confidential = true, .client_name = "idle", .refresh_idle_lifetime = 3600});
    rotate(3, HOUR - SECOND); /* each use begins the hour again */
    world_pass(w, HOUR);
    CHECK_ERR(present(3), ERR_INVALID_GRANT);
    world_close(&w);
}

static void a_family_ends_however_much_it_is_used(void)
{
    begin_with(&(struct client_add_request){
        .confidential = true, .client_name = "short", .refresh_lifetime = INT64_C(3) * 3600});
    rotate(2, HOUR);
    world_pass(w, HOUR);
    CHECK_ERR(present(2), ERR_INVALID_GRANT);
    world_close(&w);
}

/* -- a database restored from a backup --------------------------------------------------------- */

static int alarms;

static void nobody_hears(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level, (void)line;
}

static void count_alarms(void *self, enum log_level level, const char *line)
{
    (void)self, (void)line;
    alarms += level == LOG_ERROR;
}

static struct bytes saved_db, saved_wal;

static const char *file(const char *suffix)
{
    return arena_printf(check_mem(), "%s/%s/tokensvc.db%s", world_dir(w), TENANT_DEFAULT, suffix);
}

static void write_file(const char *path, struct bytes content)
{
    FILE *f = fopen(path, "wb");

    CHECK(f);
    CHECK_INT(fwrite(content.p, 1, content.n, f), content.n);
    CHECK_INT(fclose(f), 0);
}

static void restore(void)
{
    write_file(file(""), saved_db);
    write_file(file("-wal"), saved_wal);
    remove(file("-shm"));
}

static void a_token_from_the_future_of_a_restored_database_is_refused_aloud(void)
{
    if (place_is_server())
        check_skip("it puts back files");
    begin();
    rotate(1, SECOND);
    saved_db = check_file(file(""));
    saved_wal = check_file(file("-wal"));
    rotate(3, SECOND);
    world_restart(w, restore);
    alarms = 0;
    log_replace(count_alarms, NULL);
    CHECK_ERR(present(3), ERR_INVALID_GRANT);
    CHECK_INT(alarms, 1);
    log_replace(nobody_hears, NULL);
    CHECK(family_lives(1)); /* nobody stole anything */
    world_close(&w);
}

int main(void)
{
    log_replace(nobody_hears, NULL);
    return check_run((struct check[]){
        CASE(the_head_is_replaced),
        CASE(a_lost_reply_is_given_again),
        CASE(three_tabs_converge),
        CASE(a_token_four_heads_old_but_fresh_gives_the_head),
        CASE(a_token_five_heads_old_is_theft_however_fresh),
        CASE(grace_counts_from_the_replacement_of_that_very_token),
        CASE(a_client_that_slept_before_it_read_the_reply_goes_on),
        CASE(a_public_client_that_slept_is_taken_for_a_thief),
        CASE(a_late_old_token_is_theft_and_ends_the_family),
        CASE(without_grace_a_second_tab_is_still_answered_if_it_authenticates),
        CASE(without_grace_a_public_clients_second_tab_is_theft),
        CASE(a_client_that_does_not_rotate_keeps_its_token),
        CASE(a_stranger_who_knows_the_token_cannot_end_the_family),
        CASE(a_token_altered_anywhere_is_nobodys),
        CASE(more_scope_than_was_granted_is_refused_and_costs_nothing),
        CASE(narrowing_is_for_one_access_token),
        CASE(a_family_that_is_not_used_ends),
        CASE(a_family_ends_however_much_it_is_used),
        CASE(a_token_from_the_future_of_a_restored_database_is_refused_aloud),
        {0},
    });
}
