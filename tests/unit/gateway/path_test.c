/* path_test - paths with segments that stand for any. */
#include "check.h"
#include "path.h"

static void a_segment_stands_for_exactly_one(void)
{
    static const struct {
        const char *pattern, *path;
        bool fits;
    } cases[] = {
        {"/a", "/a", true},           {"/a", "/a/", false},
        {"/a", "/", false},           {"/a/:id", "/a/7", true},
        {"/a/:id", "/a/%2F", true},   {"/a/:id", "/a/", false},
        {"/a/:id", "/a", false},      {"/a/:id", "/a/7/", false},
        {"/a/:id", "/a/7/b", false},  {"/a/:id/b", "/a/7/b", true},
        {"/a/:id/b", "/a//b", false}, {"/a/:id/:part", "/a/7/8", true},
        {"/a:b", "/a:b", true},       {"/a:b", "/a7", false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK(path_fits(cases[i].pattern, cases[i].path) == cases[i].fits);
    CHECK(path_is_pattern("/a/:id"));
    CHECK(!path_is_pattern("/a:b"));
}

static void what_stands_there_is_decoded(void)
{
    const char *why = NULL;

    CHECK_STR(path_segment(check_mem(), "/a/:id/b/:part", "/a/x%20y/b/1+2", "id", &why), "x y");
    CHECK_STR(path_segment(check_mem(), "/a/:id/b/:part", "/a/x%20y/b/1+2", "part", &why), "1+2");
    CHECK_STR(path_segment(check_mem(), "/a/:id", "/a/%zz", "id", &why), NULL);
    CHECK_HAS(why, "hexadecimal");
    CHECK_STR(path_segment(check_mem(), "/a/:id", "/a/%00", "id", &why), NULL);
    CHECK_STR(path_segment(check_mem(), "/a/:id", "/a/%ff", "id", &why), NULL);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_segment_stands_for_exactly_one),
        CASE(what_stands_there_is_decoded),
        {0},
    });
}
