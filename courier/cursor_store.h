/*
 * cursor_store - how far the outboxes have been read.
 */
#ifndef COURIER_CURSOR_STORE_H
#define COURIER_CURSOR_STORE_H
#include "delivery_store.h"

/* 0: nothing has been read yet. */
enum err cursor_store_get(struct store *store, const char *service, int64_t *out) MUST_CHECK;

/* The rows and the new number together.  ERR_EXISTS: another courier was quicker, nothing is
 * changed. */
struct cursor_move {
    const char *service;
    int64_t from, to;
    const struct delivery_row *rows;
    size_t n;
};
enum err cursor_store_move(struct store *store, const struct cursor_move *how) MUST_CHECK;

#endif
