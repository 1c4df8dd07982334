#include "notice.h"
#include "authsvc.h"
#include "outbox_store.h"
#include "words.h"

enum err notice_of_consent(struct db *db, struct call *c, const struct visitor *who,
                           const struct client *app, const struct consent *before,
                           const struct consent *now)
{
    struct authsvc *svc = c->svc;
    const struct mail_order mail = {
        .template = "app_allowed",
        .to = who->email,
        .locale = who->locale,
        .app = app->client_name,
        .scope = now->scope,
    };
    struct outbox_letter letter;

    if (!who->email || (before->generation && words_within(now->scope, before->scope)))
        return OK;
    enum err e = outbox_seal(c, (struct bytes){svc->kek, SECRET_KEY_LEN},
                             &(struct order){.mail = &mail}, &letter);
    return e ? e : outbox_put(db, c, &letter);
}
