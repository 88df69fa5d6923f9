// Numbers of linux/netlink.h, rtnetlink.h, if_link.h, if_addr.h, if_arp.h and if.h, under the kernel's own names.

export const NETLINK_ROUTE = 0

export const NLMSG_NOOP = 1
export const NLMSG_ERROR = 2
export const NLMSG_DONE = 3

export const NLM_F_REQUEST = 0x01
export const NLM_F_MULTI = 0x02
export const NLM_F_ACK = 0x04
/** The dump's objects changed while it was taken: it has to be taken again. */
export const NLM_F_DUMP_INTR = 0x10
/** On a GET request: all objects. */
export const NLM_F_DUMP = 0x300
/** On a NEW request or notification. */
export const NLM_F_REPLACE = 0x100
export const NLM_F_EXCL = 0x200
export const NLM_F_CREATE = 0x400
/** On an acknowledgement: the request's header is quoted without its payload. */
export const NLM_F_CAPPED = 0x100
/** On an acknowledgement: attributes follow. */
export const NLM_F_ACK_TLVS = 0x200

export const RTM_NEWLINK = 16
export const RTM_DELLINK = 17
export const RTM_GETLINK = 18
export const RTM_NEWADDR = 20
export const RTM_DELADDR = 21
export const RTM_GETADDR = 22
export const RTM_NEWROUTE = 24
export const RTM_DELROUTE = 25
export const RTM_GETROUTE = 26

export const RTNLGRP_LINK = 1
export const RTNLGRP_IPV6_IFADDR = 9
export const RTNLGRP_IPV6_ROUTE = 11

export const AF_UNSPEC = 0
export const AF_INET6 = 10

export const NLMSGERR_ATTR_MSG = 1
export const NLMSGERR_ATTR_OFFS = 2
export const NLMSGERR_ATTR_MISS_TYPE = 5

export const IFF_UP = 0x1
export const IFF_LOOPBACK = 0x8
export const IFF_POINTOPOINT = 0x10
export const IFF_RUNNING = 0x40
export const IFF_MULTICAST = 0x1000

export const IFLA_ADDRESS = 1
export const IFLA_IFNAME = 3
export const IFLA_MTU = 4
export const IFLA_LINK = 5
export const IFLA_MASTER = 10
export const IFLA_OPERSTATE = 16
export const IFLA_LINKINFO = 18
export const IFLA_EXT_MASK = 29
export const IFLA_CARRIER = 33
export const IFLA_PROP_LIST = 52
export const IFLA_ALT_IFNAME = 53
export const IFLA_INFO_KIND = 1
export const IFLA_INFO_SLAVE_KIND = 4
/** In IFLA_EXT_MASK: leave the counters out of the answer. */
export const RTEXT_FILTER_SKIP_STATS = 8

export const IFA_ADDRESS = 1
export const IFA_LOCAL = 2
export const IFA_CACHEINFO = 6
export const IFA_FLAGS = 8
export const IFA_RT_PRIORITY = 9
export const IFA_PROTO = 11
export const IFA_F_DADFAILED = 0x08
export const IFA_F_DEPRECATED = 0x20
export const IFA_F_TENTATIVE = 0x40
export const IFA_F_NOPREFIXROUTE = 0x200

export const RT_SCOPE_UNIVERSE = 0
export const RT_SCOPE_LINK = 253

export const RTA_DST = 1
export const RTA_OIF = 4
export const RTA_GATEWAY = 5
export const RTA_PRIORITY = 6
export const RTA_PREFSRC = 7
export const RTA_MULTIPATH = 9
export const RTA_CACHEINFO = 12
export const RTA_TABLE = 15
export const RTA_PREF = 20
export const RTA_EXPIRES = 23

export const RTN_UNSPEC = 0
export const RTN_UNICAST = 1
export const RTN_BLACKHOLE = 6
export const RTN_UNREACHABLE = 7
export const RTN_PROHIBIT = 8
export const RTM_F_CLONED = 0x200

export const RT_TABLE_UNSPEC = 0
/** What `rtm_table` says when the table's number does not fit its octet and stands in RTA_TABLE alone. */
export const RT_TABLE_COMPAT = 252
