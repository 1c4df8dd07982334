#include "upload.h"
#include "gateway_inside.h"
#include "multipart.h"
#include "network.h"
#include "page.h"
#include "redraw.h"
#include "whoami.h"

/* The body, the picture made of it, and what the services are told. */
enum { MEMORY = UPLOAD_MAX + (4 << 20) };

static enum err parse(struct exchange *x, struct bytes body)
{
    const char *type = request_header(&x->request, "Content-Type"), *why = NULL;
    struct multipart parts = {.file_name = NULL};

    enum err e = multipart_parse(x->call.mem, type, body, &parts, &why);
    if (e)
        return refuse_openly(&x->call, e, "%s", why);
    x->form = parts.fields;
    x->upload.file = parts.file;
    return OK;
}

/* NULL: this machine, and proxies, from which many may come. */
static const char *own_source(struct exchange *x)
{
    const char *source = x->call.source;
    bool common = source_is_loopback(source) || source_is_proxy(x->gateway->proxies, source);

    return common ? NULL : network_of(x->call.mem, source);
}

/* Why it will not be read. */
static enum err admit(struct exchange *x)
{
    if (x->request.chunked)
        return ERR_NO_LENGTH;
    if (x->request.content_length > UPLOAD_MAX)
        return ERR_TOO_LARGE;
    x->upload.place = places_take(&x->gateway->uploads, own_source(x));
    return x->upload.place ? OK : ERR_BUSY;
}

enum err upload_read(struct mg_connection *conn, struct http_worker *worker, struct exchange *x)
{
    const int64_t patience = x->gateway->config.gateway_body_deadline * UPLOAD_PATIENCE;
    struct bytes body;

    x->upload.refused = whoami_ticket(x);
    if (!x->upload.refused)
        x->upload.refused = admit(x);
    if (x->upload.refused || x->request.content_length == 0)
        return OK;
    x->call.mem->limit = MEMORY;
    enum err e =
        http_read_body(conn, worker, x, &(struct http_bounds){UPLOAD_MAX, patience}, &body);
    return e ? e : parse(x, body);
}

void upload_end(struct exchange *x)
{
    places_leave(&x->gateway->uploads, &x->upload.place);
    x->call.mem->limit = ARENA_LIMIT;
}

enum err upload_picture(struct exchange *x, struct bytes *png)
{
    if (x->upload.refused)
        return refuse(&x->call, x->upload.refused, "the picture was not read");
    if (!x->upload.file.p)
        return refuse(&x->call, ERR_NO_PICTURE, "no picture was chosen");
    return redraw(&x->call, x->gateway->config.painter, x->upload.file, png);
}

const char *upload_complaint(struct exchange *x, enum err e)
{
    switch (e) {
    case ERR_NO_PICTURE:
        return page_text(x, TEXT_picture_none);
    case ERR_TOO_LARGE:
        return page_text(x, TEXT_picture_large);
    case ERR_PICTURE_WIDE:
        return page_text(x, TEXT_picture_wide);
    case ERR_PICTURE_UNKNOWN:
        return page_text(x, TEXT_picture_unknown);
    case ERR_PICTURE_BROKEN:
        return page_text(x, TEXT_picture_broken);
    case ERR_BUSY:
        return page_text(x, TEXT_crowded);
    default:
        return NULL;
    }
}
