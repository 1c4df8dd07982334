/*
 * put_back_store - what ends when a copy of clients, sessions and consents is put back.
 *
 * Sessions, requests under way and codes are forgotten.  Which consents were
 * withdrawn since the copy was taken nobody knows, so all are, and people are
 * asked again.  Clients stay, with the secrets of then; nothing that was issued
 * under any of their generations does.
 */
#ifndef AUTHSVC_PUT_BACK_STORE_H
#define AUTHSVC_PUT_BACK_STORE_H
#include "store.h"

enum err put_back_clients(struct db *db, const struct copy_mark *mark) MUST_CHECK; /* store.h */

#endif
