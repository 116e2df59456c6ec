/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job asks for one of its files, and which way: what is for one server alone goes to no
 * other. */
#include "config.h"

#include "bgd-run-request.h"

#include "bgd-address.h"
#include "bgd-sink-names.h"

void
bgd_run_routes_clear (BgdRunRoutes *self)
{
  g_clear_pointer (&self->route, bgd_route_unref);
  g_clear_pointer (&self->bare_route, bgd_route_unref);
}

/**
 * bgd_run_routes_renew:
 * @self: all zero, or the ways of the last time
 * @route: of a job: its owner, or people for all jobs, may have said otherwise since
 */
void
bgd_run_routes_renew (BgdRunRoutes *self, const BgdRoute *route)
{
  if (bgd_route_is_frozen (route, self->route))
    return;

  bgd_run_routes_clear (self);
  self->route = bgd_route_freeze (route);
  self->bare_route = bgd_route_freeze (route);
  if (self->bare_route != NULL && self->bare_route->client_certificate != NULL)
    bgd_route_set_client_certificate (self->bare_route, NULL);
}

/* They may be secrets, and are for the server that the owner had in mind. */
static gboolean
may_have_headers (const BgdFile *file)
{
  return !file->without_headers &&
         (file->headers_url == NULL || bgd_address_is_same_server (file->url, file->headers_url));
}

static char **
headers_of (const BgdJob *job, const BgdFile *file)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has_headers = may_have_headers (file);

  if (job->headers != NULL && has_headers)
    g_strv_builder_addv (builder, (const char **) job->headers);
  if (job->secret_headers != NULL && has_headers)
    g_strv_builder_addv (builder, (const char **) job->secret_headers);
  if (file->authorization != NULL)
    g_strv_builder_add (builder, file->authorization);

  return g_strv_builder_end (builder);
}

/* Of the reply, if it is whole and nothing but the end of its upload is missing. */
static guint64
get_reply_bytes (const BgdFile *upload, const BgdFile *reply)
{
  return reply != NULL && upload->cargo != NULL && upload->cargo->place.closing &&
                 bgd_sink_names_has_in (reply->directory, reply->part_name)
             ? reply->bytes_total
             : BG_SIZE_UNKNOWN;
}

/**
 * bgd_run_request:
 * @routes: of the job, from now on
 * @job: a job
 * @file: a file of it that waits
 * @bucket: the speed of all its files together
 * @size_limit: bytes that the file may have; or %BG_SIZE_UNKNOWN
 *
 * Returns: (transfer full): what brings the file, at rest
 */
BgdTransfer *
bgd_run_request (
    BgdRunRoutes *routes, BgdJob *job, BgdFile *file, BgdBucket *bucket, guint64 size_limit)
{
  bgd_run_routes_renew (routes, job->route);

  const char *method = bgd_job_get_method (job);
  gboolean is_dynamic = job->dynamic_content || method != NULL; /* nobody has the rest of it */
  g_auto (GStrv) headers = headers_of (job, file);
  const BgdFile *reply = bgd_job_get_reply (job);
  const BgdUploadRequest upload = {
    .cargo = file->cargo,
    .protocol = job->upload_protocol,
    .method = method,
    .reply_directory = reply != NULL ? reply->directory : NULL,
    .reply_part_name = reply != NULL ? reply->part_name : NULL,
    .reply_bytes = get_reply_bytes (file, reply),
  };
  const BgdTransferRequest request = {
    .url = file->url,
    .method = method,
    .mirrors = is_dynamic ? NULL : (const char *const *) file->mirrors,
    .headers = (const char *const *) headers,
    .credentials = may_have_headers (file) ? job->credentials : NULL,
    .route = may_have_headers (file) ? routes->route : routes->bare_route,
    .directory = file->directory,
    .part_name = file->part_name,
    .name = file->cargo != NULL ? file->name : file->wanted_name,
    .upload = file->cargo != NULL ? &upload : NULL,
    .checksum = file->checksum,
    .size = file->wanted_size,
    .size_limit = size_limit,
    .ranges = file->ranges,
    .pieces = is_dynamic ? NULL : file->pieces,
    .bytes_total = file->bytes_total,
    .done = file->done,
    .validators = &file->validators,
    .is_moved = file->is_moved,
    .is_dynamic = is_dynamic,
    .connections = job->connections,
    .tag = file,
    .bucket = bucket,
  };

  return bgd_transfer_new (&request);
}
