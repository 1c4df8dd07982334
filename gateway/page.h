/*
 * page - what is the same on every page: its frame, its language, and the menu to choose another.
 *
 * The language goes with the request, not with the person: see language.h.
 */
#ifndef GATEWAY_PAGE_H
#define GATEWAY_PAGE_H
#include "exchange.h"
#include "template.h"

struct page {
    enum text title;
    const char *html; /* the template between head and foot */
    struct slots slots;
    const char *back; /* address that the menu leads back to; NULL: the one asked for */
    bool room;        /* one of the rooms of the account, not the door */
};

void page_show(struct exchange *x, int status, const struct page *page);

enum language page_language(struct exchange *x);
const char *page_text(struct exchange *x, enum text text);

/* A field as it was meant: without the blanks that fingers and clipboards leave around it, unless
 * it is a secret.  NULL: it is absent. */
const char *page_field(struct exchange *x, const struct form *form, const struct msg_desc *desc,
                       const char *name);

/* The same as the contract has it; NULL: it is absent, empty, or not fit to go back to the browser.
 */
const char *page_fitting(struct exchange *x, const struct form *form, const struct msg_desc *desc,
                         const char *name);

/* What a form says of an error that the person can do something about, from the call just made;
 * NULL: it is none of those.  wrong: what a wrong password is called there. */
const char *page_complaint(struct exchange *x, enum err e, enum text wrong);

/* An address that came from the browser, if it is one of our pages; else the front page.  So that
 * nobody is led away. */
const char *page_own_address(const char *address);

/* What a scope lets an app do, in words; NULL: we know only its name. */
const char *page_scope(struct exchange *x, const char *scope);

/* What the app asked for; NULL: nothing, or too much. */
const char *page_ui_locales(struct exchange *x);

#endif
