/* Variables as JSON has them. */
#include "zoo.h"
#include <string.h>

static void what_does_not_fit_is_named(void)
{
    static const struct {
        const char *query, *variables, *is;
    } cases[] = {
        {"query($t:Int!){animal{echo(times:$t)}}", "{}",
         "1:7 \"$t\" is missing: it has the type Int!"},
        {"query($t:Int!){animal{echo(times:$t)}}", "{\"t\":null}", "\"$t\" must not be null"},
        {"query($t:Int){animal{echo(times:$t)}}", "{\"t\":\"1\"}",
         "\"$t\" must be of the type Int"},
        {"query($t:Int){animal{echo(times:$t)}}", "{\"t\":2147483648}",
         "\"$t\" must be of the type Int"},
        {"query($t:Int){animal{echo(times:$t)}}", "{\"t\":[1]}", "\"$t\" must be of the type Int"},
        {"query($t:String){animal{echo(text:$t)}}", "{\"t\":{}}",
         "\"$t\" must be of the type String"},
        {"query($t:[Food!]){animal{echo(food:$t)}}", "{\"t\":[\"CAKE\"]}",
         "\"$t\" must be a value of Food, and \"CAKE\" is none"},
        {"query($t:[Food!]){animal{echo(food:$t)}}", "{\"t\":[null]}", "\"$t\" must not be null"},
        {"query($t:Wish){animal{echo(deep:$t)}}", "{\"t\":{}}",
         "\"$t.what\" is missing: it has the type String!"},
        {"query($t:Wish){animal{echo(deep:$t)}}", "{\"t\":{\"what\":\"a\",\"x\":1}}",
         "\"x\" is not there in \"$t\""},
        {"query($t:Upper){animal{echo(upper:$t)}}", "{\"t\":\"why?\"}",
         "\"$t\" must not be a question"},
        {"query($t:Int){animal{echo(times:$t)}}", "[]", "variables must be a JSON object"},
        {"query($t:Int){animal{echo(times:$t)}}", "{\"t\":1,\"other\":2}", ""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(zoo_errors(cases[i].query, cases[i].variables), cases[i].is);
}

/* Seen only when it is executed: the variable may be null, the place with a default may not. */
static void null_is_refused_where_a_default_let_the_variable_in(void)
{
    CHECK_STR(zoo_ask("query($i:ID=5){by(id:$i){name}}", "{\"i\":null}"),
              "{\"errors\":[{\"message\":\"\\\"id\\\" must not be null\",\"path\":[\"by\"],"
              "\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}],\"data\":{\"by\":null}}");
}

static void nothing_of_a_value_is_repeated_that_could_be_a_secret(void)
{
    const char *said = zoo_ask("query($t:Int){animal{echo(times:$t)}}", "{\"t\":\"hunter2\"}");

    CHECK_HAS(said, "must be of the type Int");
    CHECK(!strstr(said, "hunter2"));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_does_not_fit_is_named),
        CASE(null_is_refused_where_a_default_let_the_variable_in),
        CASE(nothing_of_a_value_is_repeated_that_could_be_a_secret),
        {0},
    });
}
