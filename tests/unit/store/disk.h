/*
 * disk - what SQLite does to its files, watched and made to fail.
 *
 * The hook is asked before each write and sync of a database or its log and
 * returns SQLITE_OK, or what the disk says instead.  It may itself use another
 * store on the same file.  One hook a program, put in place while no store is
 * open; NULL: none.
 */
#ifndef STORE_DISK_H
#define STORE_DISK_H

enum disk_file { DISK_FILE, DISK_LOG };
enum disk_act { DISK_WRITE, DISK_SYNC };

void disk_watch(int (*hook)(enum disk_file file, enum disk_act act));

#endif
