/* option_test - command lines become requests, field by field. */
#include "command.h"
#include "line.h"
#include <string.h>

/* The request that a command line makes. */
static const char *request(const char *method, const char *in, const char *const *args)
{
    struct scribe scribe;

    scribe_init(&scribe);
    struct said said = line_run(&scribe.rpc, in, args);
    CHECK_STR(said.err, "ostiaryctl: DISABLED: this has been disabled\n");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_STR(said.out, "");
    CHECK_INT(scribe.asked, 1);
    CHECK_STR(scribe.method, method);
    return scribe.request;
}
#define REQUEST(method, in, ...) request((method), (in), (const char *const[]){__VA_ARGS__, NULL})

static void a_person_is_added(void)
{
    CHECK_STR(REQUEST("usersvc.person_add", "correct horse\n", "user", "add", "--username", "ada",
                      "--email", "ada@example.org", "--password-stdin"),
              "{\"username\":\"ada\",\"email\":\"ada@example.org\","
              "\"password\":\"correct horse\"}");
    CHECK_STR(REQUEST("usersvc.person_add", "correct horse", "user", "add", "--email-verified",
                      "--username=ada", "--email=ada@example.org", "--name", "Ada Lovelace",
                      "--given-name", "Ada", "--family-name", "L=velace", "--nickname", "--n",
                      "--group", "admin", "--group", "staff", "--password-stdin", "--locale",
                      "en-GB", "--zoneinfo", "UTC", "--website", "https://x.org", "--picture",
                      "https://x.org/p"),
              "{\"username\":\"ada\",\"email\":\"ada@example.org\",\"email_verified\":true,"
              "\"password\":\"correct horse\",\"name\":\"Ada Lovelace\",\"given_name\":\"Ada\","
              "\"family_name\":\"L=velace\",\"nickname\":\"--n\",\"picture\":\"https://x.org/p\","
              "\"website\":\"https://x.org\",\"zoneinfo\":\"UTC\",\"locale\":\"en-GB\","
              "\"groups\":\"admin staff\"}");
}

