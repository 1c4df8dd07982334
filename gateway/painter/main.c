/*
 * ostiary-painter - pictures that strangers uploaded, painted anew.
 *
 * SECURITY: holds nothing: no key, no setting, no connection but the one to the gateway that
 * started it.  What reads a picture is a child that lives for this one picture and may only compute
 * (painter.h).  Its fall would give away the picture that it was sent, to whoever sent it.
 */
#include "painted.h"
#include "painter.h"

int main(void)
{
    return painter_run(PAINTER_SOCKET);
}
