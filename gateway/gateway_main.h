/*
 * gateway_main - the gateway as a process: everything main() has to do.
 *
 * Options, settings, bus, server; then until SIGTERM or SIGINT.  What is under
 * way is answered, and the status is 0.
 */
#ifndef GATEWAY_GATEWAY_MAIN_H
#define GATEWAY_GATEWAY_MAIN_H

int gateway_main(int argc, char **argv);

#endif
