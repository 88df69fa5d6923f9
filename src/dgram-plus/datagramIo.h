/* Batches of datagrams between a socket and a flat buffer. Knows nothing of Node: sanitizers and fuzzers link it alone. */
#ifndef DATAGRAM_IO_H
#define DATAGRAM_IO_H

#include <stddef.h>
#include <stdint.h>

#define DATAGRAM_BATCH 64
#define DATAGRAM_NAME_SIZE 112
#define DATAGRAM_HAS_CONTROL 1u

/*
 * What stands before each payload, in both directions; layout.ts names the same offsets. The payload follows, and the
 * next record begins at a multiple of 16.
 */
struct datagram {
  uint32_t length;          /* octets of payload; received: before truncation, so possibly more than are here */
  uint32_t name_length;     /* octets of `name` that count */
  uint32_t flags;           /* received: MSG_TRUNC ...; to send: DATAGRAM_HAS_CONTROL */
  int32_t hop_limit;        /* -1: unknown, or the socket's default */
  uint32_t interface_index; /* of arrival, or to leave by; 0: unknown, or the kernel's choice */
  int32_t result;           /* of sending: 0 or -errno */
  uint8_t local[16];        /* received: the destination; to send: the source, :: for the kernel's choice */
  uint8_t reserved[8];
  uint8_t name[DATAGRAM_NAME_SIZE]; /* struct sockaddr of the other side */
};

/*
 * Receives into at most DATAGRAM_BATCH records that lie `stride` octets apart (a multiple of 16, more than a header).
 * Never blocks. Returns the number received, or -errno.
 */
int datagrams_receive(int fd, uint8_t *ring, size_t stride, unsigned slots);

/*
 * Sends `count` records that lie behind each other in `size` octets and notes each one's result in it. Never blocks:
 * what no longer fits the socket's buffer has -EAGAIN. Returns 0, or -1 when the records do not fit `size`.
 */
int datagrams_send(int fd, uint8_t *records, size_t size, unsigned count);

/* Throws away all that waits to be received. */
void datagrams_discard(int fd);

/* Returns and clears the socket's pending error: an errno, or 0 when it was the error queue, which is empty then. */
int datagrams_take_error(int fd);

#endif
