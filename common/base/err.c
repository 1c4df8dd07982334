#include "base.h"
#include <string.h>

static const struct row {
    const char *name, *wire, *text;
    int status;
    bool fault;
} rows[ERR_COUNT] = {
    [OK] = {"OK", "ok", "done", 200, false},
#define REFUSAL(name, wire, status, text) [ERR_##name] = {#name, wire, text, status, false},
#define FAULT(name, wire, status, text) [ERR_##name] = {#name, wire, text, status, true},
#include "err.def"
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

const char *err_wire(enum err e)
{
    return row(e)->wire;
}

int err_status(enum err e)
{
    return row(e)->status;
}

const char *err_text(enum err e)
{
    return row(e)->text;
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
