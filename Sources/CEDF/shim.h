#pragma once
#include <edflib.h>
