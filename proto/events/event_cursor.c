#include "event_cursor.h"
#include "db.h"

static const struct sql SQL_GET = {
    "event_cursor_get", "SELECT number FROM event_cursor WHERE consumer = $1 AND stream = $2"};

/* Writing a row is what keeps others from it, on every database. */
static const struct sql SQL_HOLD = {
    "event_cursor_hold", "INSERT INTO event_cursor (consumer, stream, number) VALUES ($1, $2, 0)"
                         " ON CONFLICT (consumer, stream) DO UPDATE SET"
                         " number = event_cursor.number RETURNING number"};

static const struct sql SQL_MOVE = {
    "event_cursor_move", "UPDATE event_cursor SET number = $3 WHERE consumer = $1 AND stream = $2"};

static enum err read_number(struct db *db, const struct sql *sql, const struct event_cursor *cursor,
                            int64_t *number)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, sql, "tt", cursor->consumer, cursor->stream);
    if (e || (e = db_row(&st)))
        return e;
    *number = stmt_int(&st, 0);
    return OK;
}

enum err event_cursor_get(struct db *db, const struct event_cursor *cursor, int64_t *number)
{
    *number = 0;
    enum err e = read_number(db, &SQL_GET, cursor, number);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err event_cursor_hold(struct db *db, const struct event_cursor *cursor, int64_t *number)
{
    return read_number(db, &SQL_HOLD, cursor, number);
}

enum err event_cursor_move(struct db *db, const struct event_cursor *cursor, int64_t number)
{
    return db_exec(db, &SQL_MOVE, "tti", cursor->consumer, cursor->stream, number);
}
