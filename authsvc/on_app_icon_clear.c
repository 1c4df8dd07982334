#include "app_icon.h"
#include "handlers.h"

enum err on_app_icon_clear(struct call *c, const struct client_ref *q, struct own_app *a)
{
    return app_icon_set(c, q->client_id, (struct bytes){NULL, 0}, a);
}
