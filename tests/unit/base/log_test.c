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
        CASE(a_line_is_cut_to_measure),
        {0},
    });
}
