/*
 * ostiary-gateway - the front door: HTTP in, calls to the services out.
 *
 * SECURITY: holds no data and no keys but its own for the bus.  It sees what
 * passes through: passwords on their way to authsvc, codes, tokens and cookies.
 * It is trusted to tell truthfully how a request came (address, host, origin),
 * not for whom: people are vouched for by authsvc's tickets.  Its fall would
 * give away what passes while it lasts, and nothing that is stored.
 */
#include "gateway_main.h"

int main(int argc, char **argv)
{
    return gateway_main(argc, argv);
}
