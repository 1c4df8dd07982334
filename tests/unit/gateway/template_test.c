#include "check.h"
#include "template.h"

static const char *render(const char *html, const struct slot *slots, size_t n)
{
    struct buf out;

    buf_init(&out, check_mem(), 64);
    template_render(&out, html, &(struct slots){slots, n}, LANGUAGE_en);
    return buf_text(&out);
}

static void texts_fill_the_holes(void)
{
    const struct slot slots[] = {{"a", "one", NULL, 0}, {"b", "", NULL, 0}, {"c", NULL, NULL, 0}};

    CHECK_STR(render("", slots, 3), "");
    CHECK_STR(render("plain { } }} text", slots, 3), "plain { } }} text");
    CHECK_STR(render("{{a}}", slots, 3), "one");
    CHECK_STR(render("-{{a}}{{a}}-", slots, 3), "-oneone-");
    CHECK_STR(render("-{{b}}{{c}}{{d}}-", slots, 3), "--");
    CHECK_STR(render("{{aa}}{{A}}", slots, 3), "");
}

static void sections_come_and_go(void)
{
    const struct slot slots[] = {{"a", "one", NULL, 0}, {"b", "", NULL, 0}, {"c", NULL, NULL, 0}};

    CHECK_STR(render("{{#a}}[{{a}}]{{/a}}{{^a}}no{{/a}}", slots, 3), "[one]");
    CHECK_STR(render("{{#b}}yes{{/b}}{{^b}}no{{/b}}", slots, 3), "no");
    CHECK_STR(render("{{#c}}yes{{/c}}{{^c}}no{{/c}}", slots, 3), "no");
    CHECK_STR(render("{{#d}}yes{{/d}}{{^d}}no{{/d}}", slots, 3), "no");
    CHECK_STR(render("{{#a}}1{{^b}}2{{#a2}}x{{/a2}}{{/b}}3{{/a}}4", slots, 3), "1234");
}

static void lists_repeat(void)
{
    const struct slot one[] = {{"name", "first", NULL, 0}, {"new", "y", NULL, 0}};
    const struct slot two[] = {{"name", "second", NULL, 0}, {"new", NULL, NULL, 0}};
    const struct slots rows[] = {{one, 2}, {two, 2}};
    const struct slot slots[] = {
        {"rows", NULL, rows, 2}, {"none", NULL, rows, 0}, {"new", "outer", NULL, 0}};

    CHECK_STR(render("{{#rows}}<{{name}}{{#new}}!{{/new}}>{{/rows}}{{^rows}}no{{/rows}}", slots, 3),
              "<first!><second>");
    CHECK_STR(render("{{#none}}x{{/none}}{{^none}}no{{/none}}", slots, 3), "no");
    CHECK_STR(render("{{#rows}}{{new}} {{/rows}}", slots, 3), "y  "); /* the row hides the rest */
}

/* Whatever stands in a slot, no markup comes out of it: neither in content nor in an attribute. */
static void nothing_in_a_slot_becomes_markup(void)
{
    static const struct {
        const char *text, *html;
    } cases[] = {
        {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"\"><img src=x onerror=alert(1)>", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"},
        {"' onfocus='alert(1)", "&#39; onfocus=&#39;alert(1)"},
        {"&lt;b&gt;", "&amp;lt;b&amp;gt;"},
        {"{{a}}{{#a}}", "{{a}}{{#a}}"}, /* and no template either */
        {"é < ü & \xF0\x9F\x9A\xAA", "é &lt; ü &amp; \xF0\x9F\x9A\xAA"},
        {"</title></textarea>-->", "&lt;/title&gt;&lt;/textarea&gt;--&gt;"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct slot slots[] = {{"a", cases[i].text, NULL, 0}};
        CHECK_STR(render("{{a}}", slots, 1), cases[i].html);
        CHECK_STR(render("<i title=\"{{a}}\">", slots, 1),
                  arena_printf(check_mem(), "<i title=\"%s\">", cases[i].html));
    }
}

static const char *say(enum language language, const char *html, const char *scope)
{
    const struct slot slots[] = {{"scope", scope, NULL, 0}};
    struct buf out;

    buf_init(&out, check_mem(), 64);
    template_render(&out, html, &(struct slots){slots, 1}, language);
    return buf_text(&out);
}

static void texts_come_in_the_language_of_the_page(void)
{
    CHECK_STR(say(LANGUAGE_en, "<p>{{@password}}</p>", NULL), "<p>Password</p>");
    CHECK_STR(say(LANGUAGE_ja, "<p>{{@password}}</p>", NULL), "<p>パスワード</p>");
    CHECK_STR(say(LANGUAGE_en, "{{#scope}}{{@password}}{{/scope}}", "x"), "Password");
}

static void what_fills_a_hole_is_escaped_where_the_language_puts_it(void)
{
    CHECK_STR(say(LANGUAGE_en, "{{@scope_other}}", "a<b"), "use a&lt;b");
    CHECK_STR(say(LANGUAGE_de, "{{@scope_other code}}", "a<b"), "<code>a&lt;b</code> verwenden");
    CHECK_STR(say(LANGUAGE_de, "{{@scope_other code}}", "{{@password}}{scope}"),
              "<code>{{@password}}{scope}</code> verwenden");
    CHECK_STR(say(LANGUAGE_en, "{{@scope_other code}}", NULL), "use ");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(texts_fill_the_holes),
        CASE(sections_come_and_go),
        CASE(lists_repeat),
        CASE(nothing_in_a_slot_becomes_markup),
        CASE(texts_come_in_the_language_of_the_page),
        CASE(what_fills_a_hole_is_escaped_where_the_language_puts_it),
        {NULL, NULL},
    });
}
