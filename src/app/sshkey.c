/* SPDX-License-Identifier: MIT */
/*
 * sshkey.c - a public key of OpenSSH, read strictly (RFC 4253, 5656, 8709; PROTOCOL.u2f).
 *
 * The key is base64 of "length, bytes" fields, lengths being four bytes, the
 * highest first. Its first field repeats the type.
 */
#include "app/sshkey.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "store/store.h"

#define LINE_MAX_BYTES 8192
#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 16384

/* ---- base64 */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void encode(const unsigned char *in, size_t len, bool padded, struct buf *out)
{
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t v = (uint32_t)in[i] << 16 | (n > 1 ? (uint32_t)in[i + 1] << 8 : 0) | (n > 2 ? in[i + 2] : 0);

		for (size_t k = 0; k < 4; k++)
			if (k <= n)
				buf_addc(out, digits[v >> (18 - 6 * k) & 63]);
			else if (padded)
				buf_addc(out, '=');
	}
}

static int digit(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Strict: padding to a multiple of four, none of the bits behind the end set. */
static bool decode(const char *s, size_t len, struct buf *out)
{
	size_t pad = len > 1 && s[len - 1] == '=' ? s[len - 2] == '=' ? 2 : 1 : 0;

	if (!len || len % 4)
		return false;
	for (size_t i = 0; i < len; i += 4) {
		size_t n = i + 4 == len ? 4 - pad : 4;
		uint32_t v = 0;

		for (size_t k = 0; k < 4; k++) {
			int d = k < n ? digit(s[i + k]) : 0;

			if (d < 0)
				return false;
			v = v << 6 | (uint32_t)d;
		}
		if ((n == 3 && v & 0xFF) || (n == 2 && v & 0xFFFF))
			return false;
		for (size_t k = 0; k + 1 < n; k++)
			buf_addc(out, (char)(v >> (16 - 8 * k) & 0xFF));
	}
	return true;
}

/* ---- the inside of a key */

struct inside {
	const unsigned char *at;
	size_t left;
};

struct piece {
	const unsigned char *at;
	size_t len;
};

static bool next_piece(struct inside *in, struct piece *out)
{
	size_t len;

	if (in->left < 4)
		return false;
	len = (size_t)in->at[0] << 24 | (size_t)in->at[1] << 16 | (size_t)in->at[2] << 8 | in->at[3];
	if (len > in->left - 4)
		return false;
	*out = (struct piece){ in->at + 4, len };
	in->at += 4 + len;
	in->left -= 4 + len;
	return true;
}

static bool is_text(struct piece p, const char *text)
{
	return p.len == strlen(text) && memcmp(p.at, text, p.len) == 0;
}

/* A positive whole number in its shortest form; its length in bits, 0 if it is none. */
static size_t bits_of(struct piece p)
{
	size_t bits;

	if (!p.len || p.at[0] & 0x80)
		return 0;
	if (p.at[0] == 0) {
		if (p.len < 2 || !(p.at[1] & 0x80))
			return 0;
		return (p.len - 1) * 8;
	}
	bits = p.len * 8;
	for (unsigned top = p.at[0]; !(top & 0x80); top <<= 1)
		bits--;
	return bits;
}

static bool is_odd(struct piece p)
{
	return p.at[p.len - 1] & 1;
}

/* The application a security key was made for: printable, "ssh:" as a rule. */
static bool read_application(struct inside *in)
{
	struct piece p;

	if (!next_piece(in, &p) || !p.len || p.len > 255)
		return false;
	for (size_t i = 0; i < p.len; i++)
		if (p.at[i] < 0x21 || p.at[i] > 0x7E)
			return false;
	return true;
}

struct kind {
	const char *type, *curve;
	size_t size; /* of the point, or of the key */
	const char *(*read)(struct inside *in, const struct kind *k); /* NULL, or what is wrong */
	bool security_key;
};

static const char *read_ed25519(struct inside *in, const struct kind *k)
{
	struct piece p;

	return next_piece(in, &p) && p.len == k->size ? NULL : "its key is not 32 bytes long";
}

static const char *read_ecdsa(struct inside *in, const struct kind *k)
{
	struct piece curve, point;

	if (!next_piece(in, &curve) || !is_text(curve, k->curve))
		return "its curve is not that of its type";
	if (!next_piece(in, &point) || point.len != k->size || point.at[0] != 4)
		return "its point is not of that curve";
	return NULL;
}

static const char *read_rsa(struct inside *in, const struct kind *k)
{
	struct piece e, n;
	size_t bits;

	(void)k;
	if (!next_piece(in, &e) || bits_of(e) < 2 || bits_of(e) > 64 || !is_odd(e))
		return "its exponent is none";
	if (!next_piece(in, &n) || (bits = bits_of(n)) == 0 || !is_odd(n))
		return "its modulus is none";
	if (bits < RSA_BITS_MIN)
		return "an RSA key needs at least 2048 bits";
	return bits > RSA_BITS_MAX ? "an RSA key has at most 16384 bits" : NULL;
}

static const struct kind kinds[] = {
	{ "ssh-ed25519", NULL, 32, read_ed25519, false },
	{ "ecdsa-sha2-nistp256", "nistp256", 65, read_ecdsa, false },
	{ "ecdsa-sha2-nistp384", "nistp384", 97, read_ecdsa, false },
	{ "ecdsa-sha2-nistp521", "nistp521", 133, read_ecdsa, false },
	{ "ssh-rsa", NULL, 0, read_rsa, false },
	{ "sk-ssh-ed25519@openssh.com", NULL, 32, read_ed25519, true },
	{ "sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", 65, read_ecdsa, true },
};

static const char *read_inside(const struct kind *k, const struct buf *blob)
{
	struct inside in = { (const unsigned char *)blob->s, blob->len };
	struct piece type;
	const char *wrong;

	if (!next_piece(&in, &type) || !is_text(type, k->type))
		return "its inside is of another type than it says";
	wrong = k->read(&in, k);
	if (!wrong && k->security_key && !read_application(&in))
		wrong = "the application of the security key is none";
	return wrong ? wrong : in.left ? "there is something behind its end" : NULL;
}

/* ---- the line */

static int refuse(struct error *err, const char *next, const char *why)
{
	return error_set(err, FAIL_DATA, "key", NULL, next ? next : "give the .pub file that ssh-keygen wrote", "%s", why);
}

static size_t blanks(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && (s[n] == ' ' || s[n] == '\t'))
		n++;
	return n;
}

