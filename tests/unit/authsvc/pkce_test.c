/* pkce_test - challenges and verifiers (RFC 7636). */
#include "check.h"
#include "fixture.h"
#include "pkce.h"
#include <string.h>

static const char *fault(const char *challenge, const char *verifier)
{
    return pkce_fault(check_mem(), challenge, verifier);
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
    CHECK_STR(fault(AUTH_CHALLENGE, AUTH_VERIFIER), NULL);
}

static void other_verifiers_do_not(void)
{
    CHECK_HAS(fault(AUTH_CHALLENGE, NULL), "missing");
    CHECK_HAS(fault(AUTH_CHALLENGE, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"), "another one");
    CHECK_HAS(fault(AUTH_CHALLENGE, AUTH_CHALLENGE), "another one"); /* plain */
    CHECK_HAS(fault(NULL, AUTH_VERIFIER), "without a challenge");
    CHECK_STR(fault(NULL, NULL), NULL);
}

static void a_verifier_has_43_to_128_characters_of_its_alphabet(void)
{
    char text[130];

    memset(text, 'a', sizeof text);
    text[42] = '\0';
    CHECK_HAS(fault(AUTH_CHALLENGE, text), "43 to 128");
    text[42] = '~';
    text[43] = '\0';
    CHECK_HAS(fault(AUTH_CHALLENGE, text), "another one");
    text[43] = 'a';
    text[128] = '\0';
    CHECK_HAS(fault(AUTH_CHALLENGE, text), "another one");
    text[128] = 'a';
    text[129] = '\0';
    CHECK_HAS(fault(AUTH_CHALLENGE, text), "43 to 128");
    text[50] = '+';
    text[60] = '\0';
    CHECK_HAS(fault(AUTH_CHALLENGE, text), "43 to 128");
    text[50] = ' ';
    CHECK_HAS(fault(AUTH_CHALLENGE, text), "43 to 128");
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
