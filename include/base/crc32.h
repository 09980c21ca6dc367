/* SPDX-License-Identifier: MIT */
/* crc32.h - the CRC-32 of Ethernet and PNG (polynomial 0x04C11DB7, reflected). */
#ifndef BASE_CRC32_H
#define BASE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Continues with the result of the bytes before; starts with 0. */
uint32_t crc32_add(uint32_t crc, const void *bytes, size_t len);

#endif
