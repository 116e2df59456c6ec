/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the dialog Add Download in which addresses are typed and pasted. */
#include "config.h"

#include "bgw-address-field.h"

#include <glib/gi18n.h>

#include "bgw-intake.h"
#include "bgw-lines.h"

/* More addresses than this are not shown one by one. */
#define MAX_LINES 1000

/* Longer text than this, in bytes, is not shown before it was read. */
#define MAX_TEXT (64 * 1024)

struct _BgwAddressField
{
  AdwPreferencesGroup parent_instance;

  BgwLines *lines;     /* (owned) what is in the text field */
  char **held;         /* (owned) (nullable) so many addresses that they are not shown there */
  GHashTable *secrets; /* (owned) lines with passwords, by what is shown of them */
  gboolean expand;     /* patterns stand for many addresses */
  gboolean inserting;  /* we are putting text into the field */

  GtkWidget *text_card;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkWidget *held_list;
  AdwActionRow *held_row;
  GtkWidget *held_button;
  GtkLabel *problems;
};

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_COMMAND,
} BgwAddressFieldSignal;

static guint signals[SIGNAL_COMMAND + 1];

G_DEFINE_FINAL_TYPE (BgwAddressField, bgw_address_field, ADW_TYPE_PREFERENCES_GROUP)

static void
show_problem (BgwAddressField *self, const char *text)
{
  gtk_label_set_label (self->problems, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problems), text != NULL);
}

/* The line in which somebody is typing; -1 if nobody is. */
static int
cursor_line (BgwAddressField *self)
{
  GtkTextIter cursor;

  if (!gtk_widget_has_focus (GTK_WIDGET (self->text_view)))
    return -1;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_get_line (&cursor);
}

static char *
get_text (BgwAddressField *self)
{
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  return gtk_text_buffer_get_text (self->buffer, &begin, &end, FALSE);
}

static void
read_lines (BgwAddressField *self)
{
  g_autofree char *text = get_text (self);

  g_clear_pointer (&self->lines, bgw_lines_free);
  self->lines = bgw_lines_read (text, cursor_line (self), self->expand, self->secrets);
  show_problem (self, self->lines->problems);
}

static void
emit_changed (BgwAddressField *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_text_changed (BgwAddressField *self)
{
  read_lines (self);
  emit_changed (self);
}

/* Text of ours is put in as it is. */
static void
insert (BgwAddressField *self, GtkTextIter *at, const char *text)
{
  g_autofree char *shown = bgw_lines_hide_secrets (text, self->secrets);

  self->inserting = TRUE;
  gtk_text_buffer_insert (self->buffer, at, shown, -1);
  self->inserting = FALSE;
}

static void
set_text (BgwAddressField *self, const char *text)
{
  GtkTextIter begin, end;

  gtk_text_buffer_set_text (self->buffer, "", 0);
  gtk_text_buffer_get_start_iter (self->buffer, &begin);
  insert (self, &begin, text);
  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  gtk_text_buffer_select_range (self->buffer, &end, &begin);
}

static void
append_text (BgwAddressField *self, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (!gtk_text_iter_starts_line (&end))
    insert (self, &end, "\n");
  insert (self, &end, text);
}

/* Takes @addresses. */
static void
set_held (BgwAddressField *self, char **addresses)
{
  g_autofree char *text = NULL;
  guint count = addresses != NULL ? g_strv_length (addresses) : 0;

  g_strfreev (self->held);
  self->held = addresses;
  gtk_widget_set_visible (self->held_list, count > 0);
  gtk_widget_set_visible (self->text_card, count == 0);

  if (count > 0)
    {
      text = bgw_lines_describe (count, addresses[0], addresses[count - 1]);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->held_row), text);
      gtk_widget_grab_focus (self->held_button);
      show_problem (self, NULL);
    }
  emit_changed (self);
}

