/*
 * ostiary-tokensvc - signing keys, token families, and the endpoints that deal in tokens.
 *
 * SECURITY: holds the private signing keys and the MAC keys of refresh tokens
 * (wrapped in its database, open in its memory), keyed hashes of client secrets
 * for a second, and passes on claims about people; it is trusted to say what a
 * token is worth.  It never sees a password or a browser session.  Its fall
 * would let the intruder sign any token for any client and person until the
 * keys are rotated and everybody has fetched the new ones.
 */
#include "service_main.h"
#include "store_postgres.h"
#include "tokensvc.h"

int main(int argc, char **argv)
{
    return service_main(argc, argv, &tokensvc_service, &store_postgres);
}
