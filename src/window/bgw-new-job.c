/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans for jobs that do not exist yet. */
#include "config.h"

#include "bgw-new-job.h"

#include "bgw-addresses.h"
#include "bgw-saving.h"

struct _BgwNewJob
{
  char *name; /* (owned) */
  BgJobPriority priority;
  guint64 speed_limit; /* bytes a second; 0: none */
  guint connections;   /* 0: as many as help */
  char **headers;      /* (owned) (nullable) lines; may be secret */
  GPtrArray *files;    /* (owned) of GVariant (owned): what AddFiles takes */
  GBytes *document;    /* (owned) (nullable) a Metalink document that has the files instead */
  char *directory;     /* (owned) (nullable) … and the folder for them */
};

/**
 * bgw_new_job_new:
 * @name: what to call it, 1 to 256 characters
 * @priority: which jobs go first
 *
 * Returns: a plan for a job that does not exist yet
 */
BgwNewJob *
bgw_new_job_new (const char *name, BgJobPriority priority)
{
  BgwNewJob *self = g_new0 (BgwNewJob, 1);

  self->name = g_strdup (name);
  self->priority = priority;
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  return self;
}

void
bgw_new_job_free (BgwNewJob *self)
{
  g_free (self->name);
  g_strfreev (self->headers);
  g_ptr_array_unref (self->files);
  g_clear_pointer (&self->document, g_bytes_unref);
  g_free (self->directory);
  g_free (self);
}

/**
 * bgw_new_job_set_speed_limit:
 * @self: a plan
 * @speed_limit: bytes a second, at least 1,024; 0: none
 */
void
bgw_new_job_set_speed_limit (BgwNewJob *self, guint64 speed_limit)
{
  self->speed_limit = speed_limit;
}

/**
 * bgw_new_job_set_connections:
 * @self: a plan
 * @connections: how many may share one file, 1 to 32; 0: as many as help
 */
void
bgw_new_job_set_connections (BgwNewJob *self, guint connections)
{
  self->connections = connections;
}

/**
 * bgw_new_job_set_headers:
 * @self: a plan
 * @headers: lines “Name: value” for each request
 */
void
bgw_new_job_set_headers (BgwNewJob *self, const char *const *headers)
{
  g_strfreev (self->headers);
  self->headers = g_strdupv ((char **) headers);
}

/**
 * bgw_new_job_add_file:
 * @self: a plan
 * @url: a good address
 * @directory: the folder for the file
 * @file_name: (nullable): its name there; %NULL leaves that to server and address
 * @checksum: (nullable): what bgw_checksum_parse() returned
 */
void
bgw_new_job_add_file (BgwNewJob *self,
                      const char *url,
                      const char *directory,
                      const char *file_name,
                      const char *checksum)
{
  GVariantDict options;
  GVariant *file;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "directory", "^ay", directory);
  if (file_name != NULL)
    g_variant_dict_insert (&options, "name", "s", file_name);
  /* The files of a Metalink document are meant, not the document. */
  g_variant_dict_insert (&options, "follow-metalink", "b", TRUE);
  if (checksum != NULL)
    g_variant_dict_insert (&options, "checksum", "s", checksum);

  file = g_variant_new ("(s@a{sv})", url, g_variant_dict_end (&options));
  g_ptr_array_add (self->files, g_variant_ref_sink (file));
}

/**
 * bgw_new_job_set_document:
 * @self: a plan without files
 * @document: a Metalink document
 * @directory: the folder for its files
 */
void
bgw_new_job_set_document (BgwNewJob *self, GBytes *document, const char *directory)
{
  self->document = g_bytes_ref (document);
  self->directory = g_strdup (directory);
}

GBytes *
bgw_new_job_get_document (const BgwNewJob *self)
{
  return self->document;
}

const char *
bgw_new_job_get_directory (const BgwNewJob *self)
{
  return self->directory;
}

const char *
bgw_new_job_get_name (const BgwNewJob *self)
{
  return self->name;
}

guint
bgw_new_job_get_n_files (const BgwNewJob *self)
{
  return self->files->len;
}

