#include "check.h"
#include "file.h"
#include "secret.h"
#include "text.h"
#include <stdio.h>
#include <string.h>

static const char *file_with(const char *text)
{
    const char *path = arena_printf(check_mem(), "%s/it", check_dir());
    FILE *f = fopen(path, "w");

    CHECK(f);
    CHECK(fputs(text, f) >= 0);
    CHECK_INT(fclose(f), 0);
    return path;
}

static void a_file_is_read_as_a_whole(void)
{
    struct bytes out;

    CHECK_OK(file_read(file_with("seven b"), 7, check_mem(), &out));
    CHECK_BYTES(out, bytes_of("seven b"));
    CHECK_INT(out.p[out.n], 0);
}

static void an_empty_file_is_empty_not_absent(void)
{
    struct bytes out = {NULL, 1};

    CHECK_OK(file_read(file_with(""), 7, check_mem(), &out));
    CHECK_INT(out.n, 0);
    CHECK(out.p);
}

static void one_byte_too_many_is_refused(void)
{
    struct bytes out;

    CHECK_ERR(file_read(file_with("eight by"), 7, check_mem(), &out), ERR_TOO_LARGE);
}

static void what_is_not_there_or_no_file_is_told_apart(void)
{
    struct bytes out;

    CHECK_ERR(file_read("/nowhere/at/all", 7, check_mem(), &out), ERR_NOT_FOUND);
    CHECK_ERR(file_read(check_dir(), 7, check_mem(), &out), ERR_STORAGE);
}

static void a_large_file_is_summed_up(void)
{
    struct bytes sum;
    int64_t size = 0;

    CHECK_OK(file_digest(file_with("abc"), check_mem(), &sum, &size)); /* FIPS 180-4, example */
    CHECK_STR(text_hex(check_mem(), sum),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_INT(size, 3);
    char *large = arena_alloc(check_mem(), 100001);
    CHECK_OK(file_digest(file_with(memset(large, 'a', 100000)), check_mem(), &sum, &size));
    CHECK_BYTES(sum, secret_digest(check_mem(), bytes_of(large)));
    CHECK_INT(size, 100000);
    CHECK_ERR(file_digest("/nowhere/at/all", check_mem(), &sum, &size), ERR_NOT_FOUND);
    CHECK_ERR(file_digest(check_dir(), check_mem(), &sum, &size), ERR_STORAGE);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_file_is_read_as_a_whole),
        CASE(an_empty_file_is_empty_not_absent),
        CASE(one_byte_too_many_is_refused),
        CASE(what_is_not_there_or_no_file_is_told_apart),
        CASE(a_large_file_is_summed_up),
        {0},
    });
}
