/*
 * sandbox_inside - the two fences; for sandbox.c alone.
 *
 * ERR_UNAVAILABLE: this kernel, or the container's own rules, know nothing of it.
 */
#ifndef SANDBOX_SANDBOX_INSIDE_H
#define SANDBOX_SANDBOX_INSIDE_H
#include "sandbox.h"

enum err sandbox_files(const struct sandbox *sandbox) MUST_CHECK;
enum err sandbox_calls(void) MUST_CHECK;

#endif
