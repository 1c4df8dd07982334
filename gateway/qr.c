#include "qr.h"
#include "buf.h"
#include <qrencode.h>

/* How many modules from here on are dark. */
static int run_of(const QRcode *code, int x, int y)
{
    const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
    int n = 0;

    while (x + n < code->width && (row[x + n] & 1))
        n++;
    return n;
}

static const char *path_of(struct arena *mem, const QRcode *code)
{
    struct buf path;

    buf_init(&path, mem, 4096);
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            int n = run_of(code, x, y);
            if (n > 0)
                buf_printf(&path, "M%d %dh%dv1h-%dz", x, y, n, n);
            x += n;
        }
    }
    return buf_text(&path);
}

enum err qr_of(struct arena *mem, const char *text, struct qr *out)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

    if (!code)
        return ERR_TOO_LARGE;
    *out = (struct qr){.path = path_of(mem, code), .side = code->width};
    QRcode_free(code);
    return OK;
}
