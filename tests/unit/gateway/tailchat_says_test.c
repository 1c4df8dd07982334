/* tailchat_says_test - what Tailchat's endpoints say: rows, shades, holes, and our own words where
 * there is no row. */
#include "check.h"
#include "dialects/tailchat/tailchat_says.h"

static struct tailchat_words says(enum err e, const char *our, const char *path)
{
    return tailchat_says(check_mem(), e, our, path);
}

static void holes_take_the_name_of_the_parameter(void)
{
    struct tailchat_words w = says(ERR_PARAMETER_TWICE, "code came twice", "/open/token");

    CHECK_INT(w.status, 400);
    CHECK_STR(w.error, "invalid_request");
    CHECK_STR(w.text, "'code' parameter must not be provided twice");
    w = says(ERR_PARAMETER_MISSING, "grant_type is missing", "/open/token");
    CHECK_STR(w.text, "missing required parameter 'grant_type'");
}

static void and_of_the_endpoint(void)
{
    CHECK_STR(says(ERR_BAD_CONTENT_TYPE, "no", "/open/me").text,
              "only application/x-www-form-urlencoded content-type bodies are supported on POST "
              "/me");
    CHECK_HAS(says(ERR_BAD_CONTENT_TYPE, "no", "/open/token").text, "POST /token");
}

static void shades_without_a_row_look_like_their_kin(void)
{
    static const enum err grants[] = {
        ERR_CODE_UNKNOWN,         ERR_CODE_USED,        ERR_CODE_EXPIRED,   ERR_CODE_FOREIGN,
        ERR_REDIRECT_URI_DIFFERS, ERR_VERIFIER_MISSING, ERR_VERIFIER_WRONG, ERR_VERIFIER_UNEXPECTED,
        ERR_REFRESH_UNKNOWN,      ERR_REFRESH_FOREIGN};

    for (size_t i = 0; i < ARRAY_LEN(grants); i++) {
        struct tailchat_words w = says(grants[i], "what we would tell", "/open/token");
        CHECK_INT(w.status, 400);
        CHECK_STR(w.error, "invalid_grant");
        CHECK_STR(w.text, "grant request is invalid");
    }
    CHECK_STR(says(ERR_SECRET_WRONG, "x", "/").text, "client authentication failed");
    CHECK_STR(says(ERR_SCOPE_NOT_GRANTED, "x", "/").text, "access token missing requested scope");
}

static void there_may_be_nothing_more_to_say(void)
{
    CHECK_STR(says(ERR_ACCESS_DENIED, "the person said no", "/").text, NULL);
}

static void what_has_no_row_is_told_in_our_words(void)
{
    struct tailchat_words w = says(ERR_INVALID_SCOPE, "scope is more than was granted", "/");

    CHECK_INT(w.status, 400);
    CHECK_STR(w.error, "invalid_scope");
    CHECK_STR(w.text, "scope is more than was granted");
    CHECK_INT(says(ERR_BUSY, err_text(ERR_BUSY), "/").status, 503);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(holes_take_the_name_of_the_parameter),
        CASE(and_of_the_endpoint),
        CASE(shades_without_a_row_look_like_their_kin),
        CASE(there_may_be_nothing_more_to_say),
        CASE(what_has_no_row_is_told_in_our_words),
        {0},
    });
}
