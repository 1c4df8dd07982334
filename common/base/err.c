#include "base.h"
#include <string.h>

static const struct row {
    const char *name, *wire, *text;
    int status;
    bool fault;
    enum err kin; /* of a shade, whose wire, text and status are its kin's; else OK */
} rows[ERR_COUNT] = {
    [OK] = {"OK", "ok", "done", 200, false, OK},
#define REFUSAL(name, wire, status, text) [ERR_##name] = {#name, wire, text, status, false, OK},
#define FAULT(name, wire, status, text) [ERR_##name] = {#name, wire, text, status, true, OK},
#define SHADE(kin, name) [ERR_##name] = {#name, NULL, NULL, 0, false, ERR_##kin},
#include "err.def"
#undef SHADE
#undef FAULT
#undef REFUSAL
};

static const struct row *row(enum err e)
{
    assert((unsigned)e < ERR_COUNT);
    return &rows[e];
}

const char *err_name(enum err e)
{
    return row(e)->name;
}

enum err err_kin(enum err e)
{
    return row(e)->kin ? row(e)->kin : e;
}

const char *err_wire(enum err e)
{
    return row(err_kin(e))->wire;
}

int err_status(enum err e)
{
    return row(err_kin(e))->status;
}

const char *err_text(enum err e)
{
    return row(err_kin(e))->text;
}

bool err_is_fault(enum err e)
{
    return row(e)->fault;
}

bool err_by_name(const char *name, enum err *out)
{
    for (size_t i = 0; i < ERR_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *out = (enum err)i;
            return true;
        }
    }
    return false;
}
