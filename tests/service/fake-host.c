/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A world turned by hand: nothing happens in it unless the test says so. */
#include "config.h"

#include "fake-host.h"

/* An hour after the machine was started, on a spring day of 2026. */
#define FIRST_MONOTONIC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define FIRST_REAL (G_GINT64_CONSTANT (1778000000) * G_USEC_PER_SEC)

struct _FakeHost
{
  GObject parent_instance;

  gint64 monotonic;
  gint64 real;
  gint64 alarm; /* 0: none */
  double random;
  gboolean online;
  BgdConditions conditions;

  GHashTable *spaces;    /* (owned) folder → BgdSpace (owned) */
  GHashTable *allocated; /* (owned) name of a file → bytes (owned) */
};

static void fake_host_host_init (BgdHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeHost,
                               fake_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BGD_TYPE_HOST, fake_host_host_init))

static gint64
fake_host_get_monotonic (BgdHost *host)
{
  return FAKE_HOST (host)->monotonic;
}

static gint64
fake_host_get_real (BgdHost *host)
{
  return FAKE_HOST (host)->real;
}

static double
fake_host_get_random (BgdHost *host)
{
  return FAKE_HOST (host)->random;
}

static void
fake_host_set_alarm (BgdHost *host, gint64 monotonic)
{
  FAKE_HOST (host)->alarm = monotonic;
}

static gboolean
fake_host_is_online (BgdHost *host)
{
  return FAKE_HOST (host)->online;
}

static void
fake_host_get_conditions (BgdHost *host, const BgdPolicy *policy, BgdConditions *conditions)
{
  *conditions = FAKE_HOST (host)->conditions;
}

static gboolean
fake_host_get_free_space (BgdHost *host, const char *directory, BgdSpace *space)
{
  const BgdSpace *set = g_hash_table_lookup (FAKE_HOST (host)->spaces, directory);
  const BgdSpace plenty = { .device = 1, .size = G_MAXINT64, .free = G_MAXINT64 };

  *space = set != NULL ? *set : plenty;

  return TRUE;
}

static gboolean
fake_host_has_folder (BgdHost *host, const char *directory)
{
  return g_file_test (directory, G_FILE_TEST_IS_DIR);
}

static guint64
fake_host_get_allocated (BgdHost *host, const char *directory, const char *name)
{
  const guint64 *bytes = g_hash_table_lookup (FAKE_HOST (host)->allocated, name);

  return bytes != NULL ? *bytes : 0;
}

static void
fake_host_host_init (BgdHostInterface *iface)
{
  iface->get_monotonic = fake_host_get_monotonic;
  iface->get_real = fake_host_get_real;
  iface->get_random = fake_host_get_random;
  iface->set_alarm = fake_host_set_alarm;
  iface->is_online = fake_host_is_online;
  iface->get_conditions = fake_host_get_conditions;
  iface->get_free_space = fake_host_get_free_space;
  iface->has_folder = fake_host_has_folder;
  iface->get_allocated = fake_host_get_allocated;
}

static void
fake_host_finalize (GObject *object)
{
  FakeHost *self = FAKE_HOST (object);

  g_hash_table_unref (self->spaces);
  g_hash_table_unref (self->allocated);

  G_OBJECT_CLASS (fake_host_parent_class)->finalize (object);
}

static void
fake_host_class_init (FakeHostClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_host_finalize;
}

static void
fake_host_init (FakeHost *self)
{
  self->monotonic = FIRST_MONOTONIC;
  self->real = FIRST_REAL;
  self->random = 0.5;
  self->online = TRUE;
  self->conditions.is_in_hours = TRUE;
  self->spaces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->allocated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

FakeHost *
fake_host_new (void)
{
  return g_object_new (FAKE_TYPE_HOST, NULL);
}

/**
 * fake_host_advance:
 * @self: a host
 * @microseconds: how far both clocks go on, from 0
 *
 * Each alarm that comes due on the way rings at its own time, also one that the alarm before it has
 * set, so that an hour passes as an hour would. One that was due before rings at once.
 */
void
fake_host_advance (FakeHost *self, gint64 microseconds)
{
  gint64 end = self->monotonic + microseconds;

  g_assert_cmpint (microseconds, >=, 0);

  while (self->alarm != 0 && self->alarm <= end)
    {
      gint64 step = MAX (self->alarm - self->monotonic, 0);

      self->monotonic += step;
      self->real += step;
      self->alarm = 0;
      bgd_host_emit_alarm (BGD_HOST (self));
    }

  self->real += end - self->monotonic;
  self->monotonic = end;
}

/* The user turns the clock. The monotonic one does not notice. */
void
fake_host_set_real (FakeHost *self, gint64 real)
{
  self->real = real;
}

void
fake_host_set_random (FakeHost *self, double random)
{
  g_assert_cmpfloat (random, >=, 0.0);
  g_assert_cmpfloat (random, <, 1.0);

  self->random = random;
}

/* Says so even if nothing is different, as real networks do. */
void
fake_host_set_online (FakeHost *self, gboolean online)
{
  self->online = online;
  bgd_host_emit_network_changed (BGD_HOST (self));
}

void
fake_host_set_conditions (FakeHost *self, const BgdConditions *conditions)
{
  self->conditions = *conditions;
  bgd_host_emit_conditions_changed (BGD_HOST (self));
}

/**
 * fake_host_get_alarm:
 *
 * Returns: the monotonic time of the next alarm; 0 if none is set
 */
gint64
fake_host_get_alarm (FakeHost *self)
{
  return self->alarm;
}

/* The file system is as large as it needs to be for the whole reserve. */
void
fake_host_set_free_space (FakeHost *self, const char *directory, guint64 device, guint64 free)
{
  const BgdSpace space = { .device = device, .size = G_MAXINT64, .free = free };

  g_hash_table_insert (self->spaces, g_strdup (directory), g_memdup2 (&space, sizeof space));
}

void
fake_host_set_allocated (FakeHost *self, const char *name, guint64 bytes)
{
  g_hash_table_insert (self->allocated, g_strdup (name), g_memdup2 (&bytes, sizeof bytes));
}
