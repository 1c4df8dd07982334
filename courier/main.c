/*
 * ostiary-courier - the way out.
 *
 * SECURITY: holds what is to be sent, sealed: addresses, and the one-time links
 * of mails that wait; and the password of the mail server.  It is trusted to
 * send to whom it was told, and to connect to the public internet alone when
 * the address is a stranger's.  It never sees passwords, tokens or keys.  Its
 * fall would give away the links that are under way, with which passwords can
 * be set anew, and let mail be sent in our name.
 */
#include "courier.h"
#include "service_main.h"
#include "store_postgres.h"

int main(int argc, char **argv)
{
    return service_main(argc, argv, &courier_service, &store_postgres);
}
