/*
 * consent_list_store - the apps that a person has let in, as they are shown to that person.
 */
#ifndef AUTHSVC_CONSENT_LIST_STORE_H
#define AUTHSVC_CONSENT_LIST_STORE_H
#include "messages.h"
#include "store.h"

struct consent_range {
    const char *person;
    const char *after;   /* a client id; NULL: from the first */
    const char *dialect; /* what was allowed in it; NULL: in whichever */
    int64_t limit;       /* at most so many, and fewer where a page would grow too large */
};

/* In the order of client ids; one row for an app, however many dialects it speaks.  Apps that were
 * deleted are not there. */
enum err consent_list_store_page(struct store *store, struct arena *mem,
                                 const struct consent_range *range,
                                 struct consent_page *out) MUST_CHECK;

#endif
