#include "base.h"
#include "check.h"
#include <string.h>

static void every_error_is_found_by_its_name(void)
{
    for (int e = 0; e < ERR_COUNT; e++) {
        enum err found = ERR_COUNT;
        CHECK(err_by_name(err_name((enum err)e), &found));
        CHECK_INT(found, e); /* so no name stands twice */
    }
}

static void unknown_names_are_not_found(void)
{
    enum err found = ERR_BUSY;

    CHECK(!err_by_name("", &found));
    CHECK(!err_by_name("ok", &found));
    CHECK(!err_by_name("INVALID_GRANT ", &found));
    CHECK_INT(found, ERR_BUSY);
}

static void faults_are_ours_and_refusals_the_callers(void)
{
    CHECK(!err_is_fault(OK));
    CHECK_INT(err_status(OK), 200);
    for (int e = OK + 1; e < ERR_COUNT; e++) {
        int status = err_status((enum err)e);
        bool server = status >= 500 && status < 600, client = status >= 400 && status < 500;
        CHECK(err_is_fault((enum err)e) ? server : client);
    }
}

/* RFC 6749 5.2 and 4.1.2.1: error is %x20-21 / %x23-5B / %x5D-7E; ours are plainer still. */
static void wire_names_and_texts_can_be_sent(void)
{
    for (int e = 0; e < ERR_COUNT; e++) {
        const char *wire = err_wire((enum err)e), *text = err_text((enum err)e);
        CHECK(*wire && *text);
        CHECK_INT(strspn(wire, "abcdefghijklmnopqrstuvwxyz_"), strlen(wire));
        CHECK(!strpbrk(text, "\"\\\n"));
    }
}

static void the_names_of_the_specifications(void)
{
    CHECK_STR(err_wire(ERR_INVALID_GRANT), "invalid_grant");
    CHECK_INT(err_status(ERR_INVALID_GRANT), 400);
    CHECK_STR(err_wire(ERR_INVALID_CLIENT), "invalid_client");
    CHECK_INT(err_status(ERR_INVALID_CLIENT), 401);
    CHECK_STR(err_wire(ERR_BUSY), "temporarily_unavailable");
    CHECK_INT(err_status(ERR_BUSY), 503);
}

static void a_shade_looks_like_its_kin(void)
{
    CHECK_STR(err_name(ERR_CODE_EXPIRED), "CODE_EXPIRED");
    CHECK_INT(err_kin(ERR_CODE_EXPIRED), ERR_INVALID_GRANT);
    CHECK_STR(err_wire(ERR_CODE_EXPIRED), "invalid_grant");
    CHECK_INT(err_status(ERR_SECRET_WRONG), 401);
    for (int e = 0; e < ERR_COUNT; e++) {
        enum err kin = err_kin((enum err)e);
        CHECK_INT(err_kin(kin), kin);
        CHECK_STR(err_text((enum err)e), err_text(kin));
        CHECK_INT(err_is_fault((enum err)e), err_is_fault(kin));
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(every_error_is_found_by_its_name),
        CASE(unknown_names_are_not_found),
        CASE(a_shade_looks_like_its_kin),
        CASE(faults_are_ours_and_refusals_the_callers),
        CASE(wire_names_and_texts_can_be_sent),
        CASE(the_names_of_the_specifications),
        {0},
    });
}
