/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line that stands for many addresses: “img[001-120].jpg”, “{a,b}.zip”. Pure. */
#include "config.h"

#include "bgw-patterns.h"

#include <string.h>

/* Braces within braces are read so deep. */
#define MAX_DEPTH 8

/* So many digits fit into 64 bits. */
#define MAX_DIGITS 18

typedef enum
{
  PART_LITERAL,
  PART_NUMBERS,
  PART_LETTERS,
  PART_CHOICE,
} PartKind;

/* The next piece of a text. */
typedef struct
{
  PartKind kind;
  const char *start; /* of what is between the brackets, or of the literal */
  gsize length;
  const char *next; /* what follows */
  guint64 first;
  guint64 last;
  guint64 step;
  guint width; /* digits, filled up with zeros; 0: as many as needed */
} Part;

/* Digits at *@at; moves behind them. */
static gboolean
read_number (const char **at, guint64 *number)
{
  gsize length = strspn (*at, "0123456789");

  if (length == 0 || length > MAX_DIGITS)
    return FALSE;

  *number = g_ascii_strtoull (*at, NULL, 10);
  *at += length;
  return TRUE;
}

/* “[1-9]”, “[001-120:2]”, “[a-z]”: exactly that, everything else in brackets is itself. */
static gboolean
read_range (const char *text, const char *end, Part *part)
{
  const char *at = text + 1;
  const char *first = at;

  if (g_ascii_isdigit (*at))
    {
      part->kind = PART_NUMBERS;
      if (!read_number (&at, &part->first) || *at != '-')
        return FALSE;
      part->width = *first == '0' ? (guint) (at - first) : 0;
      at++;
      if (!read_number (&at, &part->last))
        return FALSE;
    }
  else
    {
      part->kind = PART_LETTERS;
      if (!g_ascii_isalpha (at[0]) || at[1] != '-' || !g_ascii_isalpha (at[2]) ||
          g_ascii_isupper (at[0]) != g_ascii_isupper (at[2]))
        return FALSE;
      part->first = (guchar) at[0];
      part->last = (guchar) at[2];
      at += 3;
    }

  part->step = 1;
  if (*at == ':')
    {
      at++;
      if (!read_number (&at, &part->step))
        return FALSE;
    }

  part->next = at + 1;
  return *at == ']' && at < end && part->first <= part->last && part->step > 0;
}

/* The comma or brace that ends the alternative at @text; NULL if none does. */
static const char *
find_end_of_alternative (const char *text, const char *end)
{
  guint depth = 0;

  for (const char *p = text; p < end; p++)
    {
      if (depth == 0 && (*p == ',' || *p == '}'))
        return p;
      if (*p == '{')
        depth++;
      else if (*p == '}')
        depth--;
      /* Rather something for a program than a list of names. */
      else if (*p == '"')
        return NULL;
    }

  return NULL;
}

/* “{a,b}”: at least one comma. */
static gboolean
read_choice (const char *text, const char *end, Part *part)
{
  const char *separator = find_end_of_alternative (text + 1, end);
  gboolean is_list = FALSE;

  while (separator != NULL && *separator == ',')
    {
      is_list = TRUE;
      separator = find_end_of_alternative (separator + 1, end);
    }
  if (separator == NULL || !is_list)
    return FALSE;

  part->kind = PART_CHOICE;
  part->start = text + 1;
  part->length = (gsize) (separator - part->start);
  part->next = separator + 1;
  return TRUE;
}

/* The first piece of what is between @text and @end, which is not empty. */
static void
read_part (const char *text, const char *end, guint depth, Part *part)
{
  for (const char *p = text; p < end && depth < MAX_DEPTH; p++)
    {
      Part found = { 0 };

      if (!(*p == '[' && read_range (p, end, &found)) &&
          !(*p == '{' && read_choice (p, end, &found)))
        continue;
      if (p == text)
        {
          *part = found;
          return;
        }

      end = p;
    }

  *part =
      (Part){ .kind = PART_LITERAL, .start = text, .length = (gsize) (end - text), .next = end };
}

static guint64
count_range (const Part *part)
{
  return (part->last - part->first) / part->step + 1;
}

static guint64
multiply (guint64 a, guint64 b)
{
  guint64 product;

  return g_uint64_checked_mul (&product, a, b) ? product : G_MAXUINT64;
}

static guint64
add (guint64 a, guint64 b)
{
  guint64 sum;

  return g_uint64_checked_add (&sum, a, b) ? sum : G_MAXUINT64;
}

