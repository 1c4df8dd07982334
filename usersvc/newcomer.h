/*
 * newcomer - somebody who has no account yet.
 */
#ifndef USERSVC_NEWCOMER_H
#define USERSVC_NEWCOMER_H
#include "person_store.h"

/* With ids of their own, unless they bring some, and generation 1; not stored. */
struct person newcomer(struct call *c, const struct person_add_request *q);

#endif
