#include "letter.h"
#include "random.h"
#include "secret.h"
#include "text.h"
#include "usersvc.h"

enum { TOKEN_BYTES = 32 };

const char *letter_hash(struct arena *mem, const char *token)
{
    return text_hex(mem, secret_digest(mem, bytes_of(token)));
}

enum err letter_write(struct call *c, const struct letter_about *about, struct letter *out)
{
    const struct usersvc *svc = c->svc;
    const char *token = random_token(c->mem, TOKEN_BYTES);
    const struct mail_order mail = {
        .template = about->mail,
        .to = about->to,
        .locale = about->locale,
        .token = about->life ? token : NULL,
        .expires_at = about->life ? c->now + about->life : 0,
    };
    const struct order order = {.mail = about->to ? &mail : NULL};

    out->hash = letter_hash(c->mem, token);
    out->expires_at = c->now + about->life;
    return outbox_seal(c, svc->kek, &order, &out->sealed);
}
