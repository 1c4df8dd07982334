/*
 * confine - the sandbox of each program: which part of the data folder is its own.
 *
 *   bus/            everybody: where services are found
 *   keys/public     everybody, to read
 *   keys/<name>     its own, to read
 *   default/        programs that keep data
 *   its own settings that end in _file (read) or _folder (filled), e.g. courier/mail_folder
 *
 * So the gateway, which speaks with strangers, cannot read the database of a
 * service or another's keys even where all run as one user.  Wherever it runs, a
 * program that falls leaves no copy of its memory behind.
 */
#ifndef BUS_CONFINE_H
#define BUS_CONFINE_H
#include "program.h"

/* After program_begin and before any thread.  Puts up no fence where the setting sandbox/on says
 * so, or in a build that is watched by a sanitizer.  Logs why it cannot. */
enum err program_confine(const struct program *program, bool keeps_data) MUST_CHECK;

#endif
