/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-mask-private.h"

typedef enum
{
  PART,  /* anywhere in the name */
  WORD,  /* not within a longer English word: tel, but no hotel */
  WHOLE, /* the name is nothing else: campaign_name is no person's */
} Place;

/* What members of documents are called whose values are a person's; in lower case, without _, - and spaces. */
#define PERSONAL_NAMES(NAME) \
  NAME ("姓名", PART) NAME ("名字", PART) NAME ("昵称", PART) NAME ("称呼", PART) NAME ("用户名", PART) \
  NAME ("客户名", PART) NAME ("联系人", PART) NAME ("联系方式", PART) NAME ("收件人", PART) NAME ("收货人", PART) \
  NAME ("手机", PART) NAME ("电话", PART) NAME ("手機", PART) NAME ("電話", PART) NAME ("身份证", PART) \
  NAME ("身分證", PART) NAME ("证件", PART) NAME ("證件", PART) NAME ("护照", PART) NAME ("護照", PART) \
  NAME ("微信", PART) NAME ("邮箱", PART) NAME ("郵箱", PART) NAME ("邮件", PART) NAME ("住址", PART) \
  NAME ("地址", PART) NAME ("银行卡", PART) NAME ("銀行卡", PART) NAME ("卡号", PART) NAME ("卡號", PART) \
  NAME ("车牌", PART) NAME ("車牌", PART) NAME ("生日", PART) NAME ("出生", PART) NAME ("聯繫", PART) \
  NAME ("聯絡", PART) NAME ("name", WHOLE) NAME ("fullname", PART) NAME ("firstname", PART) \
  NAME ("lastname", PART) NAME ("givenname", PART) NAME ("realname", PART) NAME ("username", PART) \
  NAME ("nickname", PART) NAME ("customername", PART) NAME ("contactname", PART) \
  NAME ("clientname", PART) NAME ("personname", PART) NAME ("phone", PART) NAME ("mobile", PART) \
  NAME ("tel", WORD) NAME ("fax", WORD) NAME ("idcard", PART) NAME ("idnumber", PART) \
  NAME ("passport", PART) NAME ("wechat", PART) NAME ("weixin", PART) NAME ("qq", WORD) \
  NAME ("email", PART) NAME ("mail", WORD) NAME ("address", PART) NAME ("addr", WORD) \
  NAME ("bankcard", PART) NAME ("cardnumber", PART) NAME ("birthday", PART) NAME ("dateofbirth", PART)

static const struct
{
  const char *text;
  Place place;
} personal[] = {
#define NAME(text_, place_) { text_, place_ },
  PERSONAL_NAMES (NAME)
#undef NAME
};

static inline guint8
lower (char c)
{
  return (guint8) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static inline gboolean
is_gap (char c)
{
  return c == '_' || c == '-' || c == ' ';
}

/* Where @text ends that begins at @at, or NULL. */
static const char *
follow (const char *text,
        const char *at,
        const char *to)
{
  for (; *text != '\0'; text++, at++)
    {
      while (at < to && is_gap (*at))
        at++;
      if (at == to || lower (*at) != (guint8) *text)
        return NULL;
    }
  return at;
}

/* Between @at and what is before it: no two letters, but for customerTel. */
static gboolean
is_edge (const char *from,
         const char *at,
         const char *to)
{
  return at == from || at == to || !g_ascii_isalpha (at[-1]) || !g_ascii_isalpha (*at)
         || (g_ascii_islower (at[-1]) && g_ascii_isupper (*at));
}

static gboolean
stands (Place       place,
        const char *from,
        const char *at,
        const char *end,
        const char *to)
{
  switch (place)
    {
    case WHOLE:
      return at == from && end == to;
    case WORD:
      return is_edge (from, at, to) && is_edge (from, end, to);
    case PART:
    default:
      return TRUE;
    }
}

/* A number below 1024 of how a name begins: its two letters, or its Chinese character, whose last bytes tell most. */
#define SIGN(first, second, third) \
  ((guint) ((first) < 0x80 ? ((first) & 31u) << 5 | ((second) & 31u) : ((second) & 63u) << 4 ^ ((third) & 63u)))
#define N_SIGNS 1024

static guint
sign_of (const char *at,
         const char *to)
{
  guint first = lower (*at++);

  if (first >= 0x80)
    return to - at < 2 ? 0 : SIGN (first, (guchar) at[0], (guchar) at[1]);
  while (at < to && is_gap (*at))
    at++;
  return SIGN (first, at < to ? lower (*at) : 0, 0);
}

static gboolean
is_personal_at (const char *from,
                const char *at,
                const char *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    {
      const char *end = follow (personal[i].text, at, to);

      if (end != NULL && stands (personal[i].place, from, at, end, to))
        return TRUE;
    }
  return FALSE;
}

/**
 * hx_mask_is_personal_name:
 * @name: the name of a member of a document
 * @length: how many bytes of it
 *
 * Returns: whether it says that the value is a person's, such as 联系手机 or `full_name`
 */
gboolean
hx_mask_is_personal_name (const char *name,
                          gsize       length)
{
  /* Which signs there are. A compiler knows it from the table, so that most names cost one look at each character. */
#define SIGN_OF(text) SIGN ((guchar) text[0], (guchar) text[1], (guchar) text[2])
#define NAME(text_, place_) | (SIGN_OF (text_) >> 6 == PART_OF ? G_GUINT64_CONSTANT (1) << (SIGN_OF (text_) & 63) : 0)
#define SIGNS(part) ({ enum { PART_OF = part }; G_GUINT64_CONSTANT (0) PERSONAL_NAMES (NAME); })
  const guint64 signs[N_SIGNS / 64] = { SIGNS (0),  SIGNS (1),  SIGNS (2),  SIGNS (3), SIGNS (4),  SIGNS (5),
                                        SIGNS (6),  SIGNS (7),  SIGNS (8),  SIGNS (9), SIGNS (10), SIGNS (11),
                                        SIGNS (12), SIGNS (13), SIGNS (14), SIGNS (15) };
#undef SIGNS
#undef NAME
#undef SIGN_OF
  const char *to = name + length;

  for (const char *at = name; at < to; at++)
    {
      guint sign;

      /* Not in the midst of a character. */
      if (((guchar) *at & 0xc0) == 0x80 || is_gap (*at))
        continue;
      sign = sign_of (at, to);
      if ((signs[sign >> 6] >> (sign & 63) & 1) != 0 && is_personal_at (name, at, to))
        return TRUE;
    }
  return FALSE;
}
