/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A local file on its way to a server: what it was when it was given, and its place there. */
#include "config.h"

#include "bgd-cargo.h"

static const char *const protocol_names[] = {
  [BGD_PROTOCOL_AUTO] = "auto",           [BGD_PROTOCOL_PUT] = "put",   [BGD_PROTOCOL_TUS] = "tus",
  [BGD_PROTOCOL_RESUMABLE] = "resumable", [BGD_PROTOCOL_BITS] = "bits",
};

G_STATIC_ASSERT (G_N_ELEMENTS (protocol_names) == BGD_N_PROTOCOLS);

BgdCargo *
bgd_cargo_new (guint64 size, gint64 changed)
{
  BgdCargo *self = g_new0 (BgdCargo, 1);

  self->size = size;
  self->changed = changed;

  return self;
}

void
bgd_cargo_free (BgdCargo *self)
{
  if (self == NULL)
    return;

  bgd_place_clear (&self->place);
  g_free (self);
}

void
bgd_place_copy (BgdPlace *self, const BgdPlace *other)
{
  BgdPlace old = *self;

  *self = (BgdPlace){
    .protocol = other->protocol,
    .resource = g_strdup (other->resource),
    .host = g_strdup (other->host),
    .reply_url = g_strdup (other->reply_url),
    .closing = other->closing,
  };
  bgd_place_clear (&old);
}

/* Nothing is known any more, the protocol neither. */
void
bgd_place_clear (BgdPlace *self)
{
  bgd_place_leave (self);
  self->protocol = BGD_PROTOCOL_AUTO;
}

/* The server has forgotten what it had: the next upload begins anew, with the same protocol. */
void
bgd_place_leave (BgdPlace *self)
{
  g_clear_pointer (&self->resource, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->reply_url, g_free);
  self->closing = FALSE;
}

/* (transfer none): as the property "upload-protocol" has it. */
const char *
bgd_protocol_to_string (BgdProtocol protocol)
{
  g_assert ((guint) protocol < BGD_N_PROTOCOLS);

  return protocol_names[protocol];
}

/* Whether it is a name of one. */
gboolean
bgd_protocol_from_string (const char *name, BgdProtocol *protocol)
{
  for (guint i = 0; i < BGD_N_PROTOCOLS; i++)
    if (g_str_equal (name, protocol_names[i]))
      {
        *protocol = (BgdProtocol) i;
        return TRUE;
      }

  return FALSE;
}
