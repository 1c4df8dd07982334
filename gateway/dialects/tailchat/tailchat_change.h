/*
 * tailchat_change - what the actions on Tailchat's apps share.
 */
#ifndef GATEWAY_DIALECTS_TAILCHAT_CHANGE_H
#define GATEWAY_DIALECTS_TAILCHAT_CHANGE_H
#include "tailchat_api.h"

/* As anybody may see it.  ERR_UNKNOWN_CLIENT: there is none here. */
enum err tailchat_app_look(struct exchange *x, const char *id,
                           struct app_look_reply *out) MUST_CHECK;

/* Answers with an app of the person who asks, and its secret. */
enum err tailchat_answer_own(struct exchange *x, const struct own_app *own) MUST_CHECK;

/* The address of a picture: what stands for this server is put into it. */
const char *tailchat_icon(struct exchange *x, const char *icon);

/* Can the contract carry this text in that field?  NULL can.  ERR_BAD_FIELD: no. */
enum err tailchat_fits(struct exchange *x, const struct msg_desc *desc, const char *field,
                       const char *text) MUST_CHECK;

#endif
