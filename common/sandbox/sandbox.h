/*
 * sandbox - what a process may still ask of the kernel once it knows what it is for.
 *
 * Whoever takes a process over by a fault in a parser finds two fences:
 *   files  only the paths that were named can be opened or changed (Landlock)
 *   calls  only what syscalls.def lists; what nobody but an intruder wants ends
 *          the process, whatever else is unknown is answered ENOSYS, for which
 *          libraries have another way (seccomp)
 * and that no program it could start gains rights.  None of it can be undone.
 *
 * Put up by the thread that is alone so far; all that come later are inside.
 * Descriptors that are open already stay usable.
 */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H
#include "base.h"

/* A file, or a folder with all that is in it.  One that does not exist is left out. */
struct sandbox_path {
    const char *path;
    bool writable;
};

struct sandbox {
    const struct sandbox_path *paths; /* beside what libraries read of the system */
    size_t n_paths;
};

/* A kernel that lacks one of the fences is warned of in the log; the other stands.  ERR_INTERNAL: a
 * fence that the kernel knows could not be put up; logged. */
enum err sandbox_enter(const struct sandbox *sandbox) MUST_CHECK;

/* From here on this thread can use what memory it has or gets, read and write what is open, and
 * end. Whatever else it asks for ends the process.  No new privileges: the caller has seen to that.
 * ERR_UNAVAILABLE: this kernel has no such fence. */
enum err sandbox_compute(void) MUST_CHECK;

/* False in builds with a sanitizer, which watch the process by means that are refused here. */
bool sandbox_is_possible(void);

#endif
