#include "check.h"
#include "form.h"
#include "messages.h"
#include <string.h>

/* A form as text: name=value; of each parameter, or why it was refused. */
static const char *read_form(const char *text, size_t n)
{
    struct form form;
    const char *why = NULL;
    struct buf out;

    if (form_parse(check_mem(), text, n, &form, &why) != OK)
        return why;
    buf_init(&out, check_mem(), 64);
    for (size_t i = 0; i < form.n; i++)
        buf_printf(&out, "%s=%s;", form.v[i].name, form.v[i].value);
    return buf_text(&out);
}

static void forms_are_read_strictly(void)
{
    static const struct {
        const char *text, *is;
    } cases[] = {
        {"", ""},
        {"a=1", "a=1;"},
        {"a=1&b=2", "a=1;b=2;"},
        {"a=1&a=2", "a=1;a=2;"},
        {"&&a=1&", "a=1;"},
        {"a", "a=;"},
        {"a=", "a=;"},
        {"=a", "=a;"},
        {"a=b=c", "a=b=c;"},
        {"a+b=c+d", "a b=c d;"},
        {"a=%41%7a%7A", "a=Azz;"},
        {"a=%2B%26%3D", "a=+&=;"},
        {"a=%C3%A9", "a=é;"},
        {"a=é", "a=é;"},
        {"state=%", "state contains a '%' without two hexadecimal digits"},
        {"state=%4", "state contains a '%' without two hexadecimal digits"},
        {"state=%4g", "state contains a '%' without two hexadecimal digits"},
        {"state=%g4", "state contains a '%' without two hexadecimal digits"},
        {"state=% 4", "state contains a '%' without two hexadecimal digits"},
        {"state=%u0041", "state contains a '%' without two hexadecimal digits"},
        {"a=1&b=%&c=2", "b contains a '%' without two hexadecimal digits"},
        {"a=%00", "a contains a control character, or bytes that are not UTF-8"},
        {"a=b%00c", "a contains a control character, or bytes that are not UTF-8"},
        {"a=%0a", "a contains a control character, or bytes that are not UTF-8"},
        {"a=%7f", "a contains a control character, or bytes that are not UTF-8"},
        {"a=%ff", "a contains a control character, or bytes that are not UTF-8"},
        {"a=%C3", "a contains a control character, or bytes that are not UTF-8"},
        {"a=%C0%AF", "a contains a control character, or bytes that are not UTF-8"},
        {"a=%ED%A0%80", "a contains a control character, or bytes that are not UTF-8"},
        {"a=%F4%90%80%80", "a contains a control character, or bytes that are not UTF-8"},
        {"a=1&%ff=2", "the name of parameter 2 contains a control character, or bytes that are "
                      "not UTF-8"},
        {"0123456789012345678901234567890123456789012345678901234567890123456789=%",
         "parameter 1 contains a '%' without two hexadecimal digits"},
        {"%=1", "the name of parameter 1 contains a '%' without two hexadecimal digits"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(read_form(cases[i].text, strlen(cases[i].text)), cases[i].is);
}

static void a_nul_byte_is_refused_where_it_stands(void)
{
    CHECK_STR(read_form("a=1\0&b=2", 8),
              "a contains a control character, or bytes that are not UTF-8");
}

static void parameters_are_bounded(void)
{
    struct buf text;

    buf_init(&text, check_mem(), 256);
    for (int i = 0; i < FORM_PARAMS_MAX; i++)
        buf_printf(&text, "p%d=x&", i);
    struct form form;
    const char *why = NULL;
    CHECK_OK(form_parse(check_mem(), buf_text(&text), text.n, &form, &why));
    CHECK_INT(form.n, FORM_PARAMS_MAX);
    buf_str(&text, "one=more");
    CHECK_ERR(form_parse(check_mem(), buf_text(&text), text.n, &form, &why), ERR_BAD_FIELD);
    CHECK_STR(why, "there are more than 64 parameters");
}

static void the_first_value_of_a_name_is_found(void)
{
    struct form form;
    const char *why = NULL;

    CHECK_OK(form_parse(check_mem(), "a=1&b=&a=2", 10, &form, &why));
    CHECK_STR(form_get(&form, "a"), "1");
    CHECK_STR(form_get(&form, "b"), "");
    CHECK_STR(form_get(&form, "c"), NULL);
}

static void repeated_parameters_are_named_if_they_matter(void)
{
    static const struct {
        const char *text, *repeated;
        size_t left;
    } cases[] = {
        {"client_id=a&state=b", NULL, 2},
        {"state=a&state=a", "state", 1},
        {"state=a&state=b&state=c", "state", 1},
        {"scope=a&state=b&scope=c&state=d", "scope state", 2},
        {"state=&state=a", NULL, 2}, /* an empty one counts as absent: RFC 6749 3.1 */
        {"state=a&state=", NULL, 2},
        {"unknown=a&unknown=b", NULL, 1}, /* unknown ones are ignored */
        {"issuer=a&issuer=b", NULL, 1},   /* and so are our own */
        {"a b=1&a b=2", NULL, 1},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct form form;
        const char *why = NULL;
        CHECK_OK(form_parse(check_mem(), cases[i].text, strlen(cases[i].text), &form, &why));
        CHECK_STR(form_repeated(check_mem(), &authorize_request_desc, &form), cases[i].repeated);
        CHECK_INT(form.n, cases[i].left);
    }
}

static void what_is_written_is_read_again(void)
{
    static const char value[] = "a b+c&d=e%f/?#é\"<>~-._";
    struct buf text;

    buf_init(&text, check_mem(), 64);
    form_add(&text, "n m", value);
    form_add(&text, "x", "");
    CHECK_STR(buf_text(&text), "n%20m=a%20b%2Bc%26d%3De%25f%2F%3F%23%C3%A9%22%3C%3E~-._&x=");
    CHECK_STR(read_form(buf_text(&text), text.n), "n m=a b+c&d=e%f/?#é\"<>~-._;x=;");
}

static void content_types_of_forms_are_told_apart(void)
{
    static const struct {
        const char *type;
        bool is;
    } cases[] = {
        {"application/x-www-form-urlencoded", true},
        {"Application/X-WWW-Form-URLencoded", true},
        {"application/x-www-form-urlencoded; charset=utf-8", true},
        {"application/x-www-form-urlencoded;charset=UTF-8", true},
        {"application/x-www-form-urlencoded ; charset=\"UTF-8\"", true},
        {"application/x-www-form-urlencoded; charset=ISO-8859-1", true},
        {"application/x-www-form-urlencoded; charset=iso-8859-15", false},
        {"application/x-www-form-urlencoded; charset=", false},
        {"application/x-www-form-urlencoded; charset=utf-16", false},
        {"application/x-www-form-urlencodedx", false},
        {"application/json", false},
        {"multipart/form-data; boundary=x", false},
        {"text/plain", false},
        {"", false},
        {NULL, false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(form_content_type(cases[i].type), cases[i].is);
}

static void one_parameter_may_have_lines(void)
{
    static const struct {
        const char *query, *is;
    } cases[] = {
        {NULL, NULL},
        {"", NULL},
        {"a=1", NULL},
        {"qq=1", NULL},
        {"q", NULL},
        {"q=", ""},
        {"q=a+b%20c", "a b c"},
        {"a=1&q=2&q=3", "2"},
        {"&&q=%7Bme%0A%09%7Bid%7D%0D%7D&x", "{me\n\t{id}\r}"},
        {"q=%00", "q contains a control character, or bytes that are not UTF-8"},
        {"q=a%0A%00", "q contains a control character, or bytes that are not UTF-8"},
        {"q=%0A%1F", "q contains a control character, or bytes that are not UTF-8"},
        {"q=%C3%0A%A9", "q contains a control character, or bytes that are not UTF-8"},
        {"q=%", "q contains a '%' without two hexadecimal digits"},
        {"a=%&q=1", "1"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *out = NULL, *why = NULL;
        enum err e = form_lines(check_mem(), cases[i].query, "q", &out, &why);
        CHECK_STR(e ? why : out, cases[i].is);
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(forms_are_read_strictly),
        CASE(a_nul_byte_is_refused_where_it_stands),
        CASE(parameters_are_bounded),
        CASE(the_first_value_of_a_name_is_found),
        CASE(repeated_parameters_are_named_if_they_matter),
        CASE(what_is_written_is_read_again),
        CASE(content_types_of_forms_are_told_apart),
        CASE(one_parameter_may_have_lines),
        {NULL, NULL},
    });
}
