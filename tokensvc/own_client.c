#include "own_client.h"
#include <string.h>

enum err own_client(struct call *c, const char *client_id, const struct client **out)
{
    struct client_record_reply record = {0};
    enum err e = authsvc_client_record(c, &(struct client_ref){client_id}, &record);

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || !record.client->owner || strcmp(record.client->owner, c->actor->person) != 0)
        return refuse_openly(c, ERR_NOT_FOUND, "there is no such app of yours");
    *out = record.client;
    return OK;
}
