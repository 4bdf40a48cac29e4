/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-attachment-service-private.h"
#include "hx-board-private.h"
#include "hx-content.h"
#include "hx-customer-service-private.h"
#include "hx-event-private.h"
#include "hx-feedback-service-private.h"
#include "hx-personal-private.h"
#include "hx-query-private.h"
#include "hx-reply-body-private.h"
#include "hx-scope-private.h"
#include "hx-upload-private.h"

/* What is attached is seen by who may see the thing that it is attached to. */

/* More than anybody looks at. */
#define MAX_OF_ONE 20

static const HxView attachment_view = {
  .schema = &hx_attachment_schema,
  .from = "attachments t",
  .n_names = 1,
  .names = { { HX_ATTACHMENT_USER_NAME, HX_ATTACHMENT_USER_ID } },
};

static const HxOrder oldest_first = { .sql = "t.created_at", .field = HX_RECORD_CREATED_AT, .ascending = TRUE };

/* -- whose it is -------------------------------------------------------------- */

static gboolean
check_feedback (HxServiceCall *call,
                const char    *id,
                GError       **error)
{
  g_autoptr (HxRecord) feedback = hx_record_load (call->db, &hx_feedback_schema, id, error);

  if (feedback == NULL)
    return FALSE;
  if ((call->caller->permissions & HX_MAY_SEE_OWN)
      && hx_scope_allows (call->caller, hx_record_get_text (feedback, HX_FEEDBACK_AGENT_ID),
                          hx_record_get_text (feedback, HX_FEEDBACK_TEAM_ID)))
    return TRUE;
  g_propagate_error (error, hx_not_found (&hx_feedback_schema));
  return FALSE;
}

static gboolean
check_rectification (HxServiceCall *call,
                     const char    *id,
                     GError       **error)
{
  g_autoptr (HxRecord) rectification = hx_rectification_load_seen (call, id, error);

  return rectification != NULL;
}

/* The attachment that the call names; somebody else's is like one that is not. */
static HxRecord *
load_visible (HxServiceCall *call,
              GError       **error)
{
  g_autoptr (HxRecord) attachment = hx_record_load (call->db, &hx_attachment_schema, call->id, error);
  g_autoptr (GError) failure = NULL;
  const char *feedback_id;

  if (attachment == NULL)
    return NULL;
  feedback_id = hx_record_get_text (attachment, HX_ATTACHMENT_FEEDBACK_ID);
  if (feedback_id != NULL ? check_feedback (call, feedback_id, &failure)
                          : check_rectification (call, hx_record_get_text (attachment, HX_ATTACHMENT_RECTIFICATION_ID),
                                                 &failure))
    return g_steal_pointer (&attachment);
  g_propagate_error (error, g_error_matches (failure, HX_ERROR, HX_ERROR_NOT_FOUND) ? hx_not_found (&hx_attachment_schema)
                                                                                    : g_steal_pointer (&failure));
  return NULL;
}

static gboolean
tell (HxServiceCall *call,
      HxRecord      *attachment,
      GError       **error)
{
  const char *feedback_id = hx_record_get_text (attachment, HX_ATTACHMENT_FEEDBACK_ID);
  const char *id = hx_record_get_text (attachment, HX_ATTACHMENT_RECTIFICATION_ID);
  g_autoptr (HxRecord) record = NULL;
  HxHappening happening = { .thing = "rectification", .action = "updated" };

  if (feedback_id != NULL)
    return hx_feedback_tell (call, feedback_id, "updated", error);
  record = hx_rectification_view_load (call->db, id, error);
  happening.record = record;
  return record != NULL && hx_event_append (call, &happening, error);
}

/* -- what it is --------------------------------------------------------------- */

static gboolean
refuse_content (GError **error)
{
  g_set_error_literal (error, HX_ERROR, HX_ERROR_UNSUPPORTED_MEDIA,
                       "Only PNG, JPEG, GIF and WebP, PDF, and sound that can be decoded may be attached");
  return FALSE;
}

static gboolean
take_sound (HxUpload      *upload,
            HxServiceCall *call,
            GError       **error)
{
  g_autoptr (GError) failure = NULL;
  const char *suffix;

  upload->audio = hx_audio_read (call->upload, &failure);
  if (g_error_matches (failure, HX_ERROR, HX_ERROR_UNSUPPORTED_MEDIA))
    return refuse_content (error);
  if (upload->audio == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  upload->media_type = upload->audio->media_type;
  upload->digest = g_strdup (upload->audio->digest);
  upload->size = upload->audio->size;
  suffix = upload->audio->suffix;
  return hx_upload_put (upload, call, suffix, error);
}

gboolean
hx_attachment_prepare (HxServiceCall *call,
                       GError       **error)
{
  g_autoptr (HxUpload) upload = g_new0 (HxUpload, 1);
  g_autofree char *bytes = NULL;
  const HxContentKind *kind;
  gsize length = 0;

  if (call->upload == NULL || call->prepared != NULL)
    return TRUE;
  if (!g_file_get_contents (call->upload, &bytes, &length, NULL))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "The file that was sent cannot be read");
      return FALSE;
    }
  kind = hx_content_find ((const guint8 *) bytes, length);
  if (kind == NULL)
    {
      if (!take_sound (upload, call, error))
        return FALSE;
    }
  else
    {
      upload->media_type = kind->media_type;
      upload->digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
      upload->size = (gint64) length;
      if (!hx_upload_put (upload, call, kind->suffix, error))
        return FALSE;
    }
  call->prepared = g_steal_pointer (&upload);
  call->prepared_free = (GDestroyNotify) hx_upload_free;
  return TRUE;
}

