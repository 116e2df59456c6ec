/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From libsoup's words to ours: headers become a BgdAnswer, errors become BG_ERROR. */
#pragma once

#include <libsoup/soup.h>

#include "bgd-answer.h"
#include "bgd-route.h"

G_BEGIN_DECLS

BgdAnswer *bgd_http_answer_new (SoupMessage *message, GInputStream *body);
GError *bgd_http_answer_error (SoupMessage *message, const BgdRoute *route, const GError *error);

G_END_DECLS
