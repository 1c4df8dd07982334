#include "key.h"
#include "embed.h"
#include <string.h>

EMBED(account_key_html, EMBED_DIR "/pages/account_key.html");

const char *key_kind(struct exchange *x, const char *dialect)
{
    static const struct {
        const char *dialect;
        enum text words;
    } known[] = {
        {"standard", TEXT_key_kind_standard},
        {"tachi", TEXT_key_kind_tachi},
        {"opencollective", TEXT_key_kind_opencollective},
    };

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].dialect, dialect) == 0)
            return page_text(x, known[i].words);
    }
    return dialect;
}

void key_show(struct exchange *x, const struct api_key_secret_reply *key)
{
    const struct slot slots[] = {
        {"name", key->key->name, NULL, 0},
        {"secret", key->secret, NULL, 0},
        {"kept", key->key->secret_kept ? "kept" : NULL, NULL, 0},
    };

    account_answer(x, OK,
                   &(struct page){.title = TEXT_key_here,
                                  .html = account_key_html,
                                  .slots = {slots, ARRAY_LEN(slots)},
                                  .back = "/account/keys"});
}