static void passwords_are_taken_as_they_stand(void)
{
    static const struct {
        const char *in, *json;
    } cases[] = {
        {"  two  blanks ", "\"  two  blanks \""},
        {"quote\"s\\", "\"quote\\\"s\\\\\""},
        {"first line\nsecond line\n", "\"first line\""},
        {"пароль пароль", "\"пароль пароль\""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *json = REQUEST("usersvc.password_set", cases[i].in, "user", "password", "--id",
                                   "p1", "--password-stdin");
        CHECK_STR(json,
                  arena_printf(check_mem(), "{\"id\":\"p1\",\"password\":%s}", cases[i].json));
    }
}

static void a_client_is_added(void)
{
    CHECK_STR(REQUEST("authsvc.client_add", "", "client", "add", "--name", "App", "--public",
                      "--redirect-uri", "https://a.example/cb"),
              "{\"client_name\":\"App\",\"redirect_uris\":[\"https://a.example/cb\"]}");
    CHECK_STR(
        REQUEST("authsvc.client_add", "", "client", "add", "--name", "App", "--confidential",
                "--client-uri", "https://a.example", "--redirect-uri", "https://a.example/1",
                "--redirect-uri", "https://a.example/2", "--grant", "authorization_code", "--grant",
                "refresh_token", "--scope", "openid profile", "--scope", "email", "--auth-method",
                "client_secret_post", "--permission", "introspect",
                "--id-token-signed-response-alg", "RS256", "--access-token-lifetime", "60",
                "--refresh-idle-lifetime", "61", "--refresh-lifetime", "62", "--refresh-grace", "0",
                "--refresh-reuse", "--code-lifetime", "10"),
        "{\"client_name\":\"App\",\"client_uri\":\"https://a.example\",\"confidential\":true,"
        "\"redirect_uris\":[\"https://a.example/1\",\"https://a.example/2\"],"
        "\"grant_types\":\"authorization_code refresh_token\",\"scope\":\"openid profile email\","
        "\"auth_methods\":\"client_secret_post\",\"permissions\":\"introspect\","
        "\"id_token_signed_response_alg\":\"RS256\",\"access_token_lifetime\":60,"
        "\"refresh_idle_lifetime\":61,\"refresh_lifetime\":62,\"refresh_grace\":0,"
        "\"refresh_reuse\":true,\"code_lifetime\":10}");
}

static void an_update_can_say_no_and_nothing(void)
{
    CHECK_STR(REQUEST("usersvc.person_update", "", "user", "update", "--id", "p1",
                      "--no-email-verified", "--nickname", "", "--group", ""),
              "{\"id\":\"p1\",\"email_verified\":false,\"nickname\":\"\",\"groups\":\"\"}");
    CHECK_STR(REQUEST("authsvc.client_update", "", "client", "update", "--client-id", "c1",
                      "--no-refresh-reuse", "--redirect-uri", "", "--scope", "", "--client-uri="),
              "{\"client_id\":\"c1\",\"client_uri\":\"\",\"redirect_uris\":[],\"scope\":\"\","
              "\"refresh_reuse\":false}");
}

static void other_commands_ask_what_they_say(void)
{
    CHECK_STR(REQUEST("usersvc.person_list", "", "user", "list"), "{}");
    CHECK_STR(REQUEST("usersvc.person_list", "", "user", "list", "--after", "p1", "--limit", "7"),
              "{\"after\":\"p1\",\"limit\":7}");
    CHECK_STR(REQUEST("usersvc.person_get", "", "user", "get", "--username", "ada"),
              "{\"username\":\"ada\"}");
    CHECK_STR(REQUEST("usersvc.person_disable", "", "user", "disable", "--id", "p1"),
              "{\"id\":\"p1\"}");
    CHECK_STR(REQUEST("usersvc.person_enable", "", "user", "enable", "--sub", "s1"),
              "{\"sub\":\"s1\"}");
    CHECK_STR(REQUEST("usersvc.person_delete", "", "user", "delete", "--username", "ada@x.org"),
              "{\"username\":\"ada@x.org\"}");
    CHECK_STR(REQUEST("authsvc.client_list", "", "client", "list"), "{}");
    CHECK_STR(REQUEST("authsvc.client_get", "", "client", "get", "--client-id", "c1"),
              "{\"client_id\":\"c1\"}");
    CHECK_STR(REQUEST("authsvc.client_disable", "", "client", "disable", "--client-id", "c1"),
              "{\"client_id\":\"c1\"}");
    CHECK_STR(REQUEST("authsvc.client_enable", "", "client", "enable", "--client-id", "c1"),
              "{\"client_id\":\"c1\"}");
    CHECK_STR(REQUEST("authsvc.client_delete", "", "client", "delete", "--client-id", "c1"),
              "{\"client_id\":\"c1\"}");
    CHECK_STR(REQUEST("authsvc.client_secret_rotate", "", "client", "rotate-secret", "--client-id",
                      "c1", "--overlap", "60", "--force"),
              "{\"client_id\":\"c1\",\"overlap\":60,\"force\":true}");
    CHECK_STR(REQUEST("tokensvc.grant_end", "", "grant", "end", "--id", "p1", "--client-id", "c1"),
              "{\"person\":\"p1\",\"client_id\":\"c1\"}");
    CHECK_STR(REQUEST("tokensvc.key_list", "", "key", "list"), "{}");
    CHECK_STR(REQUEST("tokensvc.key_rotate", "", "key", "rotate", "--alg", "RS256"),
              "{\"alg\":\"RS256\"}");
}

static void any_method_can_be_called(void)
{
    CHECK_STR(REQUEST("authsvc.client_get", "", "call", "authsvc.client_get",
                      "{ \"client_id\": \"c1\" }"),
              "{\"client_id\":\"c1\"}");
    CHECK_STR(REQUEST("usersvc.password_set", "{\"id\":\"p1\",\"password\":\"long enough\"}\n",
                      "call", "usersvc.password_set", "-"),
              "{\"id\":\"p1\",\"password\":\"long enough\"}");
    CHECK_STR(REQUEST("service.ping", "", "call", "service.ping", "{}", "--service", "tokensvc"),
              "{}");
}

/* A command line that is none, and what is said of it. */
static const struct wrong {
    const char *args[12];
    const char *in, *err;
} wrongs[] = {
    {{NULL}, "", "a command is missing; --help lists them"},
    {{"--data"}, "", "--data lacks its value"},
    {{"--foo", "user", "list"}, "", "there is no option --foo before a command"},
    {{"fly"}, "", "there is no command fly; --help lists them"},
    {{"user"}, "", "there is no command user; --help lists them"},
    {{"user", "fly"}, "", "there is no command user fly; --help lists them"},
    {{"user", "--id", "x"}, "", "there is no command user; --help lists them"},
    {{"user", "list", "--foo", "x"}, "", "user list: there is no option --foo"},
    {{"user", "list", "--foo=x"}, "", "user list: there is no option --foo=x"},
    {{"user", "list", "extra"}, "", "user list: extra is not an option"},
    {{"user", "list", "--limit"}, "", "user list: --limit lacks its value"},
    {{"user", "list", "--data"}, "", "user list: --data lacks its value"},
    {{"user", "list", "--limit", "many"}, "", "user list: --limit is not a whole number"},
    {{"user", "list", "--limit", "101"}, "", "user list: limit is not between 1 and 100"},
    {{"user", "list", "--limit", "7", "--limit", "8"}, "", "user list: --limit is there twice"},
    {{"user", "get"}, "", "user get: one of --username, --id and --sub is needed"},
    {{"user", "get", "--id", "1", "--sub", "2"},
     "",
     "user get: one of --username, --id and --sub is needed"},
    {{"user", "update", "--name", "X"},
     "",
     "user update: one of --username, --id and --sub is needed"},
    {{"user", "update", "--id", "1", "--username", "x"},
     "",
     "user update: one of --username, --id and --sub is needed"},
    {{"user", "update", "--id", "1", "--email-verified=true"},
     "",
     "user update: --email-verified takes no value"},
    {{"user", "update", "--id", "1", "--email-verified", "--no-email-verified"},
     "",
     "user update: --no-email-verified contradicts what stands before it"},
    {{"user", "update", "--id", "1", "--name", "a\xff"},
     "",
     "user update: --name is not UTF-8 without control characters"},
    {{"user", "add", "--email", "a@b"}, "", "user add: --username is needed"},
    {{"user", "add", "--username", "a", "--email", "a@b"},
     "",
     "user add: --password-stdin is needed"},
    {{"user", "add", "--username", "a", "--email", "a@b", "--password", "x"},
     "",
     "user add: there is no option --password"},
    {{"user", "add", "--username", "a", "--email", "a@b", "--password-stdin"},
     "",
     "user add: password is shorter than 8 bytes"},
    {{"user", "add", "--username", "a", "--email", "a@b", "--password-stdin"},
     "tab\tinside",
     "user add: --password-stdin: standard input is not a line of UTF-8"},
    {{"user", "add", "--username", "a", "--email", "a@b", "--password-stdin"},
     "latin \xe9\xe9\xe9\n",
     "user add: --password-stdin: standard input is not a line of UTF-8"},
    {{"user", "add", "--username", "a", "--email", "a@b", "--password-stdin", "--group", "a",
      "--group", "a"},
     "long enough",
     "user add: groups is not words with one blank between them, each once"},
    {{"client", "add", "--public"}, "", "client add: --name is needed"},
    {{"client", "add", "--name", "A", "--public", "--confidential"},
     "",
     "client add: --confidential contradicts what stands before it"},
    {{"client", "add", "--name", "A", "--code-lifetime", "601"},
     "",
     "client add: code_lifetime is not between 10 and 600"},
    {{"grant", "end", "--username", "ada", "--person", "x"},
     "",
     "grant end: there is no option --person"},
    {{"ping", "--service", "x"}, "", "ping: there is no option --service"},
    {{"call"}, "", "call: it takes a method and its request: METHOD JSON"},
    {{"call", "a.b", "{}", "x"}, "", "call: it takes a method and its request: METHOD JSON"},
    {{"call", "usersvc.fly", "{}"}, "", "call: there is no method usersvc.fly"},
    {{"call", "usersvc.person_get", "{"}, "", "call: usersvc.person_get: "},
    {{"call", "usersvc.person_get", "[]"}, "", "call: usersvc.person_get: not a JSON object"},
    {{"call", "usersvc.person_get", "{\"user\":\"ada\"}"},
     "",
     "call: usersvc.person_get: user is unknown"},
    {{"call", "usersvc.person_get", "{\"id\":7}"},
     "",
     "call: usersvc.person_get: id is of another kind"},
    {{"call", "usersvc.person_get", "{\"id\":\"a\",\"id\":\"b\"}"},
     "",
     "call: usersvc.person_get: a name stands twice"},
    {{"call", "service.ping", "{}"}, "", "call: every service answers that: --service is needed"},
    {{"call", "usersvc.person_get", "{}", "--service", "usersvc"},
     "",
     "call: --service is for the methods that every service answers"},
};

static void what_is_wrong_is_named(void)
{
    for (size_t i = 0; i < ARRAY_LEN(wrongs); i++) {
        struct scribe scribe;
        scribe_init(&scribe);
        struct said said = line_run(&scribe.rpc, wrongs[i].in, wrongs[i].args);
        CHECK_HAS(said.err, arena_printf(check_mem(), "ostiaryctl: %s", wrongs[i].err));
        CHECK_INT(said.status, CTL_USAGE);
        CHECK_STR(said.out, "");
        CHECK_INT(scribe.asked, 0); /* nobody is bothered with it */
    }
}

static void a_nul_does_not_cut_a_password(void)
{
    struct arena *mem = check_mem();
    FILE *in = tmpfile();
    struct option_line line;
    struct password_set_request q = {0};
    char *args[] = {arena_strdup(mem, "--id"), arena_strdup(mem, "p1"),
                    arena_strdup(mem, "--password-stdin")};
    const char *why = NULL;

    fwrite("long enough\0and more\n", 1, 21, in);
    rewind(in);
    CHECK_OK(option_parse(mem, &password_set_request_desc, NULL,
                          (struct option_args){args, ARRAY_LEN(args)}, &line, &why));
    CHECK_ERR(option_fill(mem, &password_set_request_desc, line.request, in, &q, &why),
              ERR_BAD_FIELD);
    CHECK_STR(why, "--password-stdin: standard input is not a line of UTF-8");
    CHECK_STR(q.password, NULL);
    fclose(in);
}

/* Every needed field of every command can be said, and no option means two things. */
static void every_command_can_be_said(void)
{
    for (const struct command *c = command_all(); c->words; c++) {
        const struct msg_desc *desc = command_request(c);
        const struct option *options = NULL;
        size_t n = option_list(check_mem(), desc, c->person, &options), from_stdin = 0, found;

        CHECK(!c->person || msg_field_by_name(desc, c->person, strlen(c->person)));
        for (size_t i = 0; i < n; i++) {
            from_stdin += options[i].how == OPTION_STDIN;
            for (size_t j = 0; j < i; j++)
                CHECK(strcmp(options[i].name, options[j].name) != 0);
        }
        CHECK(from_stdin <= 1);
        for (size_t f = 0; f < desc->n_fields; f++) {
            const struct msg_field *field = &desc->fields[f];
            found = c->person && strcmp(field->name, c->person) == 0;
            for (size_t i = 0; i < n; i++)
                found += options[i].field == field;
            CHECK(found > 0 || !(field->flags & MSG_REQUIRED));
        }
        CHECK(!c->method || (c->method->callers & ROLE_ADMIN));
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_person_is_added),
        CASE(passwords_are_taken_as_they_stand),
        CASE(a_client_is_added),
        CASE(an_update_can_say_no_and_nothing),
        CASE(other_commands_ask_what_they_say),
        CASE(any_method_can_be_called),
        CASE(what_is_wrong_is_named),
        CASE(a_nul_does_not_cut_a_password),
        CASE(every_command_can_be_said),
        {0},
    });
}
