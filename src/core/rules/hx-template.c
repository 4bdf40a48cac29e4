/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-template-private.h"

#include "../hx-text.h"

#include <string.h>

static void
issue_type_clear (gpointer data)
{
  HxIssueType *type = data;

  g_free (type->id);
  g_free (type->key);
}

static void
category_clear (gpointer data)
{
  HxCategory *category = data;

  g_free (category->id);
  g_free (category->key);
  g_array_unref (category->types);
}

static gboolean
read_category (HxTemplateView *self,
               HxJson         *json,
               GError        **error)
{
  HxJson *types = hx_json_get_member (json, "types");
  HxCategory category = { .id = g_strdup (hx_json_member_string (json, "id")),
                          .key = g_strdup (hx_json_member_string (json, "key")),
                          .labels = hx_json_get_member (json, "label"),
                          .types = g_array_new (FALSE, TRUE, sizeof (HxIssueType)) };

  g_array_set_clear_func (category.types, issue_type_clear);
  g_array_append_val (self->categories, category);
  for (guint i = 0; i < hx_json_get_length (types); i++)
    {
      HxJson *element = hx_json_get_element (types, i);
      HxIssueType type = { .id = g_strdup (hx_json_member_string (element, "id")),
                           .key = g_strdup (hx_json_member_string (element, "key")),
                           .labels = hx_json_get_member (element, "label"),
                           .case_words = hx_json_get_member (element, "case"),
                           .pain_words = hx_json_get_member (element, "pain") };

      g_array_append_val (category.types, type);
      if (type.id == NULL || type.key == NULL || hx_json_member_string (type.labels, "en") == NULL)
        {
          g_set_error (error, HX_ERROR, HX_ERROR_INVALID, "categories.types: an issue type needs id, key and label.en");
          return FALSE;
        }
    }
  if (category.id == NULL || category.key == NULL || category.types->len == 0)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_INVALID, "categories: a category needs id, key and issue types");
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_document (HxTemplateView *self,
               GError        **error)
{
  HxJson *categories = hx_json_get_member (self->document, "categories");
  HxJson *words = hx_json_get_member (hx_json_get_member (self->document, "vague"), "words");

  self->limit = (guint) hx_json_member_integer (self->document, "pain_point_limit", 10);
  for (guint i = 0; i < hx_json_get_length (categories); i++)
    if (!read_category (self, hx_json_get_element (categories, i), error))
      return FALSE;
  for (guint i = 0; i < hx_json_get_length (words); i++)
    {
      const char *word = hx_json_get_string (hx_json_get_element (words, i));

      if (word != NULL)
        g_ptr_array_add (self->vague, hx_text_fold (word));
    }
  return TRUE;
}

static gboolean
is_id (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_-");

  return length > 0 && length <= 40 && text[length] == '\0';
}

/**
 * hx_template_view_has_plain_ids:
 * @self: a template
 *
 * Ids of categories and issue types are keys of counts, events and addresses; what people read are their labels.
 *
 * Returns: whether each is of at most 40 small letters, digits, `_` and `-`
 */
gboolean
hx_template_view_has_plain_ids (HxTemplateView *self)
{
  for (guint i = 0; i < self->categories->len; i++)
    {
      const HxCategory *category = &g_array_index (self->categories, HxCategory, i);

      if (!is_id (category->id))
        return FALSE;
      for (guint k = 0; k < category->types->len; k++)
        if (!is_id (g_array_index (category->types, HxIssueType, k).id))
          return FALSE;
    }
  return TRUE;
}

/**
 * hx_template_view_new:
 * @record: a template record
 * @error: %HX_ERROR_MALFORMED or %HX_ERROR_INVALID when its document is no template
 *
 * Returns: (transfer full) (nullable): the template, parsed
 */
