/* Scopes as clients write them. */
#include "check.h"
#include "dialects/opencollective/opencollective_scope.h"

static void separators_order_and_repetitions_do_not_matter(void)
{
    static const char *const rows[][2] = {
        {"email", "email"},
        {"email,account", "account email"},
        {"email account", "account email"},
        {"  email , ,account,, ", "account email"},
        {"host,email,host", "email host"},
        {"virtualCards,orders", "orders virtualCards"},
        {"", ""},
        {" , ", ""},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_STR(opencollective_scope(check_mem(), rows[i][0]), rows[i][1]);
}

static void what_no_scope_has_is_refused(void)
{
    static const char *const rows[] = {"e\\mail", "email \"host\"", "caf\xc3\xa9",
                                       "email\taccount"};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_STR(opencollective_scope(check_mem(), rows[i]), NULL);
    char *longest = arena_alloc(check_mem(), 1026);
    for (int i = 0; i < 1025; i++)
        longest[i] = 'a';
    longest[1025] = '\0';
    CHECK_STR(opencollective_scope(check_mem(), longest), NULL);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(separators_order_and_repetitions_do_not_matter),
        CASE(what_no_scope_has_is_refused),
        {0},
    });
}
