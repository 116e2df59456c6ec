/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait after a failure, and when to give up. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGD_RETRY_MAXIMUM 3600 /* seconds: the doubling ends here, unless the job asks for more */
#define BGD_RETRY_AFTER_MAXIMUM 86400 /* seconds: a server that asks for more gets a day */

#define BGD_RETRY_SPACE_MAXIMUM 60 /* seconds: to look at the disk costs nobody anything */

/* In microseconds, like the clock that it is added to. */
GTimeSpan bgd_retry_delay (guint failures, guint base, guint retry_after, double random);
GTimeSpan bgd_retry_delay_for_space (guint failures, guint base, double random);
gboolean bgd_retry_is_over (gint64 no_progress_since,
                            guint no_progress_timeout,
                            guint minimum_retry_delay,
                            gint64 now);

G_END_DECLS
