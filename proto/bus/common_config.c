#include "common_config.h"

#define CONFIG CONFIG_ROW
#define CONFIG_OF common_config
static const struct config_row rows[] = {
#include "common.config.def"
};
#undef CONFIG

const struct config_table common_config_table = {rows, ARRAY_LEN(rows)};
