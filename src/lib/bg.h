/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All of the library: include this. */
#pragma once

#include <bg-enums.h>
#include <bg-error.h>
#include <bg-file.h>
#include <bg-hours.h>
#include <bg-job-error.h>
#include <bg-job-progress.h>
#include <bg-job-reply-progress.h>
#include <bg-job.h>
#include <bg-manager.h>
#include <bg-ranges.h>
#include <bg-segments.h>
