#include "message.h"
#include "message_encode.h"
#include "text.h"
#include <string.h>
#include <time.h>

bool message_mailbox_valid(const char *mailbox)
{
    const char *at = strchr(mailbox, '@');

    if (!at || at == mailbox || !at[1] || strchr(at + 1, '@'))
        return false;
    for (const char *p = mailbox; *p; p++) {
        if (*p <= 0x20 || *p > 0x7e || strchr("<>()[]\\,;:\"", *p))
            return false;
    }
    return true;
}

static void write_date(struct buf *out, int64_t ms)
{
    char text[64];
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &tm); /* the locale is "C" */
    buf_printf(out, "Date: %s\r\n", text);
}

static void write_header(struct buf *out, const struct message *self)
{
    write_date(out, self->date);
    buf_printf(out, "From: <%s>\r\nTo: <%s>\r\nSubject: ", self->from, self->to);
    message_encode_header(out, self->subject);
    buf_printf(out,
               "\r\nMessage-ID: <%s@%s>\r\n"
               "Auto-Submitted: auto-generated\r\n"
               "Content-Language: %s\r\n"
               "MIME-Version: 1.0\r\n"
               "Content-Type: multipart/alternative;\r\n boundary=\"=_%s\"\r\n\r\n",
               self->id, strchr(self->from, '@') + 1, self->language, self->id);
}

static void write_part(struct buf *out, const struct message *self, const char *type,
                       const char *body)
{
    /* "=_" cannot come of quoted-printable, and nobody can guess an id. */
    buf_printf(out,
               "--=_%s\r\nContent-Type: %s; charset=utf-8\r\n"
               "Content-Transfer-Encoding: %s\r\n\r\n",
               self->id, type, self->readable ? "8bit" : "quoted-printable");
    if (self->readable)
        message_encode_eight_bit(out, body);
    else
        message_encode_quoted(out, body);
    buf_str(out, "\r\n");
}

enum err message_write(struct arena *mem, const struct message *self, struct bytes *out)
{
    struct buf text;

    if (!message_mailbox_valid(self->from) || !message_mailbox_valid(self->to) ||
        !text_valid(self->subject, strlen(self->subject)))
        return ERR_BAD_FIELD;
    buf_init(&text, mem, 8192);
    write_header(&text, self);
    write_part(&text, self, "text/plain", self->text);
    write_part(&text, self, "text/html", self->html);
    buf_printf(&text, "--=_%s--\r\n", self->id);
    *out = buf_bytes(&text);
    return OK;
}
