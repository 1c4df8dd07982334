#include "check.h"
#include "postgres_schema.h"

static void is(const char *sqlite, const char *postgres)
{
    CHECK_STR(postgres_schema(check_mem(), sqlite), postgres);
}

static void types_are_those_of_postgresql(void)
{
    is("CREATE TABLE a (i INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;",
       "CREATE TABLE a (i BIGINT PRIMARY KEY, b BYTEA NOT NULL) ;");
    is("ALTER TABLE a ADD COLUMN t TEXT;", "ALTER TABLE a ADD COLUMN t TEXT COLLATE \"C\";");
}

static void only_whole_words_in_capitals_are_types(void)
{
    is("MY_INTEGER INTEGERS text Blob STRICTLY", "MY_INTEGER INTEGERS text Blob STRICTLY");
}

static void what_is_quoted_or_said_stays(void)
{
    is("-- TEXT of it's kind\nINTEGER", "-- TEXT of it's kind\nBIGINT");
    is("DEFAULT 'TEXT' \"BLOB\" BLOB", "DEFAULT 'TEXT' \"BLOB\" BYTEA");
    is("'it''s TEXT' TEXT", "'it''s TEXT' TEXT COLLATE \"C\"");
    is("'TEXT", "'TEXT");
    is("-- TEXT", "-- TEXT");
    is("", "");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(types_are_those_of_postgresql),
        CASE(only_whole_words_in_capitals_are_types),
        CASE(what_is_quoted_or_said_stays),
        {0},
    });
}