static void
on_clear_held (BgwAddressField *self)
{
  set_held (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* Adds what is offered to what is there; very many addresses take its place. */
static void
take_offer (BgwAddressField *self, const BgwOffer *offer)
{
  g_autofree char *text = NULL;
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  if (*offer->addresses == NULL)
    {
      show_problem (self, offer->refusal != NULL ? offer->refusal
                                                 : _ ("No address found in what you pasted"));
      return;
    }

  if (g_strv_length (offer->addresses) > MAX_LINES)
    {
      set_held (self, g_strdupv (offer->addresses));
      return;
    }

  text = g_strjoinv ("\n", offer->addresses);
  if (self->held != NULL)
    set_held (self, NULL);
  if (empty)
    set_text (self, text);
  else
    append_text (self, text);
  if (offer->command != NULL)
    g_signal_emit (self, signals[SIGNAL_COMMAND], 0, offer->command);
}

static void
take_offer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddressField) self = user_data;
  g_autoptr (BgwOffer) offer = bgw_intake_read_finish (result, NULL);

  if (offer == NULL)
    show_problem (self, _ ("No address found in what you pasted"));
  else
    take_offer (self, offer);
}

/* What was copied before the dialog came is probably what it was opened for. */
static void
read_on_open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwAddressField) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgwOffer) offer = bgw_intake_read_finish (result, &error);

  if (offer == NULL)
    g_debug ("Nothing to read in the clipboard: %s", error->message);
  else if (*offer->addresses != NULL && self->held == NULL &&
           gtk_text_buffer_get_char_count (self->buffer) == 0)
    take_offer (self, offer);
}

static void
on_paste_clicked (BgwAddressField *self)
{
  bgw_intake_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), take_offer_cb,
                                   g_object_ref (self));
}

static gboolean
is_large (const char *bytes, int length)
{
  guint n_lines = 0;

  for (int i = 0; i < length && length <= MAX_TEXT; i++)
    n_lines += bytes[i] == '\n' ? 1 : 0;

  return length > MAX_TEXT || n_lines >= MAX_LINES;
}

/* Text that is pasted: a command is taken apart, a book is read elsewhere, and passwords do not
 * appear. */
static void
on_insert_text (
    GtkTextBuffer *buffer, GtkTextIter *at, const char *bytes, int length, gpointer user_data)
{
  BgwAddressField *self =
      BGW_ADDRESS_FIELD (gtk_widget_get_ancestor (user_data, BGW_TYPE_ADDRESS_FIELD));
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;

  if (self->inserting || length < 2)
    return;

  if (is_large (bytes, length))
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      bgw_intake_read_text_async (bytes, (gsize) length, take_offer_cb, g_object_ref (self));
      return;
    }

  text = g_strndup (bytes, (gsize) length);
  shown = bgw_lines_hide_secrets (text, self->secrets);
  if (bgw_command_is_one (text))
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      bgw_intake_read_text_async (bytes, (gsize) length, take_offer_cb, g_object_ref (self));
    }
  else if (!g_str_equal (text, shown))
    {
      g_signal_stop_emission_by_name (buffer, "insert-text");
      insert (self, at, text);
    }
}

/* A password that was typed does not stay on the screen. */
static void
on_text_left (BgwAddressField *self)
{
  g_autofree char *text = get_text (self);
  g_autofree char *shown = bgw_lines_hide_secrets (text, self->secrets);

  if (!g_str_equal (text, shown))
    set_text (self, text);
  on_text_changed (self);
}

static gboolean
bgw_address_field_grab_focus (GtkWidget *widget)
{
  BgwAddressField *self = BGW_ADDRESS_FIELD (widget);

  return gtk_widget_grab_focus (self->held != NULL ? self->held_button
                                                   : GTK_WIDGET (self->text_view));
}

static void
bgw_address_field_finalize (GObject *object)
{
  BgwAddressField *self = BGW_ADDRESS_FIELD (object);

  g_strfreev (self->held);
  g_clear_pointer (&self->lines, bgw_lines_free);
  g_hash_table_unref (self->secrets);

  G_OBJECT_CLASS (bgw_address_field_parent_class)->finalize (object);
}

