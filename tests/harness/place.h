/*
 * place - where the data of a check are: files, or a PostgreSQL server of the tests' own.
 *
 * OSTIARY_TEST_STORE names the folder of the server's socket; without it all is
 * in files.  On the server each folder that a check would use stands for a
 * database, made when it is first asked for and gone after the case.
 */
#ifndef HARNESS_PLACE_H
#define HARNESS_PLACE_H
#include "store.h"

bool place_is_server(void);

/* By any thread.  For struct service_env or struct store_options: NULL and NULL when the data are
 * in files. */
void place_of(const char *dir, const char **server, const struct store_driver **driver);

/* The data of a folder that is begun later are at first a copy of these, which nobody may be using:
 * for what takes long to make, such as RSA keys. */
void place_copy_from_now_on(const char *dir);

/* Begins a folder.  False: there is nothing to copy yet, so it is empty. */
bool place_begin(const char *dir);

/* The data of a folder that nobody uses any more may go: a case may need very many. */
void place_end(const char *dir);

/* Do the data of a service hold the text anywhere?  Fails the case when there are none. */
bool place_holds(const char *dir, const char *service, const char *text);

/* Ends every connection to the database.  On a server only. */
void place_cut(const char *dir);

#endif
