/*
 * put_back_store - what ends when a copy of the people is put back.
 *
 * Whoever was disabled, or given a new password, since the copy was taken is as
 * before again; but nothing that was issued under any of their generations.
 * Links in mails are dead, and what waited to be sent is not.
 */
#ifndef USERSVC_PUT_BACK_STORE_H
#define USERSVC_PUT_BACK_STORE_H
#include "store.h"

enum err put_back_people(struct db *db, const struct copy_mark *mark) MUST_CHECK; /* store.h */

#endif
