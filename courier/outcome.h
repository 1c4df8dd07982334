/*
 * outcome - how one try to send something ended.
 */
#ifndef COURIER_OUTCOME_H
#define COURIER_OUTCOME_H
#include "base.h"

enum outcome {
    OUTCOME_SENT,
    OUTCOME_FAILED, /* it may work another time */
    OUTCOME_REFUSED /* it will not */
};

#endif
