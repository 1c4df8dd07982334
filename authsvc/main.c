/*
 * ostiary-authsvc - apps, sessions, consents and codes.
 *
 * SECURITY: holds the hashes of session cookies and codes, keyed hashes of
 * client secrets, and the key that actor tickets are signed with; it is trusted
 * to say who is signed in and what was consented to.  It never sees a signing
 * key of tokens or a password hash; passwords and codes pass through it to usersvc at
 * sign-in.  Its fall would let the intruder sign in as anyone and give any app
 * any consent, from then on; tokens that were issued before stay unknown to it.
 */
#include "authsvc.h"
#include "service_main.h"
#include "store_postgres.h"

int main(int argc, char **argv)
{
    return service_main(argc, argv, &authsvc_service, &store_postgres);
}
