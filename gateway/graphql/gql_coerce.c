#include "gql_coerce.h"
#include "gql_parse.h"
#include <string.h>

static const struct gql_value *say(const struct gql_coerce *self, const struct gql_value *v,
                                   const char *name, const char *fault)
{
    gql_errors_say(self->errors, self->code, v->at, "\"%s\" %s", name, fault);
    return NULL;
}

static const struct gql_value *wrong(const struct gql_coerce *self, struct gql_ref ref,
                                     const struct gql_value *v, const char *name)
{
    return say(self, v, name,
               arena_printf(self->mem, "must be of the type %s", gql_ref_text(self->mem, ref)));
}

/* A copy that may be changed and put into another list. */
static struct gql_value *copy(const struct gql_coerce *self, const struct gql_value *v)
{
    struct gql_value *out = arena_alloc(self->mem, sizeof *out);

    *out = *v;
    out->next = NULL;
    return out;
}

/* -- variables ------------------------------------------------------------------------------------
 */

/* A variable where ref is wanted, while the document is checked. */
static const struct gql_value *check_variable(const struct gql_coerce *self, struct gql_ref ref,
                                              const struct gql_value *v, bool has_default)
{
    size_t i = 0;

    for (const struct gql_variable *d = self->declared; d; d = d->next, i++) {
        if (strcmp(d->name, v->text) != 0)
            continue;
        self->used[i] = true;
        bool given = has_default || (d->fallback && d->fallback->kind != GQL_NULL);
        if (gql_ref_fits(gql_ref_of(d->ref), ref, given))
            return v;
        gql_errors_say(self->errors, self->code, v->at,
                       "$%s is of the type %s, and %s is wanted here", d->name, d->ref,
                       gql_ref_text(self->mem, ref));
        return NULL;
    }
    gql_errors_say(self->errors, self->code, v->at, "there is no variable $%s in this operation",
                   v->text);
    return NULL;
}

/* -- one value ------------------------------------------------------------------------------------
 */

static const struct gql_value *coerce(const struct gql_coerce *self, struct gql_ref ref,
                                      const struct gql_value *v, const char *name);

static bool plain_fits(const char *type, const struct gql_value *v)
{
    if (strcmp(type, "Int") == 0)
        return v->kind == GQL_INT && v->number >= INT32_MIN && v->number <= INT32_MAX;
    if (strcmp(type, "Float") == 0)
        return v->kind == GQL_INT || v->kind == GQL_FLOAT;
    if (strcmp(type, "Boolean") == 0)
        return v->kind == GQL_BOOLEAN;
    if (strcmp(type, "ID") == 0 && v->kind == GQL_INT)
        return true;
    return v->kind == GQL_STRING;
}

static const struct gql_value *coerce_scalar(const struct gql_coerce *self,
                                             const struct gql_type *type, struct gql_ref ref,
                                             const struct gql_value *v, const char *name)
{
    const char *why = NULL;

    if (!plain_fits(type->name, v))
        return wrong(self, ref, v, name);
    struct gql_value *out = copy(self, v);
    if (!type->accept)
        return out;
    out->text = type->accept(self->mem, v->text, &why);
    return out->text ? out : say(self, v, name, why);
}

static const struct gql_value *coerce_enum(const struct gql_coerce *self,
                                           const struct gql_type *type, struct gql_ref ref,
                                           const struct gql_value *v, const char *name)
{
    if (v->kind != GQL_ENUM && !(v->foreign && v->kind == GQL_STRING))
        return wrong(self, ref, v, name);
    if (!gql_schema_has_value(self->schema, type->name, v->text))
        return say(self, v, name,
                   arena_printf(self->mem, "must be a value of %s, and \"%.64s\" is none",
                                type->name, v->text));
    struct gql_value *out = copy(self, v);
    out->kind = GQL_ENUM;
    return out;
}

static const struct gql_value *coerce_object(const struct gql_coerce *self,
                                             const struct gql_type *type, struct gql_ref ref,
                                             const struct gql_value *v, const char *name)
{
    if (v->kind != GQL_OBJECT)
        return wrong(self, ref, v, name);
    struct gql_value *out = copy(self, v);
    const struct gql_inputs members = {type->name, NULL, name, v->at, v->first};
    bool fine = gql_coerce_inputs(self, &members, &out->first);
    return fine ? out : NULL;
}

static const struct gql_value *coerce_list(const struct gql_coerce *self, struct gql_ref ref,
                                           const struct gql_value *v, const char *name)
{
    const struct gql_ref inner = gql_ref_element(ref);
    struct gql_value *out = copy(self, v);
    const struct gql_value **end = &out->first;

    out->kind = GQL_LIST;
    out->first = NULL;
    for (const struct gql_value *e = v->kind == GQL_LIST ? v->first : v; e; e = e->next) {
        const struct gql_value *fit = coerce(self, inner, e, name);
        if (!fit)
            return NULL;
        struct gql_value *element = copy(self, fit);
        *end = element;
        end = &element->next;
        if (v->kind != GQL_LIST) /* one stands for a list of one */
            break;
    }
    return out;
}

