/*
 * consent_list_store - the apps that a person has let in, as they are shown to that person.
 */
#ifndef AUTHSVC_CONSENT_LIST_STORE_H
#define AUTHSVC_CONSENT_LIST_STORE_H
#include "messages.h"
#include "store.h"

/* In the order of client ids, those after `after` (NULL: from the first); one row for an app,
 * however many dialects it speaks.  Apps that were deleted are not there. */
enum err consent_list_store_page(struct store *store, struct arena *mem, const char *person,
                                 const char *after, struct consent_page *out) MUST_CHECK;

#endif
