/* What is a document, and yet may not be executed (GraphQL 5). */
#include "zoo.h"

struct wrong {
    const char *query, *is;
};

static void all(const struct wrong *cases)
{
    for (; cases->query; cases++)
        CHECK_STR(zoo_errors(cases->query, NULL), cases->is);
}

static void fields_must_be_there_and_be_asked_for_as_their_type_wants(void)
{
    all((const struct wrong[]){
        {"{animol{name}}", "1:2 there is no field \"animol\" in the type Query"},
        {"{animal{nome legs}}", "1:9 there is no field \"nome\" in the type Animal"},
        {"{animal{x y}}", "1:9 there is no field \"x\" in the type Animal; "
                          "1:11 there is no field \"y\" in the type Animal"},
        {"{animal}", "1:2 \"animal\" is of the type Animal: say which fields of it"},
        {"{animal{name{x}}}", "1:9 \"name\" is of the type String!, which has no fields"},
        {"{animal{__schema{types{name}}}}",
         "1:9 there is no field \"__schema\" in the type Animal"},
        {"mutation{animal{name}}", "1:10 there is no field \"animal\" in the type Mutation"},
        {"mutation{__schema{types{name}}}",
         "1:10 there is no field \"__schema\" in the type Mutation"},
        {"{named{legs}}", "1:8 there is no field \"legs\" in the type Named"},
        {0}});
}

static void arguments_must_be_there_and_fit(void)
{
    all((const struct wrong[]){
        {"{by{name}}", "1:2 \"id\" is missing: it has the type ID!"},
        {"{by(id:null){name}}", "1:5 \"id\" must not be null"},
        {"{by(id:true){name}}", "1:5 \"id\" must be of the type ID"},
        {"{by(id:1 nr:2){name}}", "1:10 \"nr\" is not there in \"by\""},
        {"{by(id:1 id:2){name}}", "1:10 \"id\" stands twice in \"by\""},
        {"{animal{echo(text:1)}}", "1:14 \"text\" must be of the type String"},
        {"{animal{echo(text:FISH)}}", "1:14 \"text\" must be of the type String"},
        {"{animal{echo(times:\"1\")}}", "1:14 \"times\" must be of the type Int"},
        {"{animal{echo(times:1.5)}}", "1:14 \"times\" must be of the type Int"},
        {"{animal{echo(times:2147483648)}}", "1:14 \"times\" must be of the type Int"},
        {"{animal{echo(food:\"FISH\")}}", "1:14 \"food\" must be of the type Food"},
        {"{animal{echo(food:[FISH,CAKE])}}",
         "1:25 \"food\" must be a value of Food, and \"CAKE\" is none"},
        {"{animal{echo(food:[null])}}", "1:20 \"food\" must not be null"},
        {"{animal{echo(upper:\"why?\")}}", "1:14 \"upper\" must not be a question"},
        {"{animal{echo(deep:1)}}", "1:14 \"deep\" must be of the type Wish"},
        {"{animal{echo(deep:{})}}", "1:14 \"deep.what\" is missing: it has the type String!"},
        {"{animal{echo(deep:{what:\"a\" who:1})}}", "1:29 \"who\" is not there in \"deep\""},
        {"{animal{echo(deep:{what:\"a\" again:{what:1}})}}",
         "1:36 \"deep.again.what\" must be of the type String"},
        {0}});
}

static void variables_must_be_declared_used_and_fit(void)
{
    all((const struct wrong[]){
        {"{animal{echo(text:$t)}}", "1:14 there is no variable $t in this operation"},
        {"query($t:String){animal{name}}", "1:7 the variable $t is not used"},
        {"query($t:String,$t:String){animal{echo(text:$t)}}", "1:17 there are two variables $t"},
        {"query($t:Strong){animal{echo(text:$t)}}",
         "1:7 there is no type \"Strong\" that a variable may have; "
         "1:30 $t is of the type Strong, and String is wanted here"},
        {"query($t:Animal){animal{echo(text:$t)}}",
         "1:7 there is no type \"Animal\" that a variable may have; "
         "1:30 $t is of the type Animal, and String is wanted here"},
        {"query($t:Int){animal{echo(text:$t)}}",
         "1:27 $t is of the type Int, and String is wanted here"},
        {"query($t:ID){by(id:$t){name}}", "1:17 $t is of the type ID, and ID! is wanted here"},
        {"query($t:[Food]){animal{echo(food:$t)}}",
         "1:30 $t is of the type [Food], and [Food!] is wanted here"},
        {"query($t:Int=\"1\"){animal{echo(times:$t)}}", "1:14 \"$t\" must be of the type Int"},
        {"query($t:String!=null){animal{echo(text:$t)}}", "1:18 \"$t\" must not be null"},
        {"query($t:String){animal{echo(deep:{what:$t})}}",
         "1:36 $t is of the type String, and String! is wanted here"},
        {"query($t:ID=5){by(id:$t){name}}", ""},
        {"query($t:ID!){by(id:$t){name}}", "1:7 \"$t\" is missing: it has the type ID!"},
        {0}});
}

