/* message_test - mails as bytes: headers, encodings, and what may not come into them. */
#include "check.h"
#include "message.h"
#include "message_encode.h"
#include "text.h"
#include <string.h>

static const struct message usual = {
    .id = "0123456789abcdef0123456789abcdef",
    .from = "no-reply@id.example",
    .to = "ada@example.org",
    .subject = "Hello",
    .language = "en",
    .text = "one\ntwo = 2\n",
    .html = "<p>one</p>\n",
    .date = 1767225600000,
};

static const char *written(const struct message *message)
{
    struct bytes out;

    CHECK_OK(message_write(check_mem(), message, &out));
    return arena_strndup(check_mem(), (const char *)out.p, out.n);
}

static const char *encoded(void (*encode)(struct buf *, const char *), const char *text)
{
    struct buf out;

    buf_init(&out, check_mem(), 64);
    encode(&out, text);
    return buf_text(&out);
}

static void a_message_has_its_headers_and_two_bodies(void)
{
    const char *text = written(&usual);

    CHECK_HAS(text, "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n");
    CHECK_HAS(text, "From: <no-reply@id.example>\r\n");
    CHECK_HAS(text, "To: <ada@example.org>\r\n");
    CHECK_HAS(text, "Subject: Hello\r\n");
    CHECK_HAS(text, "Message-ID: <0123456789abcdef0123456789abcdef@id.example>\r\n");
    CHECK_HAS(text, "Auto-Submitted: auto-generated\r\n");
    CHECK_HAS(text, "Content-Type: text/plain; charset=utf-8\r\n");
    CHECK_HAS(text, "one\r\ntwo =3D 2\r\n");
    CHECK_HAS(text, "Content-Type: text/html; charset=utf-8\r\n");
    CHECK_HAS(text, "\r\n--=_0123456789abcdef0123456789abcdef--\r\n");
}

static void no_line_is_long_and_all_end_alike(void)
{
    struct message message = usual;
    const char *line = NULL;

    message.subject = "Bestätige deine E-Mail-Adresse für eine Installation mit sehr langem Namen";
    message.text =
        "ein sehr langer Text über Straßen und Häuser, der kein Ende nimmt und weitergeht"
        " und immer noch weitergeht, 日本語も少し";
    for (line = written(&message); *line; line = strchr(line, '\n') + 1) {
        size_t n = strcspn(line, "\r\n");
        CHECK(n <= 76);
        CHECK(line[n] == '\r' && line[n + 1] == '\n');
    }
}

static void readable_messages_show_their_links(void)
{
    struct message message = usual;

    message.readable = true;
    message.text = "http://localhost:8080/x?token=abc\n";
    CHECK_HAS(written(&message), "\r\nhttp://localhost:8080/x?token=abc\r\n");
    CHECK_HAS(written(&message), "Content-Transfer-Encoding: 8bit\r\n");
}

static void quoted_printable_is_as_the_rfc_has_it(void)
{
    CHECK_STR(encoded(message_encode_quoted, "a=b"), "a=3Db");
    CHECK_STR(encoded(message_encode_quoted, "ü"), "=C3=BC");
    CHECK_STR(encoded(message_encode_quoted, "blank \nat the end "), "blank=20\r\nat the end=20");
    CHECK_STR(encoded(message_encode_quoted,
                      "1234567890123456789012345678901234567890123456789012345678901234567890"
                      "12345678"),
              "1234567890123456789012345678901234567890123456789012345678901234567890"
              "12345=\r\n678");
}

static void header_words_hold_whole_characters(void)
{
    CHECK_STR(encoded(message_encode_header, "Hello"), "Hello");
    CHECK_STR(encoded(message_encode_header, "für"), "=?UTF-8?B?ZsO8cg==?=");
    CHECK_STR(encoded(message_encode_header, "=?x?="), "=?UTF-8?B?PT94Pz0=?=");
    /* 14 characters of three bytes: 39 bytes in the first word, the last one in another. */
    CHECK_STR(encoded(message_encode_header, "日日日日日日日日日日日日日日"),
              "=?UTF-8?B?5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel?=\r\n"
              " =?UTF-8?B?5pel?=");
}

static void nothing_comes_into_a_header_that_does_not_belong_there(void)
{
    static const char *const boxes[] = {
        "",        "ada",      "@example.org",         "ada@",     "a@b@c",
        "a b@c",   "a@b>",     "a@b\r\nBcc: x@y",      "a@b, c@d", "ü@example.org",
        "\"a\"@b", "(a)@b.de", "a@b.de\nSubject: boo",
    };
    struct bytes out;

    for (size_t i = 0; i < ARRAY_LEN(boxes); i++) {
        struct message message = usual;
        message.to = boxes[i];
        CHECK_ERR(message_write(check_mem(), &message, &out), ERR_BAD_FIELD);
    }
    struct message message = usual;
    message.subject = "Hello\r\nBcc: eve@example.org";
    CHECK_ERR(message_write(check_mem(), &message, &out), ERR_BAD_FIELD);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_message_has_its_headers_and_two_bodies),
        CASE(no_line_is_long_and_all_end_alike),
        CASE(readable_messages_show_their_links),
        CASE(quoted_printable_is_as_the_rfc_has_it),
        CASE(header_words_hold_whole_characters),
        CASE(nothing_comes_into_a_header_that_does_not_belong_there),
        {0},
    });
}
