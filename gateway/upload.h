/*
 * upload - a picture in the form of a page.
 *
 * The body is read only for somebody who is signed in, at most so many at a time (places.h); it may
 * be larger than any other and takes memory for as long.  Whatever keeps it from being read, the
 * handler is called all the same and says so on its page:
 *
 *   enum err e = account_enter(x);
 *   if (!e)
 *       e = upload_picture(x, &png);
 *   const char *message = upload_complaint(x, e);
 */
#ifndef GATEWAY_UPLOAD_H
#define GATEWAY_UPLOAD_H
#include "http.h"

enum {
    UPLOAD_MAX = (10 << 20) + (64 << 10), /* bytes of a body: the texts say 10 MB of a picture */
    UPLOAD_PATIENCE = 8,                  /* times as long as others a body may take */
};

/* Into x->form and x->upload.  An error is that of a body that no page of ours sends. */
enum err upload_read(struct mg_connection *conn, struct http_worker *worker,
                     struct exchange *x) MUST_CHECK;
void upload_end(struct exchange *x); /* fine when there was none */

/* What was uploaded, painted anew.  ERR_NO_PICTURE: none was chosen; ERR_TOO_LARGE; ERR_BUSY; or as
 * redraw says. */
enum err upload_picture(struct exchange *x, struct bytes *png) MUST_CHECK;

/* What a page says of that; NULL: it is nothing that the person can mend. */
const char *upload_complaint(struct exchange *x, enum err e);

#endif
