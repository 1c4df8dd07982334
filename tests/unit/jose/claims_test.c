#include "check.h"
#include "claims.h"

static struct claims claims;
static const char *why;

static enum err read(const char *json)
{
    claims_done(&claims);
    return claims_read(check_mem(), bytes_of(json), &claims, &why);
}

static void strings_and_numbers_are_read(void)
{
    int64_t exp = 0;

    CHECK_OK(read("{\"iss\":\"https://a.example\",\"exp\":1300819380,\"x\":\"y\",\"neg\":-5}"));
    CHECK_STR(claims_str(&claims, "iss"), "https://a.example");
    CHECK_STR(claims_str(&claims, "x"), "y");
    CHECK(claims_int(&claims, "exp", &exp));
    CHECK_INT(exp, 1300819380);
    CHECK(claims_int(&claims, "neg", &exp));
    CHECK_INT(exp, -5);
}

static void what_is_absent_or_of_another_type_is_not_there(void)
{
    int64_t n = 7;

    CHECK_OK(read("{\"x\":5,\"y\":\"5\",\"z\":1.5}"));
    CHECK_STR(claims_str(&claims, "sub"), NULL);
    CHECK_STR(claims_str(&claims, "x"), NULL);
    CHECK(!claims_int(&claims, "exp", &n));
    CHECK(!claims_int(&claims, "y", &n));
    CHECK(!claims_int(&claims, "z", &n));
    CHECK_INT(n, 7);
    CHECK(!claims_has_audience(&claims, "a"));
}

static void strings_outlive_the_claims(void)
{
    CHECK_OK(read("{\"sub\":\"42\"}"));
    const char *sub = claims_str(&claims, "sub");
    claims_done(&claims);
    CHECK_STR(sub, "42");
}

static void an_audience_is_one_or_a_list(void)
{
    CHECK_OK(read("{\"aud\":\"a\"}"));
    CHECK(claims_has_audience(&claims, "a"));
    CHECK(!claims_has_audience(&claims, "A"));
    CHECK(!claims_has_audience(&claims, ""));
    CHECK_OK(read("{\"aud\":[\"a\",\"b\"]}"));
    CHECK(claims_has_audience(&claims, "a"));
    CHECK(claims_has_audience(&claims, "b"));
    CHECK(!claims_has_audience(&claims, "a b"));
}

static void the_edges_of_time_are_kept(void)
{
    CHECK_OK(read("{\"exp\":0,\"nbf\":253402300799}"));
    CHECK_ERR(read("{\"exp\":-1}"), ERR_INVALID_TOKEN);
    CHECK_ERR(read("{\"nbf\":253402300800}"), ERR_INVALID_TOKEN);
    CHECK_ERR(read("{\"iat\":9223372036854775808}"), ERR_INVALID_TOKEN);
    CHECK_ERR(read("{\"exp\":1300819380.0}"), ERR_INVALID_TOKEN);
    CHECK_ERR(read("{\"exp\":1.3e9}"), ERR_INVALID_TOKEN);
    CHECK_ERR(read("{\"auth_time\":\"1300819380\"}"), ERR_INVALID_TOKEN);
    CHECK_HAS(why, "auth_time");
}

static void wrong_types_and_forms_are_refused(void)
{
    static const char *const bad[] = {
        "{\"iss\":1}",
        "{\"sub\":null}",
        "{\"sub\":[\"42\"]}",
        "{\"aud\":[]}",
        "{\"aud\":[\"a\",1]}",
        "{\"aud\":{\"a\":\"b\"}}",
        "{\"jti\":true}",
        "{\"nonce\":{}}",
        "{\"scope\":[\"openid\"]}",
        "{\"exp\":1,\"exp\":2}",
        "{\"sub\":\"a\\u0000b\"}",
        "{\"sub\":\"\xff\"}",
        "{} {}",
        "[]",
        "\"sub\"",
        "null",
        "",
    };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        why = NULL;
        if (read(bad[i]) != ERR_INVALID_TOKEN)
            check_failed(__FILE__, __LINE__, "taken: %s", bad[i]);
        CHECK(why && *why);
    }
}

int main(void)
{
    int result = check_run((struct check[]){
        CASE(strings_and_numbers_are_read),
        CASE(what_is_absent_or_of_another_type_is_not_there),
        CASE(strings_outlive_the_claims),
        CASE(an_audience_is_one_or_a_list),
        CASE(the_edges_of_time_are_kept),
        CASE(wrong_types_and_forms_are_refused),
        {0},
    });
    claims_done(&claims);
    return result;
}
