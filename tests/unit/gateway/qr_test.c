/* qr_test - what is drawn is a QR code, as far as one can tell without scanning it. */
#include "check.h"
#include "qr.h"
#include <string.h>

static void small_texts_make_small_codes(void)
{
    struct qr qr;

    CHECK_OK(qr_of(check_mem(), "ostiary", &qr));
    CHECK_INT(qr.side, 21);
    CHECK_OK(
        qr_of(check_mem(), "otpauth://totp/a%3A1:b?secret=GEZDGNBVGY3TQOJQ&issuer=a%3A1", &qr));
    CHECK(qr.side > 21 && (qr.side - 17) % 4 == 0);
}

/* The corner that every code has (ISO/IEC 18004 6.3.3). */
static void the_corner_is_there(void)
{
    static const char *const rows[] = {"M0 0h7v1h-7z", "M0 1h1v1h-1zM6 1h1v1h-1z",
                                       "M0 2h1v1h-1zM2 2h3v1h-3zM6 2h1v1h-1z", "M0 6h7v1h-7z"};
    struct qr qr;

    CHECK_OK(qr_of(check_mem(), "ostiary", &qr));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_HAS(qr.path, rows[i]);
    CHECK_INT(strspn(qr.path, "Mhvz -0123456789"), strlen(qr.path));
}

static void what_no_code_holds_is_refused(void)
{
    char *text = arena_alloc(check_mem(), 4000);
    struct qr qr;

    memset(text, 'a', 3999);
    text[3999] = '\0';
    CHECK_ERR(qr_of(check_mem(), text, &qr), ERR_TOO_LARGE);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(small_texts_make_small_codes),
        CASE(the_corner_is_there),
        CASE(what_no_code_holds_is_refused),
        {0},
    });
}
