/* SPDX-License-Identifier: MIT */
/*
 * socks.c - asks a SOCKS 5 proxy on this machine for a connection, and prints what comes through it.
 *
 *	socks PROXY-PORT TARGET-PORT
 *
 * "ssh -D" is such a proxy. Ends with 0 if the target sent something, 1 if not.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int connected(uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 5 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

static int ask(int fd, const unsigned char *bytes, size_t len, unsigned char *answer, size_t size)
{
	if (write(fd, bytes, len) != (ssize_t)len)
		return -1;
	return (int)read(fd, answer, size);
}

int main(int argc, char **argv)
{
	long proxy = argc == 3 ? strtol(argv[1], NULL, 10) : 0, target = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	const unsigned char hello[] = { 5, 1, 0 };
	unsigned char want[] = { 5, 1, 0, 1, 127, 0, 0, 1, (unsigned char)(target >> 8), (unsigned char)target };
	unsigned char answer[300];
	int fd, n;

	if (!proxy || !target) {
		fprintf(stderr, "usage: socks PROXY-PORT TARGET-PORT\n");
		return 2;
	}
	fd = connected((uint16_t)proxy);
	if (fd < 0 || ask(fd, hello, sizeof hello, answer, sizeof answer) < 2 || answer[1] != 0)
		return 1;
	n = ask(fd, want, sizeof want, answer, 10);
	if (n < 2 || answer[1] != 0)
		return 1;
	n = (int)read(fd, answer, sizeof answer);
	if (n > 0)
		fwrite(answer, 1, (size_t)n, stdout);
	close(fd);
	return n <= 0;
}
