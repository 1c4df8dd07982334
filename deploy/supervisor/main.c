/*
 * ostiary-supervisor - starts the services of a data folder and keeps them running.
 *
 * SECURITY: holds no secret and opens no socket.  It runs as the user of the
 * services and can therefore do what they can; it takes orders from nobody but
 * signals of that user.
 */
#include "command.h"
#include "log.h"

int main(int argc, char **argv)
{
    (void)argc;
    log_setup("supervisor", LOG_INFO);
    return command((const char *const *)argv);
}
