/* What a schema says of itself. */
#include "zoo.h"
#include <string.h>

/* The question of the usual tools (graphql-js 16), as far as it is of use here. */
static const char everything[] =
    "query IntrospectionQuery { __schema { queryType { name } mutationType { name }"
    " subscriptionType { name } types { ...FullType }"
    " directives { name description locations args { ...InputValue } } } }"
    " fragment FullType on __Type { kind name description"
    " fields(includeDeprecated: true) { name description args { ...InputValue }"
    " type { ...TypeRef } isDeprecated deprecationReason }"
    " inputFields { ...InputValue } interfaces { ...TypeRef }"
    " enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }"
    " possibleTypes { ...TypeRef } }"
    " fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }"
    " fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType {"
    " kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name"
    " ofType { kind name ofType { kind name } } } } } } } } } }";

static void types_are_described(void)
{
    static const struct {
        const char *query, *is;
    } cases[] = {
        {"{__type(name:\"Nothing\"){name}}", "{\"data\":{\"__type\":null}}"},
        {"{__type(name:\"Food\"){kind name description enumValues{name}}}",
         "{\"data\":{\"__type\":{\"kind\":\"ENUM\",\"name\":\"Food\",\"description\":"
         "\"What is eaten.\",\"enumValues\":[{\"name\":\"FISH\"},{\"name\":\"HAY\"}]}}}"},
        {"{__type(name:\"Keeper\"){kind fields{name type{kind name ofType{name}}}"
         " interfaces{name} possibleTypes{name} inputFields{name} enumValues{name}}}",
         "{\"data\":{\"__type\":{\"kind\":\"OBJECT\",\"fields\":[{\"name\":\"name\",\"type\":"
         "{\"kind\":\"NON_NULL\",\"name\":null,\"ofType\":{\"name\":\"String\"}}},"
         "{\"name\":\"legs\",\"type\":{\"kind\":\"SCALAR\",\"name\":\"String\",\"ofType\":null}}"
         "],\"interfaces\":[{\"name\":\"Named\"}],\"possibleTypes\":null,\"inputFields\":null,"
         "\"enumValues\":null}}}"},
        {"{__type(name:\"Named\"){possibleTypes{name} interfaces{name}}}",
         "{\"data\":{\"__type\":{\"possibleTypes\":[{\"name\":\"Animal\"},{\"name\":\"Keeper\"}"
         "],\"interfaces\":[]}}}"},
        {"{__type(name:\"Wish\"){kind isOneOf inputFields{name defaultValue type{kind ofType{name}"
         "}}}}",
         "{\"data\":{\"__type\":{\"kind\":\"INPUT_OBJECT\",\"isOneOf\":false,\"inputFields\":["
         "{\"name\":\"what\",\"defaultValue\":null,\"type\":{\"kind\":\"NON_NULL\",\"ofType\":"
         "{\"name\":\"String\"}}},{\"name\":\"loud\",\"defaultValue\":\"true\",\"type\":"
         "{\"kind\":\"SCALAR\",\"ofType\":null}},{\"name\":\"again\",\"defaultValue\":null,"
         "\"type\":{\"kind\":\"INPUT_OBJECT\",\"ofType\":null}}]}}}"},
        {"{__schema{queryType{name} mutationType{name} subscriptionType{name} description"
         " directives{name locations args{name}}}}",
         "{\"data\":{\"__schema\":{\"queryType\":{\"name\":\"Query\"},\"mutationType\":"
         "{\"name\":\"Mutation\"},\"subscriptionType\":null,\"description\":null,\"directives\":["
         "{\"name\":\"include\",\"locations\":[\"FIELD\",\"FRAGMENT_SPREAD\","
         "\"INLINE_FRAGMENT\"],\"args\":[{\"name\":\"if\"}]},{\"name\":\"skip\",\"locations\":["
         "\"FIELD\",\"FRAGMENT_SPREAD\",\"INLINE_FRAGMENT\"],\"args\":[{\"name\":\"if\"}]}]}}}"},
        {"{t:__type(name:\"Animal\"){__typename}}",
         "{\"data\":{\"t\":{\"__typename\":\"__Type\"}}}"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(zoo_ask(cases[i].query, NULL), cases[i].is);
}

static void arguments_are_described(void)
{
    const char *answer =
        zoo_ask("{__type(name:\"Animal\"){fields{name args{name defaultValue type{kind}}}}}", NULL);

    CHECK_HAS(answer, "{\"name\":\"echo\",\"args\":[{\"name\":\"text\",\"defaultValue\":"
                      "\"\\\"moo\\\"\",\"type\":{\"kind\":\"SCALAR\"}}");
    CHECK_HAS(answer, "{\"name\":\"friend\",\"args\":[]}");
}

static void tools_may_ask_for_everything(void)
{
    const char *answer = zoo_ask(everything, NULL);

    CHECK_HAS(answer, "{\"data\":{\"__schema\":{");
    CHECK_HAS(answer, "\"name\":\"__DirectiveLocation\"");
    CHECK(!strstr(answer, "\"__Any\"")); /* no type of its own */
    CHECK(!strstr(answer, "\"errors\""));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(types_are_described),
        CASE(arguments_are_described),
        CASE(tools_may_ask_for_everything),
        {0},
    });
}