/* -- operations --------------------------------------------------------------- */

static gboolean
list (HxServiceCall *call,
      const char    *condition,
      GError       **error)
{
  g_auto (HxQuery) query = { 0 };

  hx_query_init (&query, call, &attachment_view);
  hx_query_where (&query, condition, "s", call->id);
  return hx_query_page (&query, &oldest_first, NULL, error);
}

static gboolean
check_amount (HxServiceCall *call,
              const char    *sql,
              GError       **error)
{
  g_autoptr (HxStatement) row = hx_db_query (call->db, error, sql, "s", call->id);

  if (row == NULL)
    return FALSE;
  if (hx_statement_get_int (row, 0) < MAX_OF_ONE)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_CONFLICT, "It has %d attachments, which is all that it may have", MAX_OF_ONE);
  return FALSE;
}

static gboolean
attach (HxServiceCall *call,
        guint          field,
        const char    *amount,
        GError       **error)
{
  g_autoptr (HxRecord) attachment = hx_record_new (&hx_attachment_schema);
  g_autoptr (HxRecord) view = NULL;
  HxUpload *upload = call->prepared;

  if (upload == NULL)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_MALFORMED, "The file is missing");
      return FALSE;
    }
  hx_record_set_text (attachment, field, call->id);
  hx_record_set_text (attachment, HX_ATTACHMENT_USER_ID, call->caller->user_id);
  hx_record_set_text (attachment, HX_ATTACHMENT_MEDIA_TYPE, upload->media_type);
  hx_record_set_int (attachment, HX_ATTACHMENT_SIZE, upload->size);
  hx_record_set_text (attachment, HX_ATTACHMENT_DIGEST, upload->digest);
  hx_record_set_text (attachment, HX_ATTACHMENT_FILE, upload->name);
  if (!check_amount (call, amount, error) || !hx_record_insert (call->db, attachment, call->now, error)
      || !tell (call, attachment, error) || !hx_upload_keep (upload, call, error))
    return FALSE;
  view = hx_view_find (call->db, &attachment_view, error, "WHERE t.id = $1", "s", hx_record_get_id (attachment));
  return hx_reply_with (call, view);
}

gboolean
hx_feedback_attachments (HxServiceCall *call,
                         GError       **error)
{
  return check_feedback (call, call->id, error) && list (call, "t.feedback_id = ?", error);
}

/* Nothing of an attachment is left when a customer is erased, so none is taken after that. */
static gboolean
check_not_gone (HxServiceCall *call,
                GError       **error)
{
  g_autoptr (HxRecord) feedback = hx_record_load (call->db, &hx_feedback_schema, call->id, error);
  gboolean gone;

  if (feedback == NULL
      || !hx_personal_is_gone (call, hx_record_get_text (feedback, HX_FEEDBACK_CUSTOMER_ID),
                               hx_record_get_text (feedback, HX_FEEDBACK_CALL_ID), &gone, error))
    return FALSE;
  if (gone)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT,
                         "The customer of this feedback was erased: nothing is attached to it any more");
  return !gone;
}

gboolean
hx_feedback_attach (HxServiceCall *call,
                    GError       **error)
{
  return check_feedback (call, call->id, error) && check_not_gone (call, error)
         && attach (call, HX_ATTACHMENT_FEEDBACK_ID, "SELECT count(*) FROM attachments WHERE feedback_id = $1", error);
}

gboolean
hx_rectifications_attachments (HxServiceCall *call,
                               GError       **error)
{
  return check_rectification (call, call->id, error) && list (call, "t.rectification_id = ?", error);
}

gboolean
hx_rectifications_attach (HxServiceCall *call,
                          GError       **error)
{
  return check_rectification (call, call->id, error)
         && attach (call, HX_ATTACHMENT_RECTIFICATION_ID, "SELECT count(*) FROM attachments WHERE rectification_id = $1",
                    error);
}

gboolean
hx_attachments_content (HxServiceCall *call,
                        GError       **error)
{
  g_autoptr (HxRecord) attachment = load_visible (call, error);

  if (attachment == NULL)
    return FALSE;
  call->file = g_strdup (hx_record_get_text (attachment, HX_ATTACHMENT_FILE));
  call->media_type = g_strdup (hx_record_get_text (attachment, HX_ATTACHMENT_MEDIA_TYPE));
  call->digest = g_strdup (hx_record_get_text (attachment, HX_ATTACHMENT_DIGEST));
  return TRUE;
}

/* Who attached something by mistake takes it back; somebody else's is like one that is not, also for who may see it. */
gboolean
hx_attachments_delete (HxServiceCall *call,
                       GError       **error)
{
  g_autoptr (HxRecord) attachment = load_visible (call, error);

  if (attachment == NULL)
    return FALSE;
  if (g_strcmp0 (hx_record_get_text (attachment, HX_ATTACHMENT_USER_ID), call->caller->user_id) != 0)
    {
      g_propagate_error (error, hx_not_found (&hx_attachment_schema));
      return FALSE;
    }
  return hx_attachment_erase (call, call->id, hx_record_get_text (attachment, HX_ATTACHMENT_FILE), error)
         && tell (call, attachment, error);
}
