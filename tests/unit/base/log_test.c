#include "check.h"
#include "log.h"
#include <string.h>

static char last[2048];
static int lines;

static void keep(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level;
    strncpy(last, line, sizeof last - 1);
    lines++;
}

static void begin(enum log_level least)
{
    lines = 0;
    last[0] = 0;
    log_setup("test", least);
    log_replace(keep, NULL);
}

static void only_what_is_important_enough_is_written(void)
{
    begin(LOG_WARN);
    log_debug("no");
    log_info("no");
    CHECK_INT(lines, 0);
    log_warn("yes");
    log_error("yes");
    CHECK_INT(lines, 2);
}

static void a_line_stays_one_line(void)
{
    begin(LOG_INFO);
    log_info("a\nb\r\x1b[31m\x7f%s", "\nforged info line");
    CHECK_STR(last, "a?b??[31m??forged info line");
}

static void no_byte_steers_a_terminal(void)
{
    begin(LOG_INFO);
    log_info("a\xc2\x80 b\xc2\x9b"
             "31m c\xc2\x9d d\xc2\x9f"); /* U+0080 … U+009F: C1 */
    CHECK_STR(last, "a?? b??31m c?? d??");
    log_info("\x9b"
             "31m \xff \xc3( \xed\xa0\x80 \xc0\x9b \xf8\x80\x80\x80\x9b"); /* not UTF-8 */
    CHECK_STR(last, "?31m ? ?( ??? ?? ?????");
    log_info("K\xc3\xb6ln \xc2\xa0\xe2\x82\xac \xf0\x9f\x94\x91"); /* and what is stays */
    CHECK_STR(last, "K\xc3\xb6ln \xc2\xa0\xe2\x82\xac \xf0\x9f\x94\x91");
}

static void a_character_that_was_cut_in_two_is_replaced(void)
{
    begin(LOG_INFO);
    log_info("%1022s\xc3\xb6", "");
    CHECK_INT(strlen(last), 1023);
    CHECK_INT(last[1022], '?');
    log_info("%1021s\xc3\xb6", "");
    CHECK_STR(last + 1021, "\xc3\xb6");
}

static void a_line_is_cut_to_measure(void)
{
    begin(LOG_INFO);
    log_info("%5000d", 1);
    CHECK_INT(lines, 1);
    CHECK_INT(strlen(last), 1023);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(only_what_is_important_enough_is_written),
        CASE(a_line_stays_one_line),
        CASE(no_byte_steers_a_terminal),
        CASE(a_character_that_was_cut_in_two_is_replaced),
        CASE(a_line_is_cut_to_measure),
        {0},
    });
}
