/* Refresh tokens of a prescribed length: one string per head, of the shape, and no other is ours.
 */
#include "check.h"
#include "refresh_short.h"
#include "text.h"
#include <string.h>

static const char FAMILY[] = "AAECAwQFBgcICQoLDA0ODw";
static const char ALIKE[] = "AAECAwQFBgAAAAAAAAAAAA"; /* begins with the same 60 bits */
static const struct mac_key key = {257, {1, 2, 3, 4}}, other = {257, {4, 3, 2, 1}};
static const struct shape shapes[] = {
    {"oauth_refresh__", SHAPE_HEX, 49},
    {"", SHAPE_B64URL, 43},
};

static const char *print(const struct shape *shape, const char *family, int64_t counter)
{
    return refresh_short_print(check_mem(), shape, &key, "default",
                               &(struct refresh_token){family, counter});
}

static void what_is_printed_has_the_shape_and_says_what_to_look_for(void)
{
    static const int64_t counters[] = {1, 255, 256, 65536, 16777216, REFRESH_SHORT_LAST};

    for (size_t s = 0; s < ARRAY_LEN(shapes); s++) {
        for (size_t i = 0; i < ARRAY_LEN(counters); i++) {
            const char *text = print(&shapes[s], FAMILY, counters[i]);
            CHECK(shape_fits(&shapes[s], text));
            struct refresh_short claim = refresh_short_read(check_mem(), &shapes[s], text);
            CHECK_INT(claim.kid, 1); /* the last 8 bits */
            CHECK_INT(claim.counter, counters[i]);
            CHECK_STR(claim.begins, "AAECAwQFBg");
        }
    }
}

static void each_head_has_one_string_of_its_own(void)
{
    const struct shape *shape = &shapes[0];
    const char *text = print(shape, FAMILY, 7);

    CHECK_STR(text, print(shape, FAMILY, 7));
    CHECK(strcmp(text, print(shape, FAMILY, 8)) != 0);
}

/* All that tells them apart is the MAC. */
static void families_that_begin_alike_have_other_strings(void)
{
    const struct shape *shape = &shapes[0];
    const char *one = print(shape, FAMILY, 7), *two = print(shape, ALIKE, 7);
    size_t head = strlen(shape->prefix) + 2UL * REFRESH_SHORT_HEAD;

    CHECK(strncmp(one, two, head) == 0);
    CHECK(strcmp(one, two) != 0);
}

static void key_and_tenant_are_in_the_mac(void)
{
    const struct refresh_token token = {FAMILY, 7};
    const char *text = print(&shapes[0], FAMILY, 7);

    CHECK(strcmp(text, refresh_short_print(check_mem(), &shapes[0], &other, "default", &token)));
    CHECK(strcmp(text, refresh_short_print(check_mem(), &shapes[0], &key, "another", &token)));
}

/* So that a row of the policies cannot make it guessable. */
static void every_shape_leaves_room_for_the_mac(void)
{
    for (size_t s = 0; s < ARRAY_LEN(shapes); s++) {
        size_t bits = shapes[s].n * (shapes[s].digits == SHAPE_HEX ? 4 : 6);
        CHECK(bits >= 8UL * REFRESH_SHORT_HEAD + REFRESH_SHORT_MAC_BITS);
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_printed_has_the_shape_and_says_what_to_look_for),
        CASE(each_head_has_one_string_of_its_own),
        CASE(families_that_begin_alike_have_other_strings),
        CASE(key_and_tenant_are_in_the_mac),
        CASE(every_shape_leaves_room_for_the_mac),
        {0},
    });
}
