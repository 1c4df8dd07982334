/*
 * number_store - people in the order in which they came.
 *
 * A number is given once, also when its person is erased or a backup is put
 * back.  Numbers grow and may have gaps.
 */
#ifndef USERSVC_NUMBER_STORE_H
#define USERSVC_NUMBER_STORE_H
#include "store.h"

/* The next one, inside the unit that gives it. */
enum err number_next(struct db *db, int64_t *out) MUST_CHECK;

/* This one, which its person brings: none that is given later is as small.  Whoever stores it sees
 * whether it is free. */
enum err number_take(struct db *db, int64_t number) MUST_CHECK;

/* A copy was put back that is as old as this: leaves out all that may have been given since. */
enum err number_skip(struct db *db, int64_t age_ms) MUST_CHECK;

/* Gives numbers and discriminators to those whom an older program, still running beside this one,
 * has added without.  Who finds no discriminator left under their name has none until they have
 * another name.  What fails is logged. */
void number_sweep(struct store *store);

#endif
