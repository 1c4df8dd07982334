#include "app_icon.h"
#include "handlers.h"

enum err on_app_icon_set(struct call *c, const struct app_icon *q, struct own_app *a)
{
    return app_icon_set(c, q->client_id, q->png, a);
}
