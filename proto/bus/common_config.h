/*
 * common_config - the settings that every program reads (common.config.def).
 */
#ifndef BUS_COMMON_CONFIG_H
#define BUS_COMMON_CONFIG_H
#include "config.h"

#define CONFIG CONFIG_MEMBER
struct common_config {
#include "common.config.def"
};
#undef CONFIG

extern const struct config_table common_config_table;

#endif
