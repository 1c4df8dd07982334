/*
 * consent_ticket - the proof that the person saw our page before they said yes.
 *
 * A MAC, made with the transaction's own key, over all that the page is about:
 * session, client, redirect URI, scope and challenge.  It is the same each time
 * the page is shown, so that two tabs work alike; consuming the transaction
 * makes it worthless.
 */
#ifndef AUTHSVC_CONSENT_TICKET_H
#define AUTHSVC_CONSENT_TICKET_H
#include "interaction.h"

/* For a stored transaction and somebody who is signed in. */
const char *consent_ticket(struct arena *mem, const struct interaction *it);

#endif
