/* form_post_test - answers that a page of ours carries to the app (OAuth 2.0 Form Post Response
 * Mode). */
#include "browser_scene.h"
#include <string.h>

static void an_answer_may_be_a_form_for_the_app(void)
{
    static const struct authorization_response post = {.mode = "form_post",
                                                       .action = "https://app.example/cb?a=1&b=\"",
                                                       .code = "c-o-d-e",
                                                       .state = EVIL,
                                                       .iss = FRONT_ISSUER};

    begin(OK);
    seen.step = (struct interaction_step){.answer = &post, .client_name = EVIL};
    const char *r = front_get("/interaction?handle=" HANDLE, SIGNED_IN);
    const char *page = front_body(r);
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(page, "method=\"post\" action=\"https://app.example/cb?a=1&amp;b=&quot;\"");
    CHECK_HAS(page, "<input type=\"hidden\" name=\"code\" value=\"c-o-d-e\">");
    CHECK_HAS(page, "<input type=\"hidden\" name=\"state\" value=\"" EVIL_HTML "\">");
    CHECK_HAS(page, "<input type=\"hidden\" name=\"iss\" value=\"" FRONT_ISSUER "\">");
    CHECK(!strstr(page, "name=\"error\""));
    CHECK_HAS(page, "<button id=\"continue\" type=\"submit\">");
    CHECK_HAS(front_header(r, "Content-Security-Policy"),
              "form-action 'self' https:; script-src 'self'");
    CHECK_STR(front_header(r, "Cache-Control"), "no-store");
    CHECK_STR(front_header(r, "Cross-Origin-Opener-Policy"), NULL);

    const char *script = strstr(page, "/assets/post.js?v=");
    CHECK(script);
    r = front_get(arena_strndup(check_mem(), script, strcspn(script, "\"")), "");
    CHECK_INT(front_status(r), 200);
    CHECK_HAS(front_header(r, "Content-Type"), "text/javascript");
    CHECK_HAS(front_header(r, "Cache-Control"), "max-age=31536000");
}

static void a_refusal_may_be_a_form_for_the_app(void)
{
    static const struct authorization_response post = {.mode = "form_post",
                                                       .action = "http://127.0.0.1:9000/cb",
                                                       .error = "access_denied",
                                                       .error_description = "the person said no",
                                                       .iss = FRONT_ISSUER};

    begin(OK);
    seen.step = (struct interaction_step){.answer = &post};
    const char *r = front_get("/interaction?handle=" HANDLE, SIGNED_IN);
    CHECK_HAS(front_body(r), "name=\"error\" value=\"access_denied\"");
    CHECK_HAS(front_body(r), "name=\"error_description\" value=\"the person said no\"");
    CHECK(!strstr(front_body(r), "name=\"code\""));
    CHECK(!strstr(front_body(r), "name=\"state\""));
    CHECK_HAS(front_header(r, "Content-Security-Policy"), "form-action 'self' https: http:");
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(an_answer_may_be_a_form_for_the_app),
        CASE(a_refusal_may_be_a_form_for_the_app),
        {NULL, NULL},
    });
    front_close();
    return status;
}
