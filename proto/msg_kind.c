#include "msg_kind.h"

const struct msg_kind_row *const msg_kinds[MSG_KINDS] = {
    [MSG_str] = &msg_kind_str,
    [MSG_words] = &msg_kind_words,
    [MSG_int] = &msg_kind_int,
    [MSG_bool] = &msg_kind_bool,
    [MSG_bytes] = &msg_kind_bytes,
    [MSG_maybe_int] = &msg_kind_maybe_int,
    [MSG_maybe_bool] = &msg_kind_maybe_bool,
    [MSG_strs] = &msg_kind_strs,
    [MSG_list] = &msg_kind_list,
    [MSG_nest] = &msg_kind_nest,
};

const char *msg_kind_name(enum msg_kind kind)
{
    return msg_kinds[kind]->name;
}
