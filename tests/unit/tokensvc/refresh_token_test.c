/* The string form of refresh tokens: one string per head, and no string but ours is read. */
#include "b64url.h"
#include "check.h"
#include "refresh_token.h"
#include <string.h>

static const char FAMILY[] = "AAECAwQFBgcICQoLDA0ODw";
static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct key_set keys = {
    .n_mac = 2,
    .mac = {{2, {9, 9, 9}}, {1, {1, 2, 3, 4}}},
};

static const char *print(int64_t counter)
{
    return refresh_token_print(check_mem(), &keys.mac[1], "default",
                               &(struct refresh_token){FAMILY, counter});
}

static enum err read_as(const char *tenant, const char *text)
{
    struct refresh_token token;

    return refresh_token_read(check_mem(), &keys, tenant, text, &token);
}

static void what_is_printed_can_be_read(void)
{
    static const int64_t counters[] = {0, 1, 255, 256, 4294967295, 4294967296, INT64_MAX};
    struct refresh_token token;

    for (size_t i = 0; i < ARRAY_LEN(counters); i++) {
        CHECK_OK(refresh_token_read(check_mem(), &keys, "default", print(counters[i]), &token));
        CHECK_STR(token.family, FAMILY);
        CHECK_INT(token.counter, counters[i]);
    }
}

static void the_same_head_gives_the_same_string(void)
{
    CHECK_STR(print(7), print(7));
    CHECK(strcmp(print(7), print(8)) != 0);
    CHECK_INT(strlen(print(7)), 4 + 82);
    CHECK(refresh_token_like(print(7)));
    CHECK(!refresh_token_like("eyJhbGciOiJFUzI1NiJ9.e30.x"));
}

/* Every character by every other one: among them are all changes of a single bit, and those of the
 * bits that base64 leaves over at the end. */
static void no_character_can_be_changed(void)
{
    const char *token = print(7);
    char *changed = arena_strdup(check_mem(), token);
    int accepted = 0;

    for (size_t i = 0; i < strlen(token); i++) {
        for (const char *c = ALPHABET; *c; c++) {
            changed[i] = *c;
            accepted += *c != token[i] && read_as("default", changed) == OK;
        }
        changed[i] = token[i];
    }
    CHECK_INT(accepted, 0);
    CHECK_OK(read_as("default", changed));
}

static void no_length_but_the_right_one_is_read(void)
{
    const char *token = print(7);
    struct arena *mem = check_mem();

    for (size_t n = 0; n < strlen(token); n++)
        CHECK_ERR(read_as("default", arena_strndup(mem, token, n)), ERR_INVALID_GRANT);
    CHECK_ERR(read_as("default", arena_printf(mem, "%sA", token)), ERR_INVALID_GRANT);
    CHECK_ERR(read_as("default", arena_printf(mem, "%s==", token)), ERR_INVALID_GRANT);
    CHECK_ERR(read_as("default", arena_printf(mem, "%s ", token)), ERR_INVALID_GRANT);
    CHECK_ERR(read_as("default", arena_printf(mem, "x%s", token)), ERR_INVALID_GRANT);
}

static void a_token_belongs_to_its_tenant_and_key(void)
{
    struct key_set others = keys;

    CHECK_ERR(read_as("elsewhere", print(7)), ERR_INVALID_GRANT);
    others.mac[1].key[0] ^= 1;
    CHECK_ERR(
        refresh_token_read(check_mem(), &others, "default", print(7), &(struct refresh_token){0}),
        ERR_INVALID_GRANT);
    others = keys;
    others.n_mac = 1; /* kid 1 is no longer known */
    CHECK_ERR(
        refresh_token_read(check_mem(), &others, "default", print(7), &(struct refresh_token){0}),
        ERR_INVALID_GRANT);
}

static void only_ids_of_sixteen_bytes_fit(void)
{
    CHECK(refresh_token_family(check_mem(), FAMILY));
    CHECK(!refresh_token_family(check_mem(), "AAECAwQFBgcICQoLDA0OD"));
    CHECK(!refresh_token_family(check_mem(), "AAECAwQFBgcICQoLDA0ODx")); /* bits left over */
    CHECK(!refresh_token_family(check_mem(), "AAECAwQFBgcICQoLDA0OD!"));
    CHECK(!refresh_token_family(check_mem(), ""));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_printed_can_be_read),
        CASE(the_same_head_gives_the_same_string),
        CASE(no_character_can_be_changed),
        CASE(no_length_but_the_right_one_is_read),
        CASE(a_token_belongs_to_its_tenant_and_key),
        CASE(only_ids_of_sixteen_bytes_fit),
        {0},
    });
}
