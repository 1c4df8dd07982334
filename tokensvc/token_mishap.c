#include "token_mishap.h"

static const struct {
    enum err e;
    enum mishap mishap;
} rows[] = {
    {ERR_UNAUTHORIZED_CLIENT, MISHAP_grant_foreign},
    {ERR_CODE_UNKNOWN, MISHAP_code_unknown},
    {ERR_CODE_USED, MISHAP_code_used},
    {ERR_CODE_EXPIRED, MISHAP_code_expired},
    {ERR_CODE_FOREIGN, MISHAP_code_foreign},
    {ERR_REDIRECT_URI_DIFFERS, MISHAP_code_redirect},
    {ERR_VERIFIER_MISSING, MISHAP_verifier_missing},
    {ERR_VERIFIER_MALFORMED, MISHAP_verifier_wrong},
    {ERR_VERIFIER_WRONG, MISHAP_verifier_wrong},
    {ERR_VERIFIER_UNEXPECTED, MISHAP_verifier_unexpected},
    {ERR_REFRESH_UNKNOWN, MISHAP_refresh_invalid},
    {ERR_REFRESH_FOREIGN, MISHAP_refresh_invalid},
    {ERR_REFRESH_EXPIRED, MISHAP_refresh_invalid},
    {ERR_INVALID_GRANT, MISHAP_access_ended},
    {ERR_INVALID_SCOPE, MISHAP_scope_unknown},
    {ERR_INVALID_REQUEST, MISHAP_token_request},
};

enum mishap token_mishap(enum err e)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].e == e)
            return rows[i].mishap;
    }
    return MISHAP_none;
}
