#pragma once

// What Swift cannot import: functions of a variable number of arguments, calls whose first argument
// is an enumeration in GNU C, and calls of Linux alone.

#include "calls.h"
#include "files.h"
#include "filesystem.h"
#include "limits.h"
#include "line.h"
