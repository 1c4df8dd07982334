/* Runs every file of a corpus through the target: fuzz_x_replay FOLDER */
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 1 << 20 };

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void run_file(const char *path)
{
    static uint8_t data[LARGEST];
    FILE *f = fopen(path, "rb");

    printf("# %s\n", path);
    fflush(stdout); /* so that a crash comes after the name of its file */
    if (!f)
        abort();
    LLVMFuzzerTestOneInput(data, fread(data, 1, sizeof data, f));
    fclose(f);
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int n = argc == 2 ? scandir(argv[1], &entries, is_visible, alphasort) : -1;

    for (int i = 0; i < n; i++) {
        char *path = xprintf("%s/%s", argv[1], entries[i]->d_name);
        run_file(path);
        free(path);
        free(entries[i]);
    }
    free(entries);
    printf("%d files\n", n);
    return n > 0 ? 0 : 1;
}
