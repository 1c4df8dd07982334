/*
 * account - what the pages of a person's own account have in common.
 *
 * Each file of this folder is one of them: its handlers, its template of
 * pages/account_<name>.html, and nothing that another one needs.  What a form
 * changes is answered 303, so that going back and forth repeats nothing.
 *
 *   enum err e = account_enter(x);
 *   if (!e)
 *       e = authsvc_session_list(&x->call, &NOTHING, &sessions);
 *   if (e)
 *       return account_refuse(x, e);
 */
#ifndef GATEWAY_ACCOUNT_H
#define GATEWAY_ACCOUNT_H
#include "page.h"
#include "whoami.h"

/* The person who is there, by their ticket in x->call.  ERR_SIGNED_OUT: nobody. */
enum err account_enter(struct exchange *x) MUST_CHECK;

/* The same, and what is kept about them. */
enum err account_person(struct exchange *x, struct profile *out) MUST_CHECK;

/* What a handler returns on an error: whoever is signed out is led to sign in and back here. */
enum err account_refuse(struct exchange *x, enum err e) MUST_CHECK;

/* A page of the account as the answer.  e: why it is shown again, with what is wrong; that decides
 * the status, and goes to the log.  "saved" is among its slots when the address says so. */
void account_answer(struct exchange *x, enum err e, const struct page *page);

/* To this page, which will say that it is saved. */
void account_saved(struct exchange *x, const char *path);

/* A field of the form as the message has it.  false: it will not do, and is left out.  Absent stays
 * NULL, empty is "". */
bool account_field(struct exchange *x, const struct msg_desc *desc, const char *name,
                   const char **out);

/* What each app of the page holds, in the same order. */
enum err account_uses(struct call *c, const struct consent_page *page,
                      struct grant_uses_reply *out) MUST_CHECK;

/* The list "permissions": a row for each scope, with its words if there are any. */
struct slot account_permissions(struct exchange *x, const char *scope);

/* To a page of the account by way of another sign-in, for what takes one of a moment ago. */
void account_sign_in_again(struct exchange *x, const char *to);

const char *account_when(struct exchange *x, int64_t ms);

#endif