static void
bgw_address_field_class_init (BgwAddressFieldClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bgw_address_field_finalize;
  widget_class->grab_focus = bgw_address_field_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGW_TYPE_ADDRESS_FIELD, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * BgwAddressField::command:
   * @command: (type BgwCommand): the command that was pasted
   */
  signals[SIGNAL_COMMAND] = g_signal_new ("command", BGW_TYPE_ADDRESS_FIELD, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-address-field.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwAddressField, text_card);
  gtk_widget_class_bind_template_child (widget_class, BgwAddressField, text_view);
  gtk_widget_class_bind_template_child (widget_class, BgwAddressField, buffer);
  gtk_widget_class_bind_template_child (widget_class, BgwAddressField, held_list);
  gtk_widget_class_bind_template_child (widget_class, BgwAddressField, held_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddressField, held_button);
  gtk_widget_class_bind_template_child (widget_class, BgwAddressField, problems);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_insert_text);
  gtk_widget_class_bind_template_callback (widget_class, on_text_left);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_held);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked);
}

static void
bgw_address_field_init (BgwAddressField *self)
{
  self->expand = TRUE;
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  gtk_widget_init_template (GTK_WIDGET (self));
  read_lines (self);
}

/**
 * bgw_address_field_take:
 * @self: the field
 * @offer: (nullable): what to begin with; %NULL looks into the clipboard
 */
void
bgw_address_field_take (BgwAddressField *self, const BgwOffer *offer)
{
  if (offer != NULL)
    take_offer (self, offer);
  else
    bgw_intake_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), read_on_open_cb,
                                     g_object_ref (self));
}

/**
 * bgw_address_field_set_addresses:
 * @self: the field
 * @addresses: good addresses, which take the place of all that is there
 */
void
bgw_address_field_set_addresses (BgwAddressField *self, const char *const *addresses)
{
  g_autofree char *text = NULL;

  if (g_strv_length ((GStrv) addresses) > MAX_LINES)
    {
      set_held (self, g_strdupv ((GStrv) addresses));
      return;
    }

  text = g_strjoinv ("\n", (GStrv) addresses);
  set_held (self, NULL);
  set_text (self, text);
}

void
bgw_address_field_set_expand (BgwAddressField *self, gboolean expand)
{
  self->expand = expand;
  on_text_changed (self);
}

void
bgw_address_field_show_problem (BgwAddressField *self, const char *text)
{
  show_problem (self, text);
}

/**
 * bgw_address_field_is_held:
 * @self: the field
 *
 * Returns: whether there are so many addresses that they are only counted
 */
gboolean
bgw_address_field_is_held (BgwAddressField *self)
{
  return self->held != NULL;
}

guint
bgw_address_field_count (BgwAddressField *self)
{
  return self->held != NULL ? g_strv_length (self->held) : self->lines->count;
}

/**
 * bgw_address_field_get_first:
 * @self: the field
 *
 * Returns: (nullable): the first address
 */
const char *
bgw_address_field_get_first (BgwAddressField *self)
{
  return self->held != NULL ? self->held[0] : self->lines->first;
}

/**
 * bgw_address_field_get_addresses:
 * @self: the field
 *
 * Returns: (transfer full): all of them, once
 */
char **
bgw_address_field_get_addresses (BgwAddressField *self)
{
  return self->held != NULL ? g_strdupv (self->held) : bgw_lines_get_addresses (self->lines);
}

/**
 * bgw_address_field_describe_pattern:
 * @self: the field
 *
 * Returns: (transfer full) (nullable): what the patterns that were typed stand for; %NULL if there
 *   are none
 */
char *
bgw_address_field_describe_pattern (BgwAddressField *self)
{
  const BgwLines *lines = self->lines;

  if (self->held != NULL || !lines->has_pattern)
    return NULL;
  if (!lines->is_expanded)
    return g_strdup (_ ("Brackets are part of the address"));

  return bgw_lines_describe (lines->count, lines->first, lines->last);
}
