/*
 * ostiaryctl - administration by command line.
 *
 * SECURITY: makes every key of an installation (init), and afterwards speaks
 * under the key "admin", which may do whatever the contract allows an
 * administrator: whoever can read keys/admin can do all of it.  It keeps
 * nothing, and takes secrets from standard input only.
 */
#include "ctl.h"

enum { MEMORY = 16 << 20 }; /* a page of large profiles, several times over */

int main(int argc, char **argv)
{
    AUTO(arena) mem;
    struct ctl ctl = {.mem = &mem, .in = stdin, .out = stdout, .err = stderr, .data = "data"};

    arena_init(&mem, MEMORY);
    return (int)ctl_run(&ctl, (size_t)argc - 1, argv + 1);
}
