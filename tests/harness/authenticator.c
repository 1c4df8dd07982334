#include "authenticator.h"
#include "check.h"
#include <oath.h>
#include <stdlib.h>
#include <string.h>

enum { STEP = 30, DIGITS = 6 };

const char *authenticator_code(const struct authenticator *self, int steps)
{
    char *code = arena_alloc(check_mem(), DIGITS + 1), *key = NULL;
    size_t n = 0;

    CHECK_INT(oath_base32_decode(self->secret, strlen(self->secret), &key, &n), OATH_OK);
    CHECK_INT(oath_totp_generate(key, n, world_now(self->world) / 1000 + (int64_t)steps * STEP,
                                 STEP, 0, DIGITS, code),
              OATH_OK);
    free(key);
    return code;
}

struct authenticator authenticator_add(const struct browser *person)
{
    struct authenticator self = {.world = person->world};
    struct second_factor_draft draft = {0};
    struct recovery_codes codes = {0};

    CHECK_OK(usersvc_second_factor_begin(browser_call(person), &NOTHING, &draft));
    self.secret = draft.secret;
    CHECK_OK(usersvc_second_factor_confirm(
        browser_call(person), &(struct second_factor_code){authenticator_code(&self, 0)}, &codes));
    self.recovery = codes.codes;
    return self;
}
