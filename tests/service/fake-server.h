/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web server that misbehaves on demand, in threads of its own, on 127.0.0.1. */
#pragma once

#include <gio/gio.h>
#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct _FakeServer FakeServer;

/* What came in. */
typedef struct
{
  guint number;        /* from 0, in the order of arrival */
  guint connection;    /* likewise */
  char *path;          /* (owned) with the query */
  char *version;       /* (owned) "HTTP/1.1" */
  char *protocol;      /* (owned) (nullable) what TLS agreed upon */
  GHashTable *headers; /* (owned) name in lower case → value */
} FakeRequest;

/* What goes out. All zero is an empty file and a server that behaves. */
typedef struct
{
  guint64 size;              /* of the file */
  guint seed;                /* another one: other bytes */
  const char *etag;          /* (nullable) with its quotes */
  const char *last_modified; /* (nullable) */
  const char *headers;       /* (nullable) more lines, each with its \r\n */
  const char *prelude;       /* (nullable) whole heads that come before */
  const char *reason;        /* (nullable) after the status */

  guint status;           /* other than 0: this one, with a short body, unless it is 200 or 206 */
  const char *location;   /* (nullable) goes with it */
  gboolean ignores_range; /* 200 and everything */
  gboolean ignores_if_range;
  gboolean no_length; /* neither length nor chunks: the end of the connection is the end */
  gboolean chunked;
  gboolean closes;           /* says "Connection: close", and does */
  gint64 length_lie;         /* is added to Content-Length */
  const char *content_range; /* (nullable) instead of the right one */
  gint64 start_slip;         /* a part begins so far from where it should, and says so */
  gint64 total_lie;          /* is added to what Content-Range says of the size */
  gboolean overlong;         /* a part goes to the end of the file, wherever it should end */
  guint64 start_shift;       /* sends bytes from further on than it says */
  guint64 part_limit;        /* other than 0: a part is not longer */
  guint64 surplus;           /* bytes after the end of the body */

  gboolean cuts;   /* after cut_at bytes of the body the connection is closed */
  gboolean resets; /* with a bang */
  guint64 cut_at;
  gboolean stalls; /* after stall_at bytes nothing comes any more */
  guint64 stall_at;
  _Atomic guint64 *sent; /* (nullable) counts the bytes of bodies that go out */
  guint64 sent_limit;    /* other than 0: when *sent is there the connection is closed */
  gboolean mute;         /* not even an answer comes */
  guint rate;            /* bytes in a second; 0: as many as possible */
  const char *raw;       /* (nullable) this instead of an answer, and closed */
  gsize raw_length;      /* of raw; 0: up to its NUL */
} FakeAnswer;

/* Called in a thread of the server for each request; changes the answer. */
typedef void (*FakeScript) (const FakeRequest *request, FakeAnswer *answer, gpointer user_data);

FakeServer *fake_server_new (const FakeAnswer *answer);
FakeServer *fake_server_new_tls (const FakeAnswer *answer, GTlsCertificate *certificate);
void fake_server_free (FakeServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

void fake_server_set_answer (FakeServer *self, const FakeAnswer *answer);
void fake_server_set_script (FakeServer *self, FakeScript script, gpointer user_data);
guint16 fake_server_get_port (FakeServer *self);
char *fake_server_get_url (FakeServer *self, const char *path);

guint fake_server_count_requests (FakeServer *self);
const FakeRequest *fake_server_get_request (FakeServer *self, guint number);
const char *fake_request_get (const FakeRequest *self, const char *name);

G_END_DECLS