static const struct gql_value *coerce_named(const struct gql_coerce *self, struct gql_ref ref,
                                            const struct gql_value *v, const char *name)
{
    const struct gql_type *type = gql_schema_type(
        self->schema, gql_ref_name(self->mem, ref)); /* of the tables: it is there */

    if (type->kind == GQL_TYPE_INPUT)
        return coerce_object(self, type, ref, v, name);
    if (type->kind == GQL_TYPE_ENUM)
        return coerce_enum(self, type, ref, v, name);
    return coerce_scalar(self, type, ref, v, name);
}

static const struct gql_value *coerce(const struct gql_coerce *self, struct gql_ref ref,
                                      const struct gql_value *v, const char *name)
{
    static const struct gql_value null = {.kind = GQL_NULL, .text = "null"};

    if (v->kind == GQL_VARIABLE && self->checking)
        return check_variable(self, ref, v, false);
    if (v->kind == GQL_VARIABLE) { /* it was coerced itself; the check saw that it fits */
        v = gql_member(self->variables, v->text);
        if (!v)
            v = &null;
        return v->kind == GQL_NULL && gql_ref_required(ref) ? say(self, v, name, "must not be null")
                                                            : v;
    }
    if (v->kind == GQL_NULL)
        return gql_ref_required(ref) ? say(self, v, name, "must not be null") : v;
    if (gql_ref_required(ref))
        ref = gql_ref_inner(ref);
    return gql_ref_list(ref) ? coerce_list(self, ref, v, name) : coerce_named(self, ref, v, name);
}

const struct gql_value *gql_coerce_value(const struct gql_coerce *self, const char *ref,
                                         const struct gql_value *v, const char *name)
{
    return coerce(self, gql_ref_of(ref), v, name);
}

/* -- arguments and members ------------------------------------------------------------------------
 */

static bool names_fit(const struct gql_coerce *self, const struct gql_inputs *of)
{
    bool fine = true;

    for (const struct gql_value *v = of->given; v; v = v->next) {
        const char *fault = NULL;
        if (!gql_schema_input(self->schema, of->type, of->field, v->name))
            fault = "is not there in";
        else if (gql_member(of->given, v->name) != v)
            fault = "stands twice in";
        if (fault)
            gql_errors_say(self->errors, self->code, v->at, "\"%.64s\" %s \"%s\"", v->name, fault,
                           of->within);
        fine = fine && !fault;
    }
    return fine;
}

/* The value that is there, or a variable's that has one; NULL: absent. */
static const struct gql_value *present(const struct gql_coerce *self, const struct gql_value *v)
{
    if (v && v->kind == GQL_VARIABLE && !self->checking && !gql_member(self->variables, v->text))
        return NULL;
    return v;
}

/* *out: NULL if it is absent, which may be fine. */
static bool coerce_input(const struct gql_coerce *self, const struct gql_input *in,
                         const struct gql_inputs *of, const struct gql_value **out)
{
    const char *name =
        in->field ? in->name : arena_printf(self->mem, "%s.%s", of->within, in->name);
    const struct gql_value *v = present(self, gql_member(of->given, in->name));

    *out = NULL;
    if (v && v->kind == GQL_VARIABLE && self->checking) {
        *out = check_variable(self, gql_ref_of(in->ref), v, in->fallback != NULL);
        return *out;
    }
    if (!v && in->fallback)
        v = gql_parse_constant(self->mem, in->fallback);
    if (!v && gql_ref_required(gql_ref_of(in->ref))) {
        gql_errors_say(self->errors, self->code, of->at, "\"%s\" is missing: it has the type %s",
                       name, in->ref);
        return false;
    }
    if (!v)
        return true;
    *out = coerce(self, gql_ref_of(in->ref), v, name);
    return *out;
}

static bool is_of(const struct gql_input *in, const struct gql_inputs *of)
{
    return strcmp(in->type, of->type) == 0 && !in->field == !of->field &&
           (!of->field || strcmp(in->field, of->field) == 0);
}

bool gql_coerce_inputs(const struct gql_coerce *self, const struct gql_inputs *of,
                       const struct gql_value **out)
{
    bool fine = names_fit(self, of);
    const struct gql_input *in;
    const struct gql_value *v = NULL;

    *out = NULL;
    for (size_t i = 0; (in = gql_schema_input_at(self->schema, i)); i++) {
        if (!is_of(in, of))
            continue;
        if (!coerce_input(self, in, of, &v)) {
            fine = false;
        } else if (v) {
            struct gql_value *member = copy(self, v);
            member->name = in->name;
            *out = member;
            out = &member->next;
        }
    }
    return fine;
}

bool gql_coerce_variables(const struct gql_coerce *self, const struct gql_value *sent,
                          const struct gql_value **out)
{
    bool fine = true;

    *out = NULL;
    for (const struct gql_variable *d = self->declared; d; d = d->next) {
        const struct gql_value *v = gql_member(sent, d->name);
        const char *name = arena_printf(self->mem, "$%s", d->name);
        if (!v)
            v = d->fallback;
        if (!v && gql_ref_required(gql_ref_of(d->ref))) {
            gql_errors_say(self->errors, self->code, d->at, "\"%s\" is missing: it has the type %s",
                           name, d->ref);
            fine = false;
        }
        if (!v)
            continue;
        v = gql_coerce_value(self, d->ref, v, name);
        fine = fine && v;
        if (!v)
            continue;
        struct gql_value *value = copy(self, v);
        value->name = d->name;
        *out = value;
        out = &value->next;
    }
    return fine;
}
