/* pkce_test - challenges and verifiers (RFC 7636). */
#include "check.h"
#include "fixture.h"
#include "pkce.h"
#include <string.h>

static enum err fault(const char *challenge, const char *verifier)
{
    return pkce_check(check_mem(), challenge, verifier);
}

static void a_challenge_is_the_base64url_form_of_a_hash(void)
{
    CHECK(pkce_challenge_valid(check_mem(), AUTH_CHALLENGE));
    CHECK(!pkce_challenge_valid(check_mem(), ""));
    CHECK(!pkce_challenge_valid(check_mem(), "short"));
    CHECK(!pkce_challenge_valid(check_mem(), AUTH_CHALLENGE "="));
    CHECK(!pkce_challenge_valid(check_mem(), AUTH_CHALLENGE "A"));
    CHECK(!pkce_challenge_valid(check_mem(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c+"));
    CHECK(!pkce_challenge_valid(check_mem(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN"));
}

static void the_published_pair_fits(void)
{
    CHECK_OK(fault(AUTH_CHALLENGE, AUTH_VERIFIER));
}

static void other_verifiers_do_not(void)
{
    CHECK_ERR(fault(AUTH_CHALLENGE, NULL), ERR_VERIFIER_MISSING);
    CHECK_ERR(fault(AUTH_CHALLENGE, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"),
              ERR_VERIFIER_WRONG);
    CHECK_ERR(fault(AUTH_CHALLENGE, AUTH_CHALLENGE), ERR_VERIFIER_WRONG); /* plain */
    CHECK_ERR(fault(NULL, AUTH_VERIFIER), ERR_VERIFIER_UNEXPECTED);
    CHECK_OK(fault(NULL, NULL));
}

static void a_verifier_has_43_to_128_characters_of_its_alphabet(void)
{
    char text[130];

    memset(text, 'a', sizeof text);
    text[42] = '\0';
    CHECK_ERR(fault(AUTH_CHALLENGE, text), ERR_VERIFIER_MALFORMED);
    text[42] = '~';
    text[43] = '\0';
    CHECK_ERR(fault(AUTH_CHALLENGE, text), ERR_VERIFIER_WRONG);
    text[43] = 'a';
    text[128] = '\0';
    CHECK_ERR(fault(AUTH_CHALLENGE, text), ERR_VERIFIER_WRONG);
    text[128] = 'a';
    text[129] = '\0';
    CHECK_ERR(fault(AUTH_CHALLENGE, text), ERR_VERIFIER_MALFORMED);
    text[50] = '+';
    text[60] = '\0';
    CHECK_ERR(fault(AUTH_CHALLENGE, text), ERR_VERIFIER_MALFORMED);
    text[50] = ' ';
    CHECK_ERR(fault(AUTH_CHALLENGE, text), ERR_VERIFIER_MALFORMED);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_challenge_is_the_base64url_form_of_a_hash),
        CASE(the_published_pair_fits),
        CASE(other_verifiers_do_not),
        CASE(a_verifier_has_43_to_128_characters_of_its_alphabet),
        {0},
    });
}
