#include "handlers.h"
#include "person_rules.h"
#include "sign_up_store.h"
#include "throttle_store.h"
#include "usersvc.h"

#define DAY INT64_C(86400000)

/* Both letters are written whichever goes out, so that the time does not tell. */
static enum err send(struct call *c, const struct sign_up *who)
{
    struct letter fresh, known;

    enum err e =
        letter_write(c, &(struct letter_about){"sign_up", who->email, who->locale, DAY}, &fresh);
    if (!e)
        e = letter_write(c, &(struct letter_about){"account_exists", who->email, who->locale, 0},
                         &known);
    return e ? e : sign_up_store_begin(c, who, &fresh, &known);
}

enum err on_sign_up(struct call *c, const struct sign_up_request *q, struct nothing *a)
{
    const struct usersvc *svc = c->svc;

    (void)a;
    if (!svc->config->usersvc_sign_up)
        return refuse_openly(c, ERR_DISABLED, "nobody can sign up here");
    enum err e = person_rules_check(c, &sign_up_request_desc, q);
    if (!e)
        e = throttle_store_letter(c, LETTER_TO_BEGIN, q->email);
    return e ? e : send(c, &(struct sign_up){q->email, q->locale});
}
