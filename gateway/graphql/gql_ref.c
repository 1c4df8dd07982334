#include "gql_ref.h"
#include <string.h>

struct gql_ref gql_ref_of(const char *text)
{
    return (struct gql_ref){text, strlen(text)};
}

bool gql_ref_required(struct gql_ref self)
{
    return self.n > 0 && self.p[self.n - 1] == '!';
}

bool gql_ref_list(struct gql_ref self)
{
    return self.n > 0 && self.p[0] == '[';
}

struct gql_ref gql_ref_inner(struct gql_ref self)
{
    if (gql_ref_required(self))
        return (struct gql_ref){self.p, self.n - 1};
    return gql_ref_list(self) ? (struct gql_ref){self.p + 1, self.n - 2} : self;
}

struct gql_ref gql_ref_element(struct gql_ref self)
{
    return gql_ref_inner(gql_ref_required(self) ? gql_ref_inner(self) : self);
}

const char *gql_ref_text(struct arena *mem, struct gql_ref self)
{
    return arena_strndup(mem, self.p, self.n);
}

const char *gql_ref_name(struct arena *mem, struct gql_ref self)
{
    while (gql_ref_required(self) || gql_ref_list(self))
        self = gql_ref_inner(self);
    return gql_ref_text(mem, self);
}

static bool same(struct gql_ref a, struct gql_ref b)
{
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

bool gql_ref_fits(struct gql_ref variable, struct gql_ref place, bool given)
{
    if (gql_ref_required(place)) {
        if (!gql_ref_required(variable) && !given)
            return false;
        place = gql_ref_inner(place);
    }
    if (gql_ref_required(variable))
        variable = gql_ref_inner(variable);
    if (gql_ref_list(variable) && gql_ref_list(place))
        return gql_ref_fits(gql_ref_element(variable), gql_ref_element(place), false);
    return same(variable, place);
}
