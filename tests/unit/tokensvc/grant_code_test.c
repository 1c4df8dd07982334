/* Redeeming a code: what comes of it, and every order in which two attempts can meet. */
#include "rig.h"

static void a_code_yields_the_three_tokens(void)
{
    struct rig *rig = rig_open();
    struct token_reply a;

    CHECK_OK(rig_code(rig, &a));
    CHECK(a.access_token && a.refresh_token && a.id_token);
    CHECK_STR(a.token_type, "Bearer");
    CHECK_INT(a.expires_in, 300);
    CHECK_STR(a.scope, "openid profile email notes");
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_code_yields_the_three_tokens),
        {0},
    });
}
