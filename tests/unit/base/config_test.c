#include "check.h"
#include "config.h"
#include <stdio.h>
#include <stdlib.h>

#define ROWS                                                                                       \
    CONFIG(int, shop, doors, "3", 1, 8, "how many doors")                                          \
    CONFIG(bool, shop, open, "false", 0, 1, "people may come in")                                  \
    CONFIG(str, shop, sign, "", 0, 12, "what is written above the door")

#define CONFIG CONFIG_MEMBER
struct shop_config {
    ROWS
};
#undef CONFIG

#define CONFIG CONFIG_ROW
#define CONFIG_OF shop_config
static const struct config_row rows[] = {ROWS};
#undef CONFIG
static const struct config_table table = {rows, ARRAY_LEN(rows)};

static const char *file_with(const char *text)
{
    const char *path = arena_printf(check_mem(), "%s/shop.conf", check_dir());
    FILE *f = fopen(path, "w");

    CHECK(f);
    CHECK(fputs(text, f) >= 0);
    CHECK_INT(fclose(f), 0);
    return path;
}

static struct shop_config loaded(const char *text)
{
    struct shop_config c;
    const char *why = NULL;

    CHECK_OK(config_load(table, file_with(text), check_mem(), &c, &why));
    return c;
}

static void refused(const char *text, const char *names)
{
    struct shop_config c;
    const char *why = NULL;

    CHECK_ERR(config_load(table, file_with(text), check_mem(), &c, &why), ERR_CONFIG);
    CHECK_HAS(why, names);
}

static void without_a_file_the_defaults_hold(void)
{
    struct shop_config c;
    const char *why = NULL;

    CHECK_OK(config_load(table, "/nowhere/at/all", check_mem(), &c, &why));
    CHECK_INT(c.shop_doors, 3);
    CHECK(!c.shop_open);
    CHECK_STR(c.shop_sign, NULL);
}

static void an_empty_file_is_a_file(void)
{
    CHECK_INT(loaded("").shop_doors, 3);
    CHECK_INT(loaded("# nothing yet\n").shop_doors, 3);
}

static void the_file_is_read(void)
{
    struct shop_config c = loaded("shop\n    doors = 8\n    open = true\n    sign = \"Café #1\"\n");

    CHECK_INT(c.shop_doors, 8);
    CHECK(c.shop_open);
    CHECK_STR(c.shop_sign, "Café #1");
}

static void other_sections_are_left_alone(void)
{
    CHECK_INT(loaded("bakery\n    ovens = 9\nshop\n    doors = 2\n").shop_doors, 2);
}

static void in_environment(const char *value)
{
    if (value)
        CHECK_INT(setenv("OSTIARY_SHOP_DOORS", value, 1), 0); /* NOLINT(concurrency-mt-unsafe) */
    else
        CHECK_INT(unsetenv("OSTIARY_SHOP_DOORS"), 0); /* NOLINT(concurrency-mt-unsafe) */
}

static void the_environment_wins(void)
{
    in_environment("5");
    int64_t doors = loaded("shop\n    doors = 8\n").shop_doors;
    in_environment("many");
    struct shop_config c;
    const char *why = NULL;
    enum err e = config_load(table, "/nowhere", check_mem(), &c, &why);
    in_environment(NULL);

    CHECK_INT(doors, 5);
    CHECK_ERR(e, ERR_CONFIG);
    CHECK_HAS(why, "OSTIARY_SHOP_DOORS");
}

static void values_out_of_bounds_are_refused_by_name(void)
{
    refused("shop\n    doors = 0\n", "shop/doors");
    refused("shop\n    doors = 9\n", "an integer from 1 to 8");
    refused("shop\n    doors = 3x\n", "shop/doors = \"3x\"");
    refused("shop\n    open = yes\n", "true or false");
    refused("shop\n    sign = \"far too long a sign\"\n", "0 to 12 bytes");
}

static void a_misspelt_name_is_not_passed_over(void)
{
    refused("shop\n    dors = 3\n", "shop/dors is not a setting");
    refused("shop\n    doors = 3\n    doors = 4\n", "shop/doors is set twice");
    refused("shop\n    doors = 3\nshop\n    open = true\n", "section shop is there twice");
}

static void a_file_that_is_no_configuration_is_refused(void)
{
    refused("shop\n   doors = 3\n", "zconfig form");
    refused("shop\n    sign = \"no end\n", "zconfig form");
}

static void help_names_every_row(void)
{
    struct buf out;

    buf_init(&out, check_mem(), 256);
    config_help(table, &out);
    CHECK_HAS(buf_text(&out), "shop/doors");
    CHECK_HAS(buf_text(&out), "an integer from 1 to 8; default \"3\"");
    CHECK_HAS(buf_text(&out), "OSTIARY_SHOP_SIGN");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(without_a_file_the_defaults_hold),
        CASE(an_empty_file_is_a_file),
        CASE(the_file_is_read),
        CASE(other_sections_are_left_alone),
        CASE(the_environment_wins),
        CASE(values_out_of_bounds_are_refused_by_name),
        CASE(a_misspelt_name_is_not_passed_over),
        CASE(a_file_that_is_no_configuration_is_refused),
        CASE(help_names_every_row),
        {0},
    });
}
