#include "jwk_inside.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <string.h>

enum { EXPONENT_MAX_BITS = 64 }; /* a larger one only makes verifying slow */

static enum err judge_ec(EVP_PKEY *pkey, const char **why)
{
    char group[32];

    if (!EVP_PKEY_get_group_name(pkey, group, sizeof group, NULL))
        return ERR_CRYPTO;
    if (strcmp(group, "prime256v1") != 0) {
        *why = "the curve is not P-256";
        return ERR_BAD_FIELD;
    }
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
    bool on_curve = ctx && EVP_PKEY_public_check_quick(ctx) == 1; /* the cofactor is 1 */
    EVP_PKEY_CTX_free(ctx);
    if (!on_curve) {
        *why = "the point is not on the curve";
        return ERR_BAD_FIELD;
    }
    return OK;
}

static bool is_power_of_65537(BN_ULONG residue, BN_ULONG prime)
{
    BN_ULONG power = 1;

    do {
        if (power == residue)
            return true;
        power = power * (65537 % prime) % prime;
    } while (power != 1);
    return false;
}

/* Small factors, and the mark of ROCA (CVE-2017-15361): the keys of one maker's chips, easily
 * factored, are powers of 65537 modulo each small prime.  By chance a sound modulus looks so once
 * in 2^27. */
static const char *weakness_of_modulus(const BIGNUM *n)
{
    static const uint8_t primes[] = {
        3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
        73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
    bool roca = true;

    if (!BN_is_odd(n))
        return "n has a small factor";
    for (size_t i = 0; i < ARRAY_LEN(primes); i++) {
        BN_ULONG residue = BN_mod_word(n, primes[i]);
        if (residue == 0)
            return "n has a small factor";
        roca = roca && is_power_of_65537(residue, primes[i]);
    }
    return roca ? "n is of the kind that CVE-2017-15361 factors" : NULL;
}

static const char *weakness_of_rsa(const BIGNUM *n, const BIGNUM *e)
{
    if (BN_num_bits(n) < JWK_RSA_MIN_BITS)
        return "n has fewer than 2048 bits";
    if (BN_num_bits(n) > JWK_RSA_MAX_BITS)
        return "n has more than 4096 bits";
    if (!BN_is_odd(e) || BN_is_one(e))
        return "e is not an odd number from 3 on";
    if (BN_num_bits(e) > EXPONENT_MAX_BITS)
        return "e has more than 64 bits";
    return weakness_of_modulus(n);
}

static enum err judge_rsa(EVP_PKEY *pkey, const char **why)
{
    BIGNUM *n = NULL, *e = NULL;
    enum err result = ERR_CRYPTO;

    if (EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_N, &n) &&
        EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_E, &e)) {
        const char *weakness = weakness_of_rsa(n, e);
        if (weakness)
            *why = weakness;
        result = weakness ? ERR_BAD_FIELD : OK;
    }
    BN_free(n);
    BN_free(e);
    return result;
}

enum err jwk_judge(EVP_PKEY *pkey, enum jose_alg *alg, const char **why)
{
    bool ec = EVP_PKEY_is_a(pkey, "EC") == 1;

    if (!ec && EVP_PKEY_is_a(pkey, "RSA") != 1) {
        *why = "the key is neither EC nor RSA";
        return ERR_BAD_FIELD;
    }
    enum err e = ec ? judge_ec(pkey, why) : judge_rsa(pkey, why);
    if (!e)
        *alg = ec ? JOSE_ES256 : JOSE_RS256;
    return e;
}
