/*
 * rig - a folder with keys, and a small usersvc to call over the real bus.
 *
 * The service does what the id of the person says:
 *   "sleep-300"   answers after 300 ms
 *   "die-first"   the replica of that name ends at once, without an answer
 *   "big-N"       a reply of N bytes
 *   "ask"         asks authsvc, which is not there, before it answers
 *   a password that is set stirs its event stream, which is always empty
 *   anything else is answered at once; sub is the name of the replica; in this process "here"
 */
#ifndef BUS_RIG_H
#define BUS_RIG_H
#include "bus.h"
#include "check.h"
#include "keyring.h"
#include "messages.h"

extern const struct service rig_usersvc;

/* Enters a new data folder with keys for gateway, tokensvc, authsvc, usersvc and admin. */
void rig_folder(void);

struct common_config rig_config(void); /* the defaults, small pools */

struct rig_server {
    struct service_host host;
    struct bus *bus;
};
void rig_serve(struct rig_server *self, const struct common_config *config);
void rig_serve_end(struct rig_server *self);

struct bus *rig_caller(const char *name); /* bus_close */

/* One call of usersvc.person_get (idempotent, class local, 3 s). */
enum err rig_get(struct bus *bus, const char *id, int64_t deadline_ms, char replica[64]);
/* One call of usersvc.password_set (once, class hash, 10 s). */
enum err rig_set(struct bus *bus, const char *id, int64_t deadline_ms);

/* The same program as another process serving usersvc: see rig_main. */
int rig_spawn(const char *name);                          /* pid; returns when it listens */
int rig_spawn_with(const char *name, const char *option); /* returns at once */
int rig_end(int pid, int sig); /* sends, waits; the exit status, or minus the signal */

void rig_sleep(int64_t ms);

/* For main: serves when the program was started by rig_spawn, otherwise runs the cases. */
int rig_main(int argc, char **argv, const struct check *cases);

#endif
