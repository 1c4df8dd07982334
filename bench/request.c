#include "request.h"
#include <string.h>

void request_begin(const struct visitor *v, struct buf *out, const char *method_and_path)
{
    buf_str(out, method_and_path);
    buf_str(out, " HTTP/1.1\r\nHost: ");
    buf_str(out, v->site->host);
    buf_str(out, "\r\n");
}

static void add_header(struct buf *out, const char *start, const char *value)
{
    if (!value)
        return;
    buf_str(out, start);
    buf_str(out, value);
    buf_str(out, "\r\n");
}

void request_add_cookies(const struct visitor *v, struct buf *out)
{
    add_header(out, "Cookie: ", v->kept[COOKIES]);
}

void request_add_client(const struct visitor *v, struct buf *out)
{
    add_header(out, "Authorization: Basic ", v->site->credentials);
}

void request_add_bearer(const struct visitor *v, struct buf *out)
{
    add_header(out, "Authorization: Bearer ", v->kept[ACCESS_TOKEN]);
}

void request_end(struct buf *out)
{
    buf_str(out, "\r\n");
}

void request_end_form(struct buf *out, const char *form)
{
    buf_printf(out,
               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n",
               strlen(form));
    buf_str(out, form);
}
