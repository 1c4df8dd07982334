/*
 * person_rules - what may stand in the fields of a person, beyond the contract's bounds.
 *
 * One table, by field name, for every message that has such fields.
 */
#ifndef USERSVC_PERSON_RULES_H
#define USERSVC_PERSON_RULES_H
#include "call.h"
#include "msg.h"

/* ERR_BAD_FIELD, with a public text that names the field and what is wrong with it.  Fields that
 * are absent or empty are fine. */
enum err person_rules_check(struct call *c, const struct msg_desc *desc,
                            const void *msg) MUST_CHECK;

#endif
