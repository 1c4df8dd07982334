/*
 * ostiary-usersvc - the people.
 *
 * SECURITY: holds profiles, password hashes, the secrets of second factors
 * (sealed) and the keys that personal values in events are sealed with, and is
 * trusted to say who somebody is.  It never sees tokens, clients or sessions, and calls nobody.
 * Its fall would give away the personal data and, to slow guessing, weak
 * passwords; and whoever steers it can sign in as anyone.
 */
#include "service_main.h"
#include "store_postgres.h"
#include "usersvc.h"

int main(int argc, char **argv)
{
    return service_main(argc, argv, &usersvc_service, &store_postgres);
}
