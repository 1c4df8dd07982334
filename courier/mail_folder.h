/*
 * mail_folder - mails as files, for whoever develops on this machine.
 */
#ifndef COURIER_MAIL_FOLDER_H
#define COURIER_MAIL_FOLDER_H
#include "arena.h"
#include "outcome.h"

/* FOLDER/<time>-<id>.eml, whole or not at all, for the owner only.  The folder is made. */
enum outcome mail_folder_put(const char *folder, struct arena *mem, const char *id, int64_t now,
                             struct bytes message, const char **why);

#endif
