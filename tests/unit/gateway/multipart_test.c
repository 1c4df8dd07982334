#include "check.h"
#include "multipart.h"
#include <string.h>

#define TYPE "multipart/form-data; boundary=XX"
#define FILE_HEAD "Content-Disposition: form-data; name=\"picture\"; filename=\"me.png\"\r\n"
#define TEXT_HEAD "Content-Disposition: form-data; name=\"a\"\r\n"

/* The form as text: name=value; of each field, then name:bytes of the file; or why not. */
static const char *read_as(const char *type, const char *text, size_t n)
{
    struct multipart form;
    const char *why = NULL;
    struct buf out;

    if (multipart_parse(check_mem(), type, (struct bytes){(const uint8_t *)text, n}, &form, &why))
        return why;
    buf_init(&out, check_mem(), 64);
    for (size_t i = 0; i < form.fields.n; i++)
        buf_printf(&out, "%s=%s;", form.fields.v[i].name, form.fields.v[i].value);
    if (form.file_name)
        buf_printf(&out, "%s:%.*s", form.file_name, (int)form.file.n, (const char *)form.file.p);
    return buf_text(&out);
}

static void what_browsers_send_is_read(void)
{
    static const struct {
        const char *text, *is;
    } cases[] = {
        {"--XX\r\n" FILE_HEAD "Content-Type: image/png\r\n\r\nbytes\r\n--XX--\r\n",
         "picture:bytes"},
        {"--XX\r\n" FILE_HEAD "\r\nbytes\r\n--XX--", "picture:bytes"},
        {"--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX\r\n" FILE_HEAD "\r\nbytes\r\n--XX--\r\n",
         "a=1;picture:bytes"},
        {"--XX\r\n" TEXT_HEAD "\r\n\r\n--XX--\r\n", "a=;"},
        {"--XX\r\n" FILE_HEAD "\r\n\r\n--XX--\r\n", ""},
        {"--XX\r\n" FILE_HEAD "\r\n--X\r\n--\r\n\r\n--XX--\r\n", "picture:--X\r\n--\r\n"},
        {"--XX\r\ncontent-disposition:form-data;name=\"a\"\r\n\r\n1\r\n--XX--\r\n", "a=1;"},
        {"--XX\r\nContent-Disposition: form-data; name=\"p\"; filename=\"\xc3\xa9 "
         "%22;x\"\r\n\r\nb\r\n"
         "--XX--\r\n",
         "p:b"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(read_as(TYPE, cases[i].text, strlen(cases[i].text)), cases[i].is);
}

static void a_file_may_hold_any_bytes(void)
{
    static const char body[] = "--XX\r\n" FILE_HEAD "\r\n\0\1\xff\r\n--X\0\r\n--XX--\r\n";
    struct multipart form;
    const char *why = NULL;

    CHECK_OK(multipart_parse(check_mem(), TYPE,
                             (struct bytes){(const uint8_t *)body, sizeof body - 1}, &form, &why));
    CHECK_BYTES(form.file, ((struct bytes){(const uint8_t *)"\0\1\xff\r\n--X\0", 9}));
}

static void whatever_else_comes_is_refused(void)
{
    static const char form[] = "the body is no form with a file, as browsers send it";
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"", "the body does not begin with its boundary"},
        {"preamble\r\n--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX--\r\n",
         "the body does not begin with its boundary"},
        {"\r\n--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX--\r\n",
         "the body does not begin with its boundary"},
        {"--XX", "the body is not whole"},
        {"--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX", "the body is not whole"},
        {"--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX--\r\nepilogue", "the body is not whole"},
        {"--XX\r\n" TEXT_HEAD "\r\n1\r\n--XXX\r\n", "the body is not whole"},
        {"--XX \r\n" TEXT_HEAD "\r\n1\r\n--XX--\r\n", "the body is not whole"},
        {"--XX\r\n" TEXT_HEAD "\r\n1\r\n", form},
        {"--XX\r\n" TEXT_HEAD "1\r\n--XX--\r\n", form},
        {"--XX\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\n" TEXT_HEAD "\n1\n--XX--\n", "the body is not whole"},
        {"--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\n" TEXT_HEAD TEXT_HEAD "\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\n" TEXT_HEAD "Content-Transfer-Encoding: base64\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\n" TEXT_HEAD " folded\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\nContent-Disposition: form-data; name=\"a b\"\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XX--\r\n", form},
        {"--XX\r\nContent-Disposition: form-data; name=\"a\"; other=\"b\"\r\n\r\n1\r\n--XX--\r\n",
         form},
        {"--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"; "
         "x\r\n\r\n1\r\n--XX--\r\n",
         form},
        {"--XX\r\nContent-Disposition: form-data; name=\"a\"; "
         "filename=\"\xff\"\r\n\r\n1\r\n--XX--\r\n",
         form},
        {"--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX\r\n" TEXT_HEAD "\r\n2\r\n--XX--\r\n",
         "a is there twice"},
        {"--XX\r\n" FILE_HEAD "\r\n1\r\n--XX\r\n" FILE_HEAD "\r\n2\r\n--XX--\r\n",
         "picture is there twice"},
        {"--XX\r\n" FILE_HEAD "\r\n1\r\n--XX\r\nContent-Disposition: form-data; name=\"b\"; "
         "filename=\"c\"\r\n\r\n2\r\n--XX--\r\n",
         "there is more than one file"},
        {"--XX\r\n" TEXT_HEAD "\r\n\xff\r\n--XX--\r\n",
         "a contains a control character, or bytes that are not UTF-8"},
        {"--XX\r\n" TEXT_HEAD "\r\n1\n2\r\n--XX--\r\n",
         "a contains a control character, or bytes that are not UTF-8"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(read_as(TYPE, cases[i].text, strlen(cases[i].text)), cases[i].why);
}

static void only_a_form_with_a_good_boundary_is_read(void)
{
    static const char body[] = "--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX--\r\n";
    static const struct {
        const char *type;
        bool good;
    } cases[] = {
        {TYPE, true},
        {"multipart/form-data;boundary=XX", true},
        {"Multipart/Form-Data ; Boundary=\"XX\"", true},
        {NULL, false},
        {"", false},
        {"multipart/form-data", false},
        {"multipart/form-data; boundary=", false},
        {"multipart/form-data; boundary=\"\"", false},
        {"multipart/form-data; boundary=\"XX", false},
        {"multipart/form-data; boundary=XX\"", false},
        {"multipart/form-data; boundary=XX; charset=utf-8", false},
        {"multipart/form-data; charset=utf-8; boundary=XX", false},
        {"multipart/mixed; boundary=XX", false},
        {"multipart/form-datax; boundary=XX", false},
        {"application/x-www-form-urlencoded", false},
        {"multipart/form-data; boundary=X X", false},
        {"multipart/form-data; boundary=XX%0d%0a", false},
        {"multipart/form-data; "
         "boundary=0123456789012345678901234567890123456789012345678901234567890"
         "1234567890",
         false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(read_as(cases[i].type, body, sizeof body - 1),
                  cases[i].good ? "a=1;" : "the body must be multipart/form-data");
}

static void there_are_so_many_parts_and_no_more(void)
{
    struct buf body;

    for (int parts = MULTIPART_PARTS_MAX; parts <= MULTIPART_PARTS_MAX + 1; parts++) {
        buf_init(&body, check_mem(), 4096);
        buf_str(&body, "--XX");
        for (int i = 0; i < parts; i++)
            buf_printf(&body, "\r\nContent-Disposition: form-data; name=\"n%d\"\r\n\r\n1\r\n--XX",
                       i);
        buf_str(&body, "--\r\n");
        const char *is = read_as(TYPE, buf_text(&body), body.n);
        if (parts == MULTIPART_PARTS_MAX)
            CHECK_HAS(is, "n15=1;");
        else
            CHECK_HAS(is, "as browsers send it");
    }
}

static void a_body_that_was_cut_is_refused_wherever_it_was(void)
{
    static const char body[] =
        "--XX\r\n" TEXT_HEAD "\r\n1\r\n--XX\r\n" FILE_HEAD "\r\nbytes\r\n--XX--";

    for (size_t n = 0; n < sizeof body - 1; n++) {
        struct bytes cut = arena_bytes(check_mem(), body, n);
        struct multipart form;
        const char *why = NULL;
        CHECK_ERR(multipart_parse(check_mem(), TYPE, cut, &form, &why), ERR_BAD_FIELD);
        CHECK(why);
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_browsers_send_is_read),
        CASE(a_file_may_hold_any_bytes),
        CASE(whatever_else_comes_is_refused),
        CASE(only_a_form_with_a_good_boundary_is_read),
        CASE(there_are_so_many_parts_and_no_more),
        CASE(a_body_that_was_cut_is_refused_wherever_it_was),
        {0},
    });
}