static size_t word(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] != ' ' && s[n] != '\t')
		n++;
	return n;
}

static const struct kind *kind_of(const char *s, size_t len, struct error *err)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strlen(kinds[i].type) == len && memcmp(kinds[i].type, s, len) == 0)
			return &kinds[i];
	refuse(err, "make one: ssh-keygen -t ed25519",
		       "it does not begin with a type that is taken: ssh-ed25519, ecdsa, ssh-rsa or a security key's");
	return NULL;
}

/* Without blanks around, cut where it is too long. */
static const char *comment_of(const char *s, size_t len, struct arena *a)
{
	size_t from = blanks(s, len);

	s += from;
	len -= from;
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	while (len > SSHKEY_COMMENT_MAX)
		len = utf8_prev(s, len, len);
	return arena_strndup(a, s, len);
}

static void fingerprint(const struct buf *blob, char out[64])
{
	unsigned char sum[32];
	AUTOBUF text = BUF_INIT;

	store_sha256(blob->s, blob->len, sum);
	buf_adds(&text, "SHA256:");
	encode(sum, sizeof sum, false, &text);
	memcpy(out, text.s, text.len + 1);
}

int sshkey_read(const char *line, size_t len, struct arena *a, struct sshkey *out, struct error *err)
{
	AUTOBUF blob = BUF_INIT, again = BUF_INIT;
	const struct kind *k;
	const char *wrong;
	size_t n;

	if (len >= 10 && memcmp(line, "-----BEGIN", 10) == 0)
		return refuse(err, "never give that file away; give the one whose name ends with .pub",
			      "this is a private key");
	if (len && line[len - 1] == '\n')
		len--;
	if (len && line[len - 1] == '\r')
		len--;
	if (len > LINE_MAX_BYTES || memchr(line, '\n', len))
		return refuse(err, NULL, "it is more than one line, or far too long");
	if (!utf8_is_visible(line, len, UTF8_KEEP_TAB))
		return refuse(err, NULL, "it holds characters that are no text");
	n = blanks(line, len);
	line += n;
	len -= n;
	n = word(line, len);
	k = kind_of(line, n, err);
	if (!k)
		return err ? err->kind : FAIL_DATA;
	n += blanks(line + n, len - n);
	line += n;
	len -= n;
	n = word(line, len);
	if (!decode(line, n, &blob))
		return refuse(err, NULL, "its key is not base64");
	wrong = read_inside(k, &blob);
	if (wrong)
		return refuse(err, NULL, wrong);
	encode((const unsigned char *)blob.s, blob.len, true, &again);
	out->type = k->type;
	out->text = arena_printf(a, "%s %s", k->type, again.s);
	out->comment = comment_of(line + n, len - n, a);
	fingerprint(&blob, out->fingerprint);
	return 0;
}