/**
 * bgw_new_job_get_files:
 * @self: a plan
 * @first: the first file of interest
 * @most: how many at most
 *
 * Returns: (transfer floating): what AddFiles takes
 */
GVariant *
bgw_new_job_get_files (const BgwNewJob *self, guint first, guint most)
{
  return g_variant_new_array (G_VARIANT_TYPE ("(sa{sv})"),
                              (GVariant *const *) self->files->pdata + first,
                              MIN (most, self->files->len - first));
}

/**
 * bgw_new_job_get_properties:
 * @self: a plan
 * @auto_complete: whether the files appear although no window is open
 *
 * Returns: (transfer floating): what CreateJob takes
 */
GVariant *
bgw_new_job_get_properties (const BgwNewJob *self, gboolean auto_complete)
{
  GVariantDict properties;

  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "priority", "u", (guint32) self->priority);
  g_variant_dict_insert (&properties, "auto-complete", "b", auto_complete);
  if (self->speed_limit > 0)
    g_variant_dict_insert (&properties, "speed-limit", "t", self->speed_limit);
  if (self->connections > 0)
    g_variant_dict_insert (&properties, "connections", "u", (guint32) self->connections);
  if (self->headers != NULL && *self->headers != NULL)
    g_variant_dict_insert (&properties, "headers", "^as", self->headers);

  return g_variant_dict_end (&properties);
}

/**
 * bgw_new_job_get_address:
 * @self: a plan
 * @index: the number of a file, from 0
 *
 * Returns: its address; may have a password in it
 */
const char *
bgw_new_job_get_address (const BgwNewJob *self, guint index)
{
  const char *address = NULL;

  g_variant_get (self->files->pdata[index], "(&s@a{sv})", &address, NULL);
  return address;
}

/**
 * bgw_new_jobs_for_addresses:
 * @addresses: good addresses
 * @directory: the folder for the files
 * @priority: which jobs go first
 *
 * Returns: (element-type BgwNewJob) (transfer full): a plan for each of @addresses, named after it
 */
GPtrArray *
bgw_new_jobs_for_addresses (const char *const *addresses,
                            const char *directory,
                            BgJobPriority priority)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgw_new_job_free);

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *name = bgw_address_get_name (addresses[i]);
      g_autofree char *folder = bgw_saving_get_directory_for (directory, name);
      BgwNewJob *job = bgw_new_job_new (name, priority);

      bgw_new_job_add_file (job, addresses[i], folder, NULL, NULL);
      g_ptr_array_add (jobs, job);
    }

  return jobs;
}

/**
 * bgw_new_jobs_for_command:
 * @command: a good command
 * @directory: the folder for the files
 *
 * Returns: (element-type BgwNewJob) (transfer full): a plan for each address of @command, with all
 *   that it says of them
 */
GPtrArray *
bgw_new_jobs_for_command (const BgwCommand *command, const char *directory)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgw_new_job_free);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) headers = NULL;
  gboolean single = command->addresses[1] == NULL;

  g_strv_builder_addv (builder, (const char **) command->headers);
  if (command->referrer != NULL)
    {
      g_autofree char *address = NULL;
      g_autofree char *line = NULL;

      bgw_address_check (command->referrer, &address);
      line = g_strconcat ("Referer: ", address, NULL);
      if (address != NULL)
        g_strv_builder_add (builder, line);
    }
  headers = g_strv_builder_end (builder);

  for (guint i = 0; command->addresses[i] != NULL; i++)
    {
      const char *address = command->addresses[i];
      const char *file_name = single ? command->file_name : NULL;
      g_autofree char *name = bgw_address_get_name (address);
      g_autofree char *complete =
          command->user != NULL ? bgw_address_with_user (address, command->user, command->password)
                                : g_strdup (address);
      BgwNewJob *job =
          bgw_new_job_new (file_name != NULL ? file_name : name, BG_JOB_PRIORITY_NORMAL);

      bgw_new_job_set_headers (job, (const char *const *) headers);
      bgw_new_job_add_file (job, complete, directory, file_name, NULL);
      g_ptr_array_add (jobs, job);
    }

  return jobs;
}
