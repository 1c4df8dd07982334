/* restore_tables_test - of each table it was decided what becomes of it when a backup is put back.
 */
#include "check.h"
#include "db.h"
#include "place.h"
#include "world.h"

static const char *const services[] = {"courier", "tokensvc", "authsvc", "usersvc"};

/* Whoever adds a table says here, by adding it, that the hooks of store.h were thought of. */
static const struct sql SQL_TABLES = {
    "tables", "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
              " ORDER BY name"};

static enum err read_tables(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};
    const char **list = arg;

    *list = "";
    enum err e = db_query(db, &st, &SQL_TABLES, "");
    while (!e && !(e = db_row(&st)))
        *list = arena_printf(check_mem(), "%s%s%s", *list, **list ? " " : "",
                             stmt_text(&st, 0, check_mem()));
    return e == ERR_NOT_FOUND ? OK : e;
}

static void it_was_decided_what_becomes_of_each_table(void)
{
    static const char *const tables[] = {
        "copy_mark delivery destination outbox_cursor schema_version",
        "api_key copy_mark cutoff epoch event event_base event_cursor family key_change leftover"
        " mac_key opaque_token owner_key revoked_token schema_version signing_key tally",
        "api_session_key auth_transaction bot_leftover client client_leftover client_secret code "
        "consent"
        " copy_mark event event_base event_cursor half_sign_in outbox outbox_head owner_key "
        "person_leftover "
        "picture schema_version "
        "session tally",
        "attempt copy_mark email_change event event_base event_cursor outbox outbox_head owner_key"
        " password_reset person person_number_given picture recovery_code schema_version"
        " second_factor second_factor_draft sign_up"};

    if (place_is_server())
        check_skip("a server makes copies itself");
    struct world *w = world_open();
    for (size_t i = 0; i < ARRAY_LEN(services); i++) {
        const char *list = NULL;
        CHECK_OK(store_read(world_store(w, services[i]), read_tables, &list));
        CHECK_STR(list, tables[i]);
    }
    world_close(&w);
}

int main(void)
{
    return check_run((struct check[]){CASE(it_was_decided_what_becomes_of_each_table), {0}});
}
