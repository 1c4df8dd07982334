#include "check.h"
#include "client_identity.h"
#include <sodium.h>
#include <string.h>

static const char *basic(const char *text)
{
    size_t room = sodium_base64_ENCODED_LEN(strlen(text), sodium_base64_VARIANT_ORIGINAL);
    char *encoded = arena_alloc(check_mem(), room);

    sodium_bin2base64(encoded, room, (const unsigned char *)text, strlen(text),
                      sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(check_mem(), "Basic %s", encoded);
}

/* "id secret method", or the error and what is said about it. */
static const char *identity(const char *authorization, const char *body)
{
    struct client_identity out;
    const char *why = "";
    struct form form;

    CHECK_OK(form_parse(check_mem(), body, strlen(body), &form, &why));
    enum err e = client_identity_read(check_mem(), authorization, &form, &out, &why);
    if (e)
        return arena_printf(check_mem(), "%s: %s", err_name(e), why);
    return arena_printf(check_mem(), "%s %s %s", out.id ? out.id : "-",
                        out.secret ? out.secret : "-", out.method);
}

static void clients_come_in_three_ways(void)
{
    CHECK_STR(identity(basic("app:secret"), ""), "app secret client_secret_basic");
    CHECK_STR(identity(NULL, "client_id=app&client_secret=s"), "app s client_secret_post");
    CHECK_STR(identity(NULL, "client_id=app"), "app - none");
    CHECK_STR(identity(NULL, "client_id=app&client_secret="), "app - none");
    CHECK_STR(identity(NULL, ""), "- - none");
    CHECK_STR(identity(basic("app:secret"), "client_id=app"), "app secret client_secret_basic");
    CHECK_STR(identity(basic("app:"), ""), "app - client_secret_basic");
}

static void both_halves_are_form_encoded(void)
{
    CHECK_STR(identity(basic("a%3Ab:s%25+%2B"), ""), "a:b s% + client_secret_basic");
    CHECK_STR(identity(basic("app:a:b"), ""), "app a:b client_secret_basic");
    CHECK_STR(identity(basic("%C3%A9:x"), ""), "é x client_secret_basic");
}

static void two_ways_at_once_are_refused(void)
{
    CHECK_STR(identity(basic("app:s"), "client_id=app&client_secret=s"),
              "INVALID_REQUEST: the client authenticates in the Authorization header and in the "
              "body");
    CHECK_STR(identity(basic("app:s"), "client_id=other"),
              "INVALID_REQUEST: client_id is not the client of the Authorization header");
}

static void headers_that_cannot_be_read_are_refused(void)
{
    static const struct {
        const char *header, *is;
    } cases[] = {
        {"Bearer x", "INVALID_CLIENT: a client may authenticate by Basic, or in the body"},
        {"Basic", "INVALID_CLIENT: a client may authenticate by Basic, or in the body"},
        {"Basic !!!", "INVALID_CLIENT: the Authorization header is not base64"},
        {"Basic YTpi=", "INVALID_CLIENT: the Authorization header is not base64"},
        {"Basic YTpi YTpi", "INVALID_CLIENT: the Authorization header is not base64"},
        {"Basic YXBw",
         "INVALID_CLIENT: the Authorization header has no ':' between client and secret"},
        {"Basic ", "INVALID_CLIENT: the Authorization header has no ':' between client and secret"},
        {"Basic OnM=",
         "INVALID_CLIENT: client or secret in the Authorization header is shorter than 1 bytes"},
        {"Basic YTol", "INVALID_CLIENT: the secret in the Authorization header contains a '%' "
                       "without two hexadecimal digits"},
        {"Basic /zpi", "INVALID_CLIENT: the client in the Authorization header contains a control "
                       "character, or bytes that are not UTF-8"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(identity(cases[i].header, ""), cases[i].is);
    CHECK_STR(identity("basic YTpi", ""), "a b client_secret_basic"); /* schemes have no case */
}

static void what_the_contract_cannot_carry_is_refused(void)
{
    char *secret = arena_alloc(check_mem(), 258);

    memset(secret, 'x', 257);
    CHECK_HAS(identity(basic(arena_printf(check_mem(), "app:%s", secret)), ""),
              "INVALID_CLIENT: client or secret in the Authorization header is longer than");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(clients_come_in_three_ways),
        CASE(both_halves_are_form_encoded),
        CASE(two_ways_at_once_are_refused),
        CASE(headers_that_cannot_be_read_are_refused),
        CASE(what_the_contract_cannot_carry_is_refused),
        {NULL, NULL},
    });
}
