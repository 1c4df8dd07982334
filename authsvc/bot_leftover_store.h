/*
 * bot_leftover_store - bots whose apps are gone, until usersvc has erased them.
 */
#ifndef AUTHSVC_BOT_LEFTOVER_STORE_H
#define AUTHSVC_BOT_LEFTOVER_STORE_H
#include "call.h"
#include "store.h"

/* Inside the unit that forgets the app. */
enum err bot_leftover_note(struct db *db, const char *client_id) MUST_CHECK;

/* Asks usersvc to erase some; what it does not answer is asked again the next time. */
void bot_leftover_sweep(struct store *store, struct call *c);

#endif
