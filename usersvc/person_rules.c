#include "person_rules.h"
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

enum { LABEL_MAX = 63, LOCAL_PART_MAX = 64, SUBTAG_MAX = 8 };

/* The whole text is of these characters. */
static bool only(const char *text, const char *chars)
{
    return text[strspn(text, chars)] == '\0';
}

/* Each piece between separators has 1 to max characters, all of chars; an edge is one of them
 * that may not begin or end a piece (0: none). */
static bool pieces(const char *text, size_t n, char separator, const char *chars, size_t max,
                   char edge)
{
    for (size_t from = 0; from <= n;) {
        const char *piece = text + from;
        const char *end = memchr(piece, separator, n - from);
        size_t len = end ? (size_t)(end - piece) : n - from;
        if (len == 0 || len > max || strspn(piece, chars) < len)
            return false;
        if (edge && (piece[0] == edge || piece[len - 1] == edge))
            return false;
        from += len + 1;
    }
    return true;
}

/* RFC 1123 2.1 */
static bool host_name(const char *host, size_t n)
{
    return n <= 253 && pieces(host, n, '.', LETTERS DIGITS "-", LABEL_MAX, '-');
}

static const char *username_fault(const char *name)
{
    if (strchr(name, '@'))
        return "may not look like an e-mail address";
    return only(name, LETTERS DIGITS "._-") ? NULL : "may have letters a-z, digits, '.', '_', '-'";
}

/* RFC 5321 4.1.2, without quoted local parts and address literals. */
static const char *email_fault(const char *address)
{
    const char *at = strchr(address, '@');

    if (!at || strchr(at + 1, '@'))
        return "is not an e-mail address: it has one '@'";
    if (at - address > LOCAL_PART_MAX ||
        !pieces(address, (size_t)(at - address), '.', LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~",
                LOCAL_PART_MAX, 0))
        return "is not an e-mail address: what stands before the '@' is malformed";
    if (!host_name(at + 1, strlen(at + 1)))
        return "is not an e-mail address: what stands after the '@' is not a host name";
    return NULL;
}

/* RFC 3986 3.2.2 and 3.2.3, without user information: host, [address], either with a port. */
static bool authority(const char *text, size_t n)
{
    const char *end = text + n, *port = NULL;

    if (*text == '[') {
        const char *close = memchr(text, ']', n);
        if (!close || close == text + 1 ||
            strspn(text + 1, DIGITS "abcdefABCDEF:.") < (size_t)(close - text - 1))
            return false;
        port = close + 1;
    } else {
        port = memchr(text, ':', n);
        port = port ? port : end;
        if (!host_name(text, (size_t)(port - text)))
            return false;
    }
    if (port == end)
        return true;
    size_t digits = strspn(port + 1, DIGITS);
    return *port == ':' && digits >= 1 && digits <= 5 && port + 1 + digits == end;
}

static const char *https_fault(const char *url)
{
    static const char scheme[] = "https://";
    static const char in_urls[] = LETTERS DIGITS "-._~:/?#[]@!$&'()*+,;=%";

    if (strncmp(url, scheme, sizeof scheme - 1) != 0)
        return "must begin with https://";
    url += sizeof scheme - 1;
    if (!authority(url, strcspn(url, "/?#")))
        return "has no proper host name";
    return only(url, in_urls) ? NULL : "has characters that must be percent-encoded";
}

/* BCP 47, by its outer form. */
static const char *locale_fault(const char *tag)
{
    return pieces(tag, strlen(tag), '-', LETTERS DIGITS, SUBTAG_MAX, 0)
               ? NULL
               : "is not a language tag such as fr-CA";
}

static const char *zone_fault(const char *zone)
{
    return pieces(zone, strlen(zone), '/', LETTERS DIGITS "_+-", LABEL_MAX, 0)
               ? NULL
               : "is not a time zone such as Europe/Paris";
}

static const char *sub_fault(const char *sub)
{
    return only(sub, DIGITS "abcdef") ? NULL : "has digits and letters a-f alone";
}

static const struct rule {
    const char *field;
    const char *(*fault)(const char *text); /* NULL: there is none */
} rules[] = {
    {"username", username_fault}, {"email", email_fault},   {"picture", https_fault},
    {"website", https_fault},     {"zoneinfo", zone_fault}, {"locale", locale_fault},
    {"sub", sub_fault},
};

/* NULL where the message has no such text. */
static const char *text_of(const struct msg_desc *desc, const void *msg, const char *name)
{
    const struct msg_field *field = msg_field_by_name(desc, name, strlen(name));

    if (!field)
        return NULL;
    assert(field->kind == MSG_str);
    return *(const char *const *)((const char *)msg + field->offset);
}

enum err person_rules_check(struct call *c, const struct msg_desc *desc, const void *msg)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        const char *text = text_of(desc, msg, rules[i].field);
        const char *fault = text && *text ? rules[i].fault(text) : NULL;
        if (fault)
            return refuse_openly(c, ERR_BAD_FIELD, "%s %s", rules[i].field, fault);
    }
    return OK;
}
