/*
 * token_mishap - what a refusal of the token endpoint is called to the app's owner.
 *
 * Of an app that has proved who it is; what is wrong with that: client_auth.h.
 */
#ifndef TOKENSVC_TOKEN_MISHAP_H
#define TOKENSVC_TOKEN_MISHAP_H
#include "mishap.h"

/* MISHAP_none: it is not the app's mistake. */
enum mishap token_mishap(enum err e);

#endif
