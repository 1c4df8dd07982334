/*
 * pages - the pages that people see, as replies.
 *
 * Each is a template of pages/, the data for its holes and a file page_<name>.c;
 * what they have in common is page.h.  No page needs JavaScript or anything from
 * elsewhere; the one that has some saves a click.
 */
#ifndef GATEWAY_PAGES_H
#define GATEWAY_PAGES_H
#include "exchange.h"

struct sign_in_page {
    const char *handle;      /* of the transaction that waits; NULL: the person just came */
    const char *client_name; /* which app waits; NULL: none */
    const char *redirect_uri;
    const char *to;       /* address of ours to go on to, if nothing waits; NULL: the front page */
    const char *username; /* to begin with; NULL: nothing */
    bool again;           /* they are signed in, but not since a moment ago */
    const char *message;  /* what went wrong before; NULL: nothing */
};
void pages_sign_in(struct exchange *x, int status, const struct sign_in_page *page);

/* A mail is on its way, to an address or to whoever has a name; or it is not, which nobody learns
 * here. */
struct mail_sent_page {
    const char *email, *username; /* one of them, as it was typed */
    const char *again;            /* where another one can be asked for */
    bool room;                    /* the person is signed in */
};
void pages_mail_sent(struct exchange *x, const struct mail_sent_page *page);

/* step has a consent; person is who is signed in. */
void pages_consent(struct exchange *x, const struct interaction_step *step,
                   const struct profile *person);

/* The answer to the app as a form.  It goes off by itself, or by its button. */
void pages_post(struct exchange *x, const struct authorization_response *post, const char *app);

void pages_home(struct exchange *x); /* nobody is signed in */

void pages_error(struct exchange *x, enum err e);

/* As others call them. */
const char *pages_name_of(const struct profile *person);

#endif
