/* What is answered to documents that are right. */
#include "zoo.h"
#include <string.h>

struct asked {
    const char *query, *variables, *is;
};

static void all(const struct asked *cases)
{
    for (; cases->query; cases++)
        CHECK_STR(zoo_ask(cases->query, cases->variables), cases->is);
}

static void fields_come_in_the_order_in_which_they_are_asked_for(void)
{
    all((const struct asked[]){
        {"{animal{legs name}}", NULL, "{\"data\":{\"animal\":{\"legs\":4,\"name\":\"Daisy\"}}}"},
        {"query Q { animal { name, legs } } # why not", NULL,
         "{\"data\":{\"animal\":{\"name\":\"Daisy\",\"legs\":4}}}"},
        {"{animal{a:name b:name __typename tame born eats}}", NULL,
         "{\"data\":{\"animal\":{\"a\":\"Daisy\",\"b\":\"Daisy\",\"__typename\":\"Animal\","
         "\"tame\":true,\"born\":\"2001-09-09T01:46:40.123Z\",\"eats\":[\"HAY\"]}}}"},
        {"{__typename nobody{name}}", NULL,
         "{\"data\":{\"__typename\":\"Query\",\"nobody\":null}}"},
        {0}});
}

static void fields_of_one_key_become_one(void)
{
    all((const struct asked[]){
        {"{animal{name} animal{legs name}}", NULL,
         "{\"data\":{\"animal\":{\"name\":\"Daisy\",\"legs\":4}}}"},
        {"{animal{friend{name}...F}} fragment F on Animal{friend{legs}}", NULL,
         "{\"data\":{\"animal\":{\"friend\":{\"name\":\"Daisy\",\"legs\":4}}}}"},
        {0}});
}

static void fragments_are_put_in_where_the_type_is_theirs(void)
{
    all((const struct asked[]){
        {"{named{...on Animal{legs}...on Keeper{l:legs}name ...{__typename}}}", NULL,
         "{\"data\":{\"named\":{\"legs\":4,\"name\":\"Daisy\",\"__typename\":\"Animal\"}}}"},
        {"{named{...F}} fragment F on Named{name ...G} fragment G on Animal{tame}", NULL,
         "{\"data\":{\"named\":{\"name\":\"Daisy\",\"tame\":true}}}"},
        {0}});
}

static void directives_leave_out(void)
{
    all((const struct asked[]){{"{animal{name @skip(if:true) legs @include(if:true)}}", NULL,
                                "{\"data\":{\"animal\":{\"legs\":4}}}"},
                               {"query($a:Boolean!){animal{name @include(if:$a) ...F@skip(if:$a) "
                                "...@include(if:$a){legs}}}"
                                " fragment F on Animal{tame}",
                                "{\"a\":false}", "{\"data\":{\"animal\":{\"tame\":true}}}"},
                               {"{animal{name @skip(if:false) @include(if:false) legs}}", NULL,
                                "{\"data\":{\"animal\":{\"legs\":4}}}"},
                               {0}});
}

static void arguments_and_variables_have_defaults(void)
{
    all((const struct asked[]){
        {"{animal{echo}}", NULL, "{\"data\":{\"animal\":{\"echo\":\"moo\"}}}"},
        {"{animal{echo(text:null)}}", NULL, "{\"data\":{\"animal\":{\"echo\":\"null\"}}}"},
        {"query($t:String){animal{echo(text:$t)}}", NULL,
         "{\"data\":{\"animal\":{\"echo\":\"moo\"}}}"},
        {"query($t:String=\"ba\"){animal{echo(text:$t)}}", NULL,
         "{\"data\":{\"animal\":{\"echo\":\"ba\"}}}"},
        {"query($t:String=\"ba\"){animal{echo(text:$t)}}", "{\"t\":null}",
         "{\"data\":{\"animal\":{\"echo\":\"null\"}}}"},
        {"query($t:String=\"ba\",$n:Int!){animal{echo(text:$t times:$n)}}", "{\"t\":\"x\",\"n\":3}",
         "{\"data\":{\"animal\":{\"echo\":\"xxx\"}}}"},
        {"query($n:Int=2){animal{echo(times:$n)}}", NULL,
         "{\"data\":{\"animal\":{\"echo\":\"moomoo\"}}}"},
        {0}});
}

