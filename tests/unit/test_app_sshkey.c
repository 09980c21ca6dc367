/* SPDX-License-Identifier: MIT */
/* test_app_sshkey.c - which public keys are taken, and that nothing else of a line is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/sshkey.h"
#include "base/buf.h"

#define ED25519 "AAAAC3NzaC1lZDI1NTE5AAAAIDxgDwOyrL1fzejgH10yafq2XLKpM7NzbuHRAiUjVBEU"
#define P256                                                                                        \
	"AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBNqzICzd2OAPA9OKr8"                      \
	"CElelQvI3aCfw/8RYP/+xUGGC47yw4IfkgGCBNp2dhzfJRFS6lhkSHOLnhVDmagCb8qHQ="
#define P521                                                                                        \
	"AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAD+5VajUGSUJRVfumxphGZf/lip"            \
	"kHo7++yobkZhc2/HGPGhAHhkB5EHtFIEKA5LnJRSMtPwmOn9YOsni3/Vg3P6UAGWn9DSZjrptjeFbwD9"            \
	"icEqhf0ss4X1Dt6owQaoKUQAtuhnIHYOsSWS+TvY1SQh3gGHrpCvHb0o2tbZs1kyCcnnzA=="
#define RSA2048                                                                                     \
	"AAAAB3NzaC1yc2EAAAADAQABAAABAQCoywEkBqDv31dxso+bZl4n9gFxexNuFuYYHNwLf3Ex38DLB8mGksJwcTZLm2"  \
	"akhpiq6kn4NJrDmrEx71ryA+sJUbbQX4JJbT9GWIhK/NqDVVDwHiCvmfPP/wexez1138grlsnQmKgPGINgkS5EWyfz"  \
	"BSTvEhl1ZsH9aFwKUfv7pWFkXmILawZ8xFVu54ODq4D0jgxIMUdzCpFtvoSQRrNzEHYjOr3ZPH6OK8XMmBc9E6L3T/"  \
	"9nw3kMFFs6bRzf6SSYaLNM7cYPFpAZblByY+tqkzLpZRSKDYfPmczQ2XBVooH76j3R0CKa5JJuWfXhxv+se9HVGxeXQNImZnn25neP"
#define RSA1024                                                                                     \
	"AAAAB3NzaC1yc2EAAAADAQABAAAAgQCgJ+/byw0wnd46TnvPBZXP1PYFlo8TeDRK3Gko340njiyBMJxTsv4P1rOB28"  \
	"/kkC8rWUUB+GtXBXnCkYKqZoRXQ3KRn7LCPkt9fDcxdhwe3Iv/BKQ2BK7oXSFbdmoejnxNByrqfUsiforZmix8CQCFw4eiD8Sj4BR7BO8RPG0+rQ=="
#define SK_ED25519                                                                                  \
	"AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIGtra2tra2tra2tra2tra2tra2tra2tra2tra2tra2trAAAABHNzaDo="

static struct sshkey key;
static struct error err;
static struct arena arena;

static int read_key(const char *line)
{
	key = (struct sshkey){ .type = NULL };
	err = (struct error)ERROR_INIT;
	return sshkey_read(line, strlen(line), &arena, &key, &err);
}

static void sshkey__is_known_by_the_fingerprint_of_ssh_keygen(void **state)
{
	static const struct {
		const char *line, *type, *fingerprint, *comment;
	} good[] = {
		{ "ssh-ed25519 " ED25519 " anna@desk\n", "ssh-ed25519",
		  "SHA256:HchT2Bhan1aJy0Dwd7Qw6TQl5cBSoltNzHyKKUjsRgs", "anna@desk" },
		{ "ecdsa-sha2-nistp256 " P256 " ben", "ecdsa-sha2-nistp256",
		  "SHA256:U0SNxSwrOOCcQnfV5Th3NAN2jYWRJa/C/vi+foW09PI", "ben" },
		{ "ecdsa-sha2-nistp521 " P521, "ecdsa-sha2-nistp521",
		  "SHA256:cvtiqUwShntoyX+I+BvhadFLoXjMZlNwU61J5+i5gCw", "" },
		{ "  ssh-rsa\t" RSA2048 "  two words \r\n", "ssh-rsa",
		  "SHA256:tGbIeORweJ+px3MqbDYj395fF7oE7x+b5Y4IabGgbMQ", "two words" },
		{ "sk-ssh-ed25519@openssh.com " SK_ED25519 " yubi", "sk-ssh-ed25519@openssh.com",
		  "SHA256:ZE5TabYjtY2XJ0X0n3sXJoaZOaALYBjvz7uVX3qLELg", "yubi" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		if (read_key(good[i].line) != 0)
			fail_msg("%s: %s", good[i].type, err.why);
		assert_string_equal(key.type, good[i].type);
		assert_string_equal(key.fingerprint, good[i].fingerprint);
		assert_string_equal(key.comment, good[i].comment);
	}
}

static void sshkey__text_is_type_and_key_alone(void **state)
{
	(void)state;
	assert_int_equal(read_key("ssh-ed25519 " ED25519 " command=\"sh\" \"; id"), 0);
	assert_string_equal(key.text, "ssh-ed25519 " ED25519);
	assert_string_equal(key.comment, "command=\"sh\" \"; id");
}

static void sshkey__cuts_a_long_comment_at_a_character(void **state)
{
	AUTOBUF line = BUF_INIT;

	(void)state;
	buf_adds(&line, "ssh-ed25519 " ED25519 " ");
	for (int i = 0; i < 100; i++)
		buf_adds(&line, "ä");
	assert_int_equal(read_key(line.s), 0);
	assert_int_equal(strlen(key.comment), 120);
}

static void sshkey__refuses_what_is_none(void **state)
{
	static const struct {
		const char *line, *why;
	} bad[] = {
		{ "", "type" },
		{ "ssh-ed25519", "base64" },
		{ "ssh-ed25519 ", "base64" },
		{ "ssh-ed25519 AAAA", "inside" },
		{ "command=\"sh\" ssh-ed25519 " ED25519, "type" },
		{ "restrict,pty ssh-ed25519 " ED25519, "type" },
		{ "@cert-authority ssh-ed25519 " ED25519, "type" },
		{ "cert-authority ssh-ed25519 " ED25519, "type" },
		{ "ssh-ed25519-cert-v01@openssh.com " ED25519, "type" },
		{ "ssh-dss " ED25519, "type" },
		{ "SSH-ED25519 " ED25519, "type" },
		{ "ssh-rsa " ED25519, "another type" },
		{ "ssh-ed25519 " RSA2048, "another type" },
		{ "ecdsa-sha2-nistp384 " P256, "another type" },
		{ "ssh-rsa " RSA1024, "2048 bits" },
		{ "ssh-ed25519 " ED25519 "\nssh-ed25519 " ED25519, "more than one line" },
		{ "ssh-ed25519 " ED25519 " a\rb", "no text" },
		{ "ssh-ed25519 " ED25519 " a\033[2Jb", "no text" },
		{ "ssh-ed25519 " ED25519 " a\302\233b", "no text" },
		{ "ssh-ed25519 " ED25519 " \342\200\256x", "no text" },
		{ "ssh-ed25519 " ED25519 " \377", "no text" },
		{ "ssh-ed25519 " ED25519 "=", "base64" },
		{ "ssh-ed25519 *" ED25519, "base64" },
		{ "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNza\n", "private key" },
		{ "ssh-ed25519 "
		  "AAAAC3NzaC1lZDI1NTE5AAAAIDxgDwOyrL1fzejgH10yafq2XLKpM7NzbuHRAiUjVBEUeA==",
		  "behind its end" },
		{ "sk-ssh-ed25519@openssh.com "
		  "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIGtra2tra2tra2tra2tra2tra2tra2tra2tra2tra2trAAAABHNzCmg=",
		  "application" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(read_key(bad[i].line), FAIL_DATA);
		if (!strstr(err.why, bad[i].why))
			fail_msg("%s: %s", bad[i].line, err.why);
		assert_null(key.type);
	}
}

/* Every bit of the inside counts: what is turned over is refused, or is another key. */
static void sshkey__no_flipped_digit_gives_the_same_key(void **state)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char line[] = "ssh-ed25519 " ED25519, before[64];

	(void)state;
	assert_int_equal(read_key(line), 0);
	memcpy(before, key.fingerprint, sizeof before);
	for (size_t i = 12; i < sizeof line - 1; i++) {
		char was = line[i];

		line[i] = digits[(strchr(digits, was) - digits + 1) % 64];
		if (read_key(line) == 0)
			assert_string_not_equal(key.fingerprint, before);
		line[i] = was;
	}
}

static int end(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sshkey__is_known_by_the_fingerprint_of_ssh_keygen),
		cmocka_unit_test(sshkey__text_is_type_and_key_alone),
		cmocka_unit_test(sshkey__cuts_a_long_comment_at_a_character),
		cmocka_unit_test(sshkey__refuses_what_is_none),
		cmocka_unit_test(sshkey__no_flipped_digit_gives_the_same_key),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