static guint64
count (const char *text, const char *end, guint depth)
{
  guint64 result = 1;

  while (text < end)
    {
      Part part;
      guint64 choices = 0;

      read_part (text, end, depth, &part);
      text = part.next;

      if (part.kind == PART_LITERAL)
        continue;
      if (part.kind != PART_CHOICE)
        {
          result = multiply (result, count_range (&part));
          continue;
        }

      for (const char *p = part.start; p <= part.start + part.length;)
        {
          const char *stop = find_end_of_alternative (p, part.next);

          choices = add (choices, count (p, stop, depth + 1));
          p = stop + 1;
        }
      result = multiply (result, choices);
    }

  return result;
}

static GPtrArray *expand (const char *text, const char *end, guint depth);

/* What one piece may be, in order. */
static GPtrArray *
get_values (const Part *part, guint depth)
{
  GPtrArray *values = NULL;

  if (part->kind == PART_CHOICE)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      for (const char *p = part->start; p <= part->start + part->length;)
        {
          const char *stop = find_end_of_alternative (p, part->next);

          g_ptr_array_extend_and_steal (values, expand (p, stop, depth + 1));
          p = stop + 1;
        }
      return values;
    }

  values = g_ptr_array_new_with_free_func (g_free);
  if (part->kind == PART_LITERAL)
    {
      g_ptr_array_add (values, g_strndup (part->start, part->length));
      return values;
    }

  for (guint64 i = 0; i < count_range (part); i++)
    {
      guint64 value = part->first + i * part->step;

      g_ptr_array_add (values,
                       part->kind == PART_LETTERS
                           ? g_strdup_printf ("%c", (char) value)
                           : g_strdup_printf ("%0*" G_GUINT64_FORMAT, (int) part->width, value));
    }
  return values;
}

/* All that a text stands for; the last range changes fastest. */
static GPtrArray *
expand (const char *text, const char *end, guint depth)
{
  GPtrArray *heads = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (heads, g_strdup (""));
  while (text < end)
    {
      Part part;
      g_autoptr (GPtrArray) before = heads;
      g_autoptr (GPtrArray) values = NULL;

      read_part (text, end, depth, &part);
      text = part.next;
      values = get_values (&part, depth);

      heads = g_ptr_array_new_full (before->len * values->len, g_free);
      for (guint i = 0; i < before->len; i++)
        for (guint j = 0; j < values->len; j++)
          g_ptr_array_add (heads, g_strconcat (before->pdata[i], values->pdata[j], NULL));
    }

  return heads;
}

/* Where patterns may begin: behind an IPv6 address in brackets, which is none. */
static const char *
skip_literal_host (const char *text)
{
  const char *authority = strstr (text, "://");
  const char *host = NULL;

  if (authority == NULL)
    return text;

  authority += strlen ("://");
  host = authority;
  for (const char *p = authority; *p != '\0' && strchr ("/?#", *p) == NULL; p++)
    {
      if (*p == '@')
        host = p + 1;
    }

  return *host == '[' ? host + strcspn (host, "]/?#") : text;
}

/**
 * bgw_pattern_count:
 * @text: an address as somebody typed it
 *
 * “[1-9]”, “[001-120]” and “[0-100:10]” stand for numbers, “[a-z]” for letters, “{a,b}” for words;
 * all can be combined, and braces may have any of them inside. Brackets and braces that are
 * anything else are themselves, and so is the address of a host in brackets (RFC 3986, 3.2.2).
 *
 * Returns: how many addresses @text stands for; 1 if it has no pattern in it
 */
guint64
bgw_pattern_count (const char *text)
{
  const char *begin = skip_literal_host (text);

  return count (begin, begin + strlen (begin), 0);
}

/**
 * bgw_pattern_expand:
 * @text: an address as somebody typed it
 *
 * Returns: (transfer full) (nullable): all that @text stands for; %NULL for more than
 *   %BGW_PATTERNS_MAX
 */
char **
bgw_pattern_expand (const char *text)
{
  const char *begin = skip_literal_host (text);
  GPtrArray *expanded = NULL;

  if (bgw_pattern_count (text) > BGW_PATTERNS_MAX)
    return NULL;

  expanded = expand (begin, begin + strlen (begin), 0);
  for (guint i = 0; i < expanded->len && begin > text; i++)
    {
      g_autofree char *rest = expanded->pdata[i];

      expanded->pdata[i] = g_strdup_printf ("%.*s%s", (int) (begin - text), text, rest);
    }
  g_ptr_array_add (expanded, NULL);

  return (char **) g_ptr_array_free (expanded, FALSE);
}
