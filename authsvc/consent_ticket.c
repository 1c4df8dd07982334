#include "consent_ticket.h"
#include "b64url.h"
#include "buf.h"
#include "secret.h"
#include <string.h>

/* With its NUL, so that no two lists of texts look alike. */
static void add_text(struct buf *out, const char *text)
{
    buf_add(out, text ? text : "", (text ? strlen(text) : 0) + 1);
}

const char *consent_ticket(struct arena *mem, const struct interaction *it)
{
    const struct ask *ask = &it->ask;
    struct buf about;

    buf_init(&about, mem, 512);
    add_text(&about, "consent");
    buf_add(&about, it->visitor.session->hash.p, it->visitor.session->hash.n);
    add_text(&about, ask->client.client_id);
    add_text(&about, ask->redirect_uri);
    add_text(&about, ask->scope);
    add_text(&about, ask->challenge);
    return b64url_encode(mem, secret_mac(mem, it->transaction.ticket_key, buf_bytes(&about)));
}
