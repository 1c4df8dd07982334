#include "check.h"
#include "digest.h"
#include "text.h"

static const char *digest_hex(const char *text)
{
    uint8_t out[DIGEST_LEN];

    digest_sha256(bytes_of(text), out);
    return text_hex(check_mem(), (struct bytes){out, sizeof out});
}

/* FIPS 180-4's examples */
static void known_answers(void)
{
    CHECK_STR(digest_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_STR(digest_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_STR(digest_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* OpenID Connect Core A.3 and A.4: hashes in the examples of the hybrid flow */
static void left_halves_of_the_specification(void)
{
    CHECK_STR(digest_left_half(check_mem(), "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
              "77QmUPtjPfzWtF2AnpK9RQ");
    CHECK_STR(
        digest_left_half(check_mem(), "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"),
        "LDktKdoQak3Pk0cnXxCltA");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(known_answers),
        CASE(left_halves_of_the_specification),
        {0},
    });
}