HxTemplateView *
hx_template_view_new (HxRecord *record,
                      GError  **error)
{
  g_autoptr (HxTemplateView) self = g_new0 (HxTemplateView, 1);
  const char *document = hx_record_get_text (record, HX_TEMPLATE_DOCUMENT);

  g_atomic_ref_count_init (&self->references);
  self->id = g_strdup (hx_record_get_id (record));
  self->version = hx_record_get_int (record, HX_TEMPLATE_VERSION);
  self->categories = g_array_new (FALSE, TRUE, sizeof (HxCategory));
  g_array_set_clear_func (self->categories, category_clear);
  self->vague = g_ptr_array_new_with_free_func (g_free);
  self->document = hx_json_parse (document, strlen (document), error);
  if (self->document == NULL || !read_document (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hx_template_view_ref:
 * @self: a template
 *
 * Returns: (transfer full): @self
 */
HxTemplateView *
hx_template_view_ref (HxTemplateView *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hx_template_view_unref:
 * @self: (transfer full) (nullable): a template
 */
void
hx_template_view_unref (HxTemplateView *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->categories);
  g_ptr_array_unref (self->vague);
  hx_json_free (self->document);
  g_free (self->id);
  g_free (self);
}

/**
 * hx_template_view_get_id:
 * @self: a template
 *
 * Returns: its record's id
 */
const char *
hx_template_view_get_id (HxTemplateView *self)
{
  return self->id;
}

/**
 * hx_template_view_get_version:
 * @self: a template
 *
 * Returns: its version, which a feedback keeps
 */
gint64
hx_template_view_get_version (HxTemplateView *self)
{
  return self->version;
}

/**
 * hx_template_view_get_name:
 * @self: a template
 * @locale: the reader's locale
 *
 * Returns: (nullable): what the template is called
 */
const char *
hx_template_view_get_name (HxTemplateView *self,
                           const char     *locale)
{
  return hx_json_localized (hx_json_get_member (self->document, "name"), locale);
}

/**
 * hx_template_view_get_limit:
 * @self: a template
 *
 * Returns: how many 字 a pain point may have
 */
guint
hx_template_view_get_limit (HxTemplateView *self)
{
  return self->limit;
}

/**
 * hx_template_view_n_categories:
 * @self: a template
 *
 * Returns: the number of categories
 */
guint
hx_template_view_n_categories (HxTemplateView *self)
{
  return self->categories->len;
}

/**
 * hx_template_view_category:
 * @self: a template
 * @index: less than [method@TemplateView.n_categories]
 *
 * Returns: (transfer none): the category
 */
const HxCategory *
hx_template_view_category (HxTemplateView *self,
                           guint           index)
{
  return &g_array_index (self->categories, HxCategory, index);
}

/**
 * hx_template_view_find_category:
 * @self: a template
 * @id: (nullable): a category's id
 *
 * Returns: (transfer none) (nullable): the category
 */
const HxCategory *
hx_template_view_find_category (HxTemplateView *self,
                                const char     *id)
{
  for (guint i = 0; i < self->categories->len; i++)
    if (g_strcmp0 (hx_template_view_category (self, i)->id, id) == 0)
      return hx_template_view_category (self, i);
  return NULL;
}

/**
 * hx_template_view_find_type:
 * @self: a template
 * @category: (nullable): a category's id
 * @id: (nullable): an issue type's id
 *
 * Returns: (transfer none) (nullable): the issue type
 */
const HxIssueType *
hx_template_view_find_type (HxTemplateView *self,
                            const char     *category,
                            const char     *id)
{
  const HxCategory *found = hx_template_view_find_category (self, category);

  for (guint i = 0; found != NULL && i < found->types->len; i++)
    if (g_strcmp0 (g_array_index (found->types, HxIssueType, i).id, id) == 0)
      return &g_array_index (found->types, HxIssueType, i);
  return NULL;
}

/**
 * hx_template_view_category_label:
 * @self: a template
 * @category: (nullable): a category's id
 * @locale: the reader's locale
 *
 * Returns: (nullable): the category in words; an unknown id stands for itself
 */
const char *
hx_template_view_category_label (HxTemplateView *self,
                                 const char     *category,
                                 const char     *locale)
{
  const HxCategory *found = hx_template_view_find_category (self, category);

  return found != NULL ? hx_json_localized (found->labels, locale) : category;
}

/**
 * hx_template_view_type_label:
 * @self: a template
 * @category: (nullable): a category's id
 * @id: (nullable): an issue type's id
 * @locale: the reader's locale
 *
 * Returns: (nullable): the issue type in words; an unknown id stands for itself
 */
const char *
hx_template_view_type_label (HxTemplateView *self,
                             const char     *category,
                             const char     *id,
                             const char     *locale)
{
  const HxIssueType *found = hx_template_view_find_type (self, category, id);

  return found != NULL ? hx_json_localized (found->labels, locale) : id;
}

static void
substitute (GString    *text,
            const char *name,
            const char *value)
{
  g_string_replace (text, name, value != NULL ? value : "", 0);
}

/**
 * hx_template_view_case:
 * @self: a template
 * @customer_code: the customer's code
 * @channel_label: the channel in words
 * @category: (nullable): the chosen category
 * @issue_type: (nullable): the chosen issue type
 * @locale: the reader's locale
 *
 * The case that is filled in beforehand: "客户 C12345，抖音渠道，无需求标签".
 *
 * Returns: (transfer full): the text
 */
char *
hx_template_view_case (HxTemplateView *self,
                       const char     *customer_code,
                       const char     *channel_label,
                       const char     *category,
                       const char     *issue_type,
                       const char     *locale)
{
  const HxIssueType *type = hx_template_view_find_type (self, category, issue_type);
  const char *words = type != NULL ? hx_json_localized (type->case_words, locale) : NULL;
  GString *text = g_string_new (hx_json_localized (hx_json_get_member (self->document, "case"), locale));

  substitute (text, "{code}", customer_code);
  substitute (text, "{channel}", channel_label);
  if (words != NULL)
    g_string_append_printf (text, "%s%s", g_str_has_prefix (locale, "zh") ? "，" : ", ", words);
  return g_string_free (text, FALSE);
}

/**
 * hx_template_view_coach:
 * @self: a template
 * @locale: the reader's locale
 *
 * Returns: (nullable): what the coach asks of a vague pain point
 */
const char *
hx_template_view_coach (HxTemplateView *self,
                        const char     *locale)
{
  return hx_json_localized (hx_json_get_member (hx_json_get_member (self->document, "vague"), "hint"), locale);
}

/**
 * hx_template_view_suggest:
 * @self: a template
 * @channel_label: the channel in words
 * @category: (nullable): the chosen category
 * @issue_type: (nullable): the chosen issue type
 * @locale: the reader's locale
 *
 * Returns: (transfer full) (nullable): a concrete pain point for the coach to
 *   propose, within the limit
 */
char *
hx_template_view_suggest (HxTemplateView *self,
                          const char     *channel_label,
                          const char     *category,
                          const char     *issue_type,
                          const char     *locale)
{
  const HxIssueType *type = hx_template_view_find_type (self, category, issue_type);
  const char *words = type != NULL ? hx_json_localized (type->pain_words, locale) : NULL;
  g_autoptr (GString) text = g_string_new (words);

  if (words == NULL)
    return NULL;
  substitute (text, "{channel}", channel_label);
  return hx_text_count (text->str) <= self->limit ? g_strdup (text->str) : NULL;
}
