/*
 * code_issue - the good end of an authorization: consent, code, and the transaction consumed.
 *
 * All in one unit of work: of two parallel answers one gets a code.
 */
#ifndef AUTHSVC_CODE_ISSUE_H
#define AUTHSVC_CODE_ISSUE_H
#include "consent_store.h"
#include "interaction.h"

/* covered: the consent that covers the request already; NULL: the person gives consent with this.
 * ERR_EXPIRED: the transaction is consumed. */
enum err code_issue(struct call *c, const struct interaction *it, const struct consent *covered,
                    const char **code) MUST_CHECK;

#endif
