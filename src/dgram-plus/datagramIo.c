#define _GNU_SOURCE
#include "datagramIo.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define CONTROL_SIZE 256
#define DISCARD_LIMIT 65536

union control {
  struct cmsghdr align;
  uint8_t bytes[CONTROL_SIZE];
};

static uint8_t *payload_of(struct datagram *datagram) {
  return (uint8_t *)datagram + sizeof *datagram;
}

static void read_control(struct msghdr *header, struct datagram *datagram) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
    if (part->cmsg_level != IPPROTO_IPV6) continue;
    if (part->cmsg_type == IPV6_PKTINFO && part->cmsg_len >= CMSG_LEN(sizeof(struct in6_pktinfo))) {
      struct in6_pktinfo info;
      memcpy(&info, CMSG_DATA(part), sizeof info);
      memcpy(datagram->local, &info.ipi6_addr, sizeof datagram->local);
      datagram->interface_index = info.ipi6_ifindex;
    } else if (part->cmsg_type == IPV6_HOPLIMIT && part->cmsg_len >= CMSG_LEN(sizeof(int))) {
      int hop_limit;
      memcpy(&hop_limit, CMSG_DATA(part), sizeof hop_limit);
      datagram->hop_limit = hop_limit;
    }
  }
}

int datagrams_receive(int fd, uint8_t *ring, size_t stride, unsigned slots) {
  struct mmsghdr messages[DATAGRAM_BATCH];
  struct iovec vectors[DATAGRAM_BATCH];
  union control controls[DATAGRAM_BATCH];
  if (slots > DATAGRAM_BATCH) slots = DATAGRAM_BATCH;

  for (unsigned i = 0; i < slots; i++) {
    struct datagram *datagram = (struct datagram *)(ring + i * stride);
    vectors[i] = (struct iovec){ payload_of(datagram), stride - sizeof *datagram };
    messages[i].msg_hdr = (struct msghdr){ .msg_name = datagram->name,
                                           .msg_namelen = sizeof datagram->name,
                                           .msg_iov = &vectors[i],
                                           .msg_iovlen = 1,
                                           .msg_control = controls[i].bytes,
                                           .msg_controllen = sizeof controls[i].bytes };
  }

  int count;
  do {
    /* MSG_TRUNC: the length told is the datagram's own, not that of what fitted. */
    count = recvmmsg(fd, messages, slots, MSG_DONTWAIT | MSG_TRUNC, NULL);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return -errno;

  for (int i = 0; i < count; i++) {
    struct datagram *datagram = (struct datagram *)(ring + (size_t)i * stride);
    struct msghdr *header = &messages[i].msg_hdr;
    datagram->length = messages[i].msg_len;
    datagram->name_length = header->msg_namelen;
    datagram->flags = (uint32_t)header->msg_flags;
    datagram->hop_limit = -1;
    datagram->interface_index = 0;
    memset(datagram->local, 0, sizeof datagram->local);
    read_control(header, datagram);
  }
  return count;
}

static size_t add_control(uint8_t *at, int type, const void *value, size_t size) {
  struct cmsghdr *part = (struct cmsghdr *)at;
  part->cmsg_level = IPPROTO_IPV6;
  part->cmsg_type = type;
  part->cmsg_len = CMSG_LEN(size);
  memcpy(CMSG_DATA(part), value, size);
  return CMSG_SPACE(size);
}

static size_t write_control(const struct datagram *datagram, union control *control) {
  size_t size = 0;
  if (!(datagram->flags & DATAGRAM_HAS_CONTROL)) return 0;
  memset(control, 0, sizeof *control);
  struct in6_pktinfo info = { .ipi6_ifindex = datagram->interface_index };
  memcpy(&info.ipi6_addr, datagram->local, sizeof info.ipi6_addr);
  size += add_control(control->bytes, IPV6_PKTINFO, &info, sizeof info);
  if (datagram->hop_limit >= 0) {
    int hop_limit = datagram->hop_limit;
    size += add_control(control->bytes + size, IPV6_HOPLIMIT, &hop_limit, sizeof hop_limit);
  }
  return size;
}

static size_t padded(size_t size) {
  return (size + 15) & ~(size_t)15;
}

/* The record at `offset`, or NULL when it does not lie within `size`. */
static struct datagram *record_at(uint8_t *records, size_t size, size_t offset) {
  if (offset > size || size - offset < sizeof(struct datagram)) return NULL;
  struct datagram *datagram = (struct datagram *)(records + offset);
  if (datagram->length > size - offset - sizeof *datagram) return NULL;
  return datagram->name_length <= sizeof datagram->name ? datagram : NULL;
}

/* Returns whether the socket's buffer is full: then nothing may be tried behind, or it would overtake. */
static int send_batch(int fd, struct mmsghdr *messages, struct datagram **records, unsigned count) {
  unsigned done = 0;
  while (done < count) {
    int sent = sendmmsg(fd, messages + done, count - done, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) {
      while (done < count) records[done++]->result = -EAGAIN;
      return 1;
    }
    if (sent <= 0) {
      records[done++]->result = sent < 0 ? -errno : -EIO;
    } else {
      for (int i = 0; i < sent; i++) records[done++]->result = 0;
    }
  }
  return 0;
}

int datagrams_send(int fd, uint8_t *records, size_t size, unsigned count) {
  struct mmsghdr messages[DATAGRAM_BATCH];
  struct iovec vectors[DATAGRAM_BATCH];
  union control controls[DATAGRAM_BATCH];
  struct datagram *batch[DATAGRAM_BATCH];
  size_t offset = 0;
  unsigned filled = 0;
  int full = 0;

  for (unsigned i = 0; i < count; i++) {
    struct datagram *datagram = record_at(records, size, offset);
    if (!datagram) return -1;
    offset += padded(sizeof *datagram + datagram->length);
    datagram->result = -EAGAIN;
    if (full) continue;
    batch[filled] = datagram;
    vectors[filled] = (struct iovec){ payload_of(datagram), datagram->length };
    size_t control_length = write_control(datagram, &controls[filled]);
    messages[filled].msg_hdr = (struct msghdr){ .msg_name = datagram->name_length ? datagram->name : NULL,
                                                .msg_namelen = datagram->name_length,
                                                .msg_iov = &vectors[filled],
                                                .msg_iovlen = 1,
                                                .msg_control = control_length ? controls[filled].bytes : NULL,
                                                .msg_controllen = control_length };
    if (++filled == DATAGRAM_BATCH || i + 1 == count) {
      full = send_batch(fd, messages, batch, filled);
      filled = 0;
    }
  }
  return 0;
}

static void discard(int fd, int flags) {
  uint8_t octet;
  for (int i = 0; i < DISCARD_LIMIT && recv(fd, &octet, 1, flags | MSG_DONTWAIT) >= 0; i++) continue;
}

void datagrams_discard(int fd) {
  discard(fd, 0);
}

static int int_option(int fd, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, option, &value, &size) < 0 ? errno : value;
}

int datagrams_take_error(int fd) {
  int error = int_option(fd, SO_ERROR);
  /* Only IP knows an error queue: to others the flag means nothing, and this would take datagrams or the next error. */
  if (error == 0 && int_option(fd, SO_DOMAIN) == AF_INET6) discard(fd, MSG_ERRQUEUE);
  return error;
}
