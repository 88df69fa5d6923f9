/* Numbers that differ among architectures, so TypeScript takes them from here. */
#ifndef CONSTANTS_H
#define CONSTANTS_H

#include <linux/icmpv6.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#ifndef SO_BINDTOIFINDEX
#define SO_BINDTOIFINDEX 62
#endif

#define EACH_CONSTANT(constant)                                                                                        \
  constant(AF_INET6) constant(AF_NETLINK) constant(SOCK_DGRAM) constant(SOCK_RAW) constant(MSG_TRUNC)                  \
  constant(SOL_SOCKET) constant(SO_RCVBUF) constant(SO_RCVBUFFORCE) constant(SO_SNDBUF) constant(SO_SNDBUFFORCE)       \
  constant(SO_REUSEADDR) constant(SO_BINDTODEVICE) constant(SO_BINDTOIFINDEX)                                          \
  constant(IPPROTO_IPV6) constant(IPPROTO_ICMPV6) constant(IPV6_V6ONLY) constant(IPV6_RECVPKTINFO)                     \
  constant(IPV6_RECVHOPLIMIT) constant(IPV6_UNICAST_HOPS) constant(IPV6_MULTICAST_HOPS) constant(IPV6_MULTICAST_LOOP)  \
  constant(IPV6_MULTICAST_IF) constant(IPV6_JOIN_GROUP) constant(IPV6_LEAVE_GROUP) constant(ICMPV6_FILTER)             \
  constant(SOL_NETLINK) constant(NETLINK_ADD_MEMBERSHIP) constant(NETLINK_DROP_MEMBERSHIP) constant(NETLINK_CAP_ACK)   \
  constant(NETLINK_EXT_ACK) constant(NETLINK_GET_STRICT_CHK) constant(NETLINK_NO_ENOBUFS)                              \
  constant(NETLINK_LISTEN_ALL_NSID)

#endif
