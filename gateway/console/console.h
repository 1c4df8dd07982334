/*
 * console - what the pages on which people keep their own apps have in common.
 *
 * Each file of this folder is one of them, in the manner of the account
 * (account.h).  An administrator sees here only what is their own; for the rest
 * they have tools of their own.
 */
#ifndef GATEWAY_CONSOLE_H
#define GATEWAY_CONSOLE_H
#include "account/account.h"

/* Who is there, and the app that the address names.  ERR_NOT_FOUND: they have none of that id. */
enum err console_enter(struct exchange *x, struct own_app *app) MUST_CHECK;

/* "/apps/<client_id><rest>" */
const char *console_address(struct exchange *x, const struct own_app *app, const char *rest);

/* A page about an app, as account_answer: its name, id and address are among the slots. */
void console_answer(struct exchange *x, enum err e, const struct own_app *app,
                    const struct page *page);

/* What a dialect is called, for people; its own name, if we have no words for it. */
const char *console_dialect(struct exchange *x, const char *name);
const char *console_dialect_lead(struct exchange *x, const char *name); /* NULL: no words */

/* What a client of the dialect names as scope, to be given all that the app has registered. */
const char *console_scope(const struct own_app *app, const char *dialect);

/* Lists of titles and addresses: "addresses", that its apps need; "links", that they may lead
 * people to. */
struct slot console_addresses(struct exchange *x, const char *dialect);
struct slot console_links(struct exchange *x, const char *dialect, const struct own_app *app);

#endif
