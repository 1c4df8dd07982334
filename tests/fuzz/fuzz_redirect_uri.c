#include "fuzz.h"
#include "redirect_uri.h"
#include "words.h"
#include <string.h>

/* Two lines: a URI to register, and one that is asked for. */
void fuzz_one(struct arena *mem, struct bytes in)
{
    const char *text = (const char *)in.p;
    const char *registered = arena_strndup(mem, text, strcspn(text, "\n"));
    const char *asked = text + strlen(registered) + (text[strlen(registered)] == '\n');
    const struct strs one = {&registered, 1};

    redirect_uri_judge_page(registered);
    if (redirect_uri_judge(registered))
        return;
    assert(words_valid(registered, strlen(registered))); /* as it is stored */
    assert(!strpbrk(registered, "#\\\"<> "));
    assert(redirect_uri_registered(&one, registered, false));

    /* Whatever equals it may be registered too, and differs at most in the port. */
    if (!redirect_uri_registered(&one, asked, true))
        return;
    assert(!redirect_uri_judge(asked));
    assert(strcmp(registered, asked) == 0 || strncmp(asked, "http://", strlen("http://")) == 0);
}
