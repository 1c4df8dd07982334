/*
 * postgres_schema - a schema step that was written for SQLite, in PostgreSQL's types.
 *
 *   INTEGER  ->  BIGINT             BLOB  ->  BYTEA
 *   TEXT     ->  TEXT COLLATE "C"   (texts are ordered by their bytes, as there)
 *   STRICT   ->  nothing            (PostgreSQL always is)
 *
 * Capital letters only; comments, quoted names and literals stay as they are.
 */
#ifndef STORE_POSTGRES_SCHEMA_H
#define STORE_POSTGRES_SCHEMA_H
#include "arena.h"

const char *postgres_schema(struct arena *mem, const char *sql);

#endif
