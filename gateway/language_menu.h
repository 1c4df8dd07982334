/*
 * language_menu - the menu of languages at the foot of every page.
 *
 * A form with a button for each language: it works without JavaScript, sets a
 * cookie and leads back to where the person was.
 */
#ifndef GATEWAY_LANGUAGE_MENU_H
#define GATEWAY_LANGUAGE_MENU_H
#include "exchange.h"
#include "template.h"

/* A row for each language. */
struct slot language_menu(struct arena *mem, enum language chosen);

/* The address of this page as it can be asked for again, without what the app wished: the person's
 * own choice is the later one.  NULL: it cannot, and there is no menu. */
const char *language_menu_back(struct exchange *x);

#endif
