/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The secrets of a job as one text, for a keyring: a dictionary in the text form of GVariant. Pure.
 */
#include "config.h"

#include "bgd-job-secrets.h"

#include "bgd-input.h"

static const struct
{
  BgdAuthTarget target;
  BgdAuthScheme scheme;
  BgdSecretKinds kind;
  const char *key;
} sign_ins[] = {
  { BGD_AUTH_TARGET_SERVER, BGD_AUTH_SCHEME_BASIC, BGD_SECRET_BASIC, "basic" },
  { BGD_AUTH_TARGET_SERVER, BGD_AUTH_SCHEME_DIGEST, BGD_SECRET_DIGEST, "digest" },
  { BGD_AUTH_TARGET_PROXY, BGD_AUTH_SCHEME_BASIC, BGD_SECRET_PROXY_BASIC, "proxy-basic" },
  { BGD_AUTH_TARGET_PROXY, BGD_AUTH_SCHEME_DIGEST, BGD_SECRET_PROXY_DIGEST, "proxy-digest" },
};

/* First file, how many, and what they have in common: mostly all files have the same. */
static GVariant *
pack_addresses (const BgdJob *job)
{
  GVariantBuilder runs = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(uus)"));
  guint first = 0;

  while (first < job->files->len)
    {
      const char *authorization = bgd_job_get_file (job, first)->authorization;
      guint next = first + 1;

      while (next < job->files->len &&
             g_strcmp0 (bgd_job_get_file (job, next)->authorization, authorization) == 0)
        next++;
      if (authorization != NULL)
        g_variant_builder_add (&runs, "(uus)", first, next - first, authorization);
      first = next;
    }

  return g_variant_builder_end (&runs);
}

/**
 * bgd_job_secrets_pack:
 * @job: a job
 *
 * Returns: (transfer full) (nullable): its secrets; NULL if it has none
 */
char *
bgd_job_secrets_pack (const BgdJob *job)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) packed = NULL;

  if (!bgd_job_has_secrets (job))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sign_ins); i++)
    {
      const BgdCredentials *credentials = bgd_job_get_credentials (job, sign_ins[i].target);
      const char *user, *password;

      if (bgd_credentials_get (credentials, sign_ins[i].scheme, &user, &password))
        g_variant_dict_insert (&dict, sign_ins[i].key, "(ss)", user, password);
    }
  if (job->secret_headers != NULL)
    g_variant_dict_insert (&dict, "headers", "^as", job->secret_headers);
  g_variant_dict_insert_value (&dict, "addresses", pack_addresses (job));

  packed = g_variant_ref_sink (g_variant_dict_end (&dict));
  return g_variant_print (packed, FALSE);
}

static void
unpack_credentials (BgdJob *job, GVariantDict *dict)
{
  for (guint i = 0; i < G_N_ELEMENTS (sign_ins); i++)
    {
      const BgdCredentials *before = bgd_job_get_credentials (job, sign_ins[i].target);
      const char *user, *password;

      if ((job->told_secrets & sign_ins[i].kind) != 0 ||
          !g_variant_dict_lookup (dict, sign_ins[i].key, "(&s&s)", &user, &password) ||
          !bgd_credentials_check (sign_ins[i].scheme, user, password, NULL))
        continue;

      bgd_job_take_credentials (job, sign_ins[i].target,
                                bgd_credentials_with (before, sign_ins[i].scheme, user, password));
    }
}

static gboolean
are_headers (const char *const *headers)
{
  const BgdSettings settings = { .headers = headers };

  return bgd_input_check_settings (&settings, NULL);
}

static void
unpack_headers (BgdJob *job, GVariantDict *dict)
{
  g_auto (GStrv) headers = NULL;

  if ((job->told_secrets & BGD_SECRET_HEADERS) != 0 ||
      !g_variant_dict_lookup (dict, "headers", "^as", &headers) ||
      !are_headers ((const char *const *) headers))
    return;

  g_strfreev (job->secret_headers);
  job->secret_headers = g_steal_pointer (&headers);
}

static void
unpack_run (BgdJob *job, guint first, guint count, const char *authorization)
{
  const char *const lines[] = { authorization, NULL };

  if (!are_headers (lines))
    return;

  for (guint i = first; i < job->files->len && i - first < count; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);

      if (file->authorization == NULL)
        file->authorization = g_strdup (authorization);
    }
}

static void
unpack_addresses (BgdJob *job, GVariantDict *dict)
{
  g_autoptr (GVariantIter) runs = NULL;
  const char *authorization;
  guint first, count;

  if ((job->told_secrets & BGD_SECRET_ADDRESSES) != 0 ||
      !g_variant_dict_lookup (dict, "addresses", "a(uus)", &runs))
    return;

  while (g_variant_iter_next (runs, "(uu&s)", &first, &count, &authorization))
    unpack_run (job, first, count, authorization);
}

/**
 * bgd_job_secrets_unpack:
 * @job: a job that a restart has parted from its secrets
 * @text: what bgd_job_secrets_pack() made of it before, or anything else
 *
 * Gives them back to the job, but for those kinds that it was told anew since.
 *
 * Returns: whether @text was understood
 */
gboolean
bgd_job_secrets_unpack (BgdJob *job, const char *text)
{
  g_autoptr (GVariant) packed = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (packed);

  if (packed == NULL)
    return FALSE;

  unpack_credentials (job, &dict);
  unpack_headers (job, &dict);
  unpack_addresses (job, &dict);

  return TRUE;
}