static void literals_of_all_kinds_arrive(void)
{
    all((const struct asked[]){
        {"{animal{echo(food:[FISH HAY])}}", NULL,
         "{\"data\":{\"animal\":{\"echo\":\"moo FISH HAY\"}}}"},
        {"{animal{echo(food:HAY)}}", NULL, "{\"data\":{\"animal\":{\"echo\":\"moo HAY\"}}}"},
        {"query($f:[Food!]){animal{echo(food:$f)}}", "{\"f\":[\"HAY\",\"FISH\"]}",
         "{\"data\":{\"animal\":{\"echo\":\"moo HAY FISH\"}}}"},
        {"query($f:Food!){animal{echo(food:[$f,HAY])}}", "{\"f\":\"FISH\"}",
         "{\"data\":{\"animal\":{\"echo\":\"moo FISH HAY\"}}}"},
        {"{animal{echo(upper:\"loud\")}}", NULL, "{\"data\":{\"animal\":{\"echo\":\"moo LOUD\"}}}"},
        {"{animal{echo(deep:{what:\"a\",again:{loud:false what:\"b\"}})}}", NULL,
         "{\"data\":{\"animal\":{\"echo\":\"moo a! b\"}}}"},
        {"query($w:Wish!,$s:String!){animal{a:echo(deep:$w) b:echo(deep:{what:$s})}}",
         "{\"w\":{\"what\":\"a\",\"again\":null},\"s\":\"c\"}",
         "{\"data\":{\"animal\":{\"a\":\"moo a!\",\"b\":\"moo c!\"}}}"},
        {"{by(id:5){name}}", NULL, "{\"data\":{\"by\":{\"name\":\"Daisy\"}}}"},
        {"{by(id:\"5\"){name}}", NULL, "{\"data\":{\"by\":{\"name\":\"Daisy\"}}}"},
        {0}});
}

static void lists_are_lists(void)
{
    all((const struct asked[]){
        {"{animal{herd{name}}}", NULL,
         "{\"data\":{\"animal\":{\"herd\":[{\"name\":\"Daisy\"},{\"name\":\"Daisy\"}]}}}"},
        {"{animal{holes{name}}}", NULL,
         "{\"data\":{\"animal\":{\"holes\":[{\"name\":\"Daisy\"},null]}}}"},
        {0}});
}

#define REFUSED(line, column, path)                                                                \
    "{\"errors\":[{\"message\":\"the caller may not do this\",\"locations\":[{\"line\":" line      \
    ",\"column\":" column "}],\"path\":[" path                                                     \
    "],\"extensions\":{\"code\":\"Forbidden\",\"kept\":true}}],\"data\":"

static void what_fails_is_null_and_what_cannot_be_without_it(void)
{
    all((const struct asked[]){
        {"{animal{name secret legs}}", NULL,
         REFUSED("1", "14", "\"animal\",\"secret\"") "{\"animal\":{\"name\":\"Daisy\","
                                                     "\"secret\":null,\"legs\":4}}}"},
        {"{animal{name\n vital}}", NULL,
         REFUSED("2", "2", "\"animal\",\"vital\"") "{\"animal\":null}}"},
        {"{animal{name f:friend{vital}}}", NULL,
         REFUSED("1", "23", "\"animal\",\"f\",\"vital\"") "{\"animal\":{\"name\":\"Daisy\","
                                                          "\"f\":null}}}"},
        {"{animal{holes{vital}}}", NULL,
         REFUSED("1", "15", "\"animal\",\"holes\",0,\"vital\"") "{\"animal\":{\"holes\":["
                                                                "null,null]}}}"},
        {"{animal{herd{vital} name}}", NULL,
         REFUSED("1", "14", "\"animal\",\"herd\",0,\"vital\"") "{\"animal\":{\"herd\":null,"
                                                               "\"name\":\"Daisy\"}}}"},
        {0}});
    CHECK_STR(zoo_errors("{animal{missing{name}}}", NULL), "1:9 this is not known");
}

static void changes_are_made_one_after_the_other(void)
{
    CHECK_STR(zoo_ask("mutation{a:count b:count c:count}", NULL),
              "{\"data\":{\"a\":1,\"b\":2,\"c\":3}}");
}

static void one_of_several_operations_is_chosen(void)
{
    static const char two[] = "query A{animal{name}} mutation B{count}";
    int status;

    CHECK_STR(zoo_errors_of(&(struct graphql_request){.query = two, .operation = "B"}, &status),
              "");
    CHECK_INT(status, 200);
    CHECK_STR(zoo_errors_of(&(struct graphql_request){.query = two}, &status),
              "operationName is missing: there are several operations");
    CHECK_INT(status, 400);
    CHECK_STR(zoo_errors_of(&(struct graphql_request){.query = two, .operation = "C"}, &status),
              "there is no operation \"C\"");
    CHECK_STR(zoo_errors_of(&(struct graphql_request){0}, &status), "query is missing");
    CHECK_STR(zoo_errors_of(
                  &(struct graphql_request){.query = two, .operation = "B", .only_reading = true},
                  &status),
              "a mutation must be sent by POST");
    CHECK_INT(status, 405);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(fields_come_in_the_order_in_which_they_are_asked_for),
        CASE(fields_of_one_key_become_one),
        CASE(fragments_are_put_in_where_the_type_is_theirs),
        CASE(directives_leave_out),
        CASE(arguments_and_variables_have_defaults),
        CASE(literals_of_all_kinds_arrive),
        CASE(lists_are_lists),
        CASE(what_fails_is_null_and_what_cannot_be_without_it),
        CASE(changes_are_made_one_after_the_other),
        CASE(one_of_several_operations_is_chosen),
        {0},
    });
}
