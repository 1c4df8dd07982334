/*
 * template - pages as HTML with holes, and the one place where text becomes HTML.
 *
 *   {{name}}                 the text, escaped
 *   {{#name}} … {{/name}}    if there is such a text; once for each row of a list
 *   {{^name}} … {{/name}}    if there is none
 *   {{@key}}                 a text of the catalogues (texts.h); its holes are filled by name
 *   {{@key strong}}          the same, with what fills a hole inside that element
 *
 * There is no way to insert text unescaped.  Escaping is right for element
 * content and for attribute values in quotes; templates have no other holes.
 * Templates are part of the program, so a fault in one aborts.
 */
#ifndef GATEWAY_TEMPLATE_H
#define GATEWAY_TEMPLATE_H
#include "buf.h"
#include "texts.h"

struct slots;
struct slot {
    const char *name;
    const char *text;         /* NULL or "": absent */
    const struct slots *rows; /* a list instead of a text */
    size_t n_rows;
};
struct slots {
    const struct slot *v;
    size_t n;
};

/* Inside a list, names of the row hide those outside.  A name that is in neither is absent. */
void template_render(struct buf *out, const char *html, const struct slots *data,
                     enum language language);

#endif