static void fragments_must_be_there_be_used_and_fit(void)
{
    all((const struct wrong[]){
        {"{...F}", "1:2 there is no fragment \"F\""},
        {"{animal{name}} fragment F on Animal{name}", "1:16 the fragment \"F\" is not used"},
        {"{animal{...F}} fragment F on Animol{name}",
         "1:16 there is no type \"Animol\" that has fields; "
         "1:9 there is no type \"Animol\" that has fields"},
        {"{animal{...on Food{name}}}", "1:9 there is no type \"Food\" that has fields"},
        {"{animal{...on Keeper{name}}}",
         "1:9 what is of the type Animal is never of the type Keeper"},
        {"{animal{...F}} fragment F on Animal{name} fragment F on Animal{legs}",
         "1:43 there are two fragments \"F\""},
        {"{animal{...F}} fragment F on Animal{...F}", "1:37 the fragment \"F\" contains itself"},
        {"{animal{...F}} fragment F on Animal{friend{...G}} fragment G on Animal{...F}",
         "1:72 the fragment \"F\" contains itself"},
        {"{animal{name}} fragment F on Animal{...G} fragment G on Animal{...F}", ""},
        {0}});
}

static void one_key_is_one_field(void)
{
    all((const struct wrong[]){
        {"{animal{a:name a:legs}}", "1:16 \"a\" would have two types here: use an alias"},
        {"{animal{a:name a:vital}}", "1:16 \"a\" would be two fields here: use an alias"},
        {"{animal{echo(text:\"a\") echo(text:\"b\")}}",
         "1:24 \"echo\" is asked for with other arguments before: use an alias"},
        {"{animal{echo echo(text:\"moo\")}}",
         "1:14 \"echo\" is asked for with other arguments before: use an alias"},
        {"{animal{...F legs}} fragment F on Animal{legs:tame}",
         "1:14 \"legs\" would have two types here: use an alias"},
        {"{animal{friend{a:name}}animal{friend{a:vital}}}",
         "1:38 \"a\" would be two fields here: use an alias"},
        {"{named{...on Animal{a:echo}...on Keeper{a:legs}}}", ""},
        {"{animal{echo(deep:{what:\"a\" loud:true}) echo(deep:{loud:true what:\"a\"})}}", ""},
        {0}});
}

static void directives_must_be_known(void)
{
    all((const struct wrong[]){
        {"{animal{name @upper}}", "1:14 there is no directive @upper for this place"},
        {"{animal{name @skip}}", "1:14 \"if\" is missing: it has the type Boolean!"},
        {"{animal{name @skip(if:1)}}", "1:20 \"if\" must be of the type Boolean"},
        {"{animal{name @skip(if:true) @skip(if:true)}}", "1:29 @skip stands here twice"},
        {"query @skip(if:true){animal{name}}", "1:7 there is no directive @skip for this place"},
        {0}});
}

static void operations_must_be_told_apart(void)
{
    all((const struct wrong[]){
        {"{animal{name}} {animal{legs}}", "1:1 an operation without a name must be the only one; "
                                          "1:16 an operation without a name must be the only one"},
        {"query A{animal{name}} query A{animal{legs}}", "1:23 there are two operations \"A\""},
        {"subscription{animal{name}}", "1:1 there are no subscriptions here"},
        {"fragment F on Animal{name}",
         "there is no operation in the document; 1:1 the fragment \"F\" is not used"},
        {0}});
}

int main(void)
{
    return check_run((struct check[]){
        CASE(fields_must_be_there_and_be_asked_for_as_their_type_wants),
        CASE(arguments_must_be_there_and_fit),
        CASE(variables_must_be_declared_used_and_fit),
        CASE(fragments_must_be_there_be_used_and_fit),
        CASE(one_key_is_one_field),
        CASE(directives_must_be_known),
        CASE(operations_must_be_told_apart),
        {0},
    });
}
