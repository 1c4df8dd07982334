#include "app_icon.h"
#include "authsvc.h"
#include "client_change.h"
#include "own_app.h"
#include "picture.h"
#include "picture_store.h"
#include <string.h>

struct change {
    struct call *c;
    const char *client_id;
    const char *name; /* NULL: none from now on */
    struct bytes png;
    struct client client; /* as it is from now on */
};

static bool is_there_already(const struct client *was, const char *name)
{
    return was->icon && name ? strcmp(was->icon, name) == 0 : was->icon == name;
}

static enum err change(struct db *db, void *arg)
{
    struct change *ch = arg;
    struct client was = {0};

    enum err e = own_app_hold(db, ch->c, ch->client_id, &was);
    if (e)
        return e;
    ch->client = was;
    if (is_there_already(&was, ch->name))
        return OK;
    ch->client.icon = ch->name;
    e = ch->name ? picture_store_put(db, ch->client_id, ch->name, ch->png)
                 : picture_store_remove(db, ch->client_id);
    return e ? e : client_change_update(db, ch->c, &was, &ch->client);
}

enum err app_icon_set(struct call *c, const char *client_id, struct bytes png, struct own_app *out)
{
    struct authsvc *svc = c->svc;
    const char *fault = png.p ? picture_fault(png) : NULL;
    struct change ch = {.c = c, .client_id = client_id, .png = png};

    if (fault)
        return refuse_openly(c, ERR_BAD_FIELD, "png: %s", fault);
    ch.name = png.p ? picture_name(c->mem, png) : NULL;
    enum err e = store_write(svc->store, change, &ch);
    if (e)
        return own_app_refused(c, e, NULL);
    *out = *own_app_view(c, &ch.client);
    return OK;
}
