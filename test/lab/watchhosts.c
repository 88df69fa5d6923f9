/*
 * Tells when hosts come online: global IPv6 addresses and default routes, from netlink events of many namespaces, in
 * one process. One process with one poll keeps the burst of 64 hosts from being measured by 64 wakeups.
 *
 * usage: watchhosts NAMESPACE...
 * First line: ready MONOTONIC_NS REALTIME_NS
 * then:       MONOTONIC_NS NAMESPACE address add|remove ADDRESS
 *             MONOTONIC_NS NAMESPACE prefix add PREFIX/LENGTH
 *             MONOTONIC_NS NAMESPACE route add|remove GATEWAY
 *             MONOTONIC_NS NAMESPACE overrun
 * The kernel tells of an address only once it is no longer tentative. That it has made one is told by `prefix`: an
 * autonomous prefix of an RA, reported right after its (still tentative) address.
 * Lines are written when nothing has happened for 10 ms, so that writing does not disturb what is measured.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Kernels up to 6.8 give 1 and 2 for on-link and autonomous, later ones the octet of the RA (RFC 4861 section 4.6.2). */
static int is_autonomous(unsigned char flags)
{
	return flags & 0x40 || flags == 2 || flags == 3;
}

static long long nanoseconds(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void die(const char *what, const char *which)
{
	fprintf(stderr, "watchhosts: %s %s: %s\n", what, which, strerror(errno));
	exit(1);
}

static int open_in(const char *name)
{
	char path[256];
	struct sockaddr_nl self = {
		.nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE | RTMGRP_IPV6_PREFIX,
	};
	int size = 1 << 20, file, sock;

	snprintf(path, sizeof path, "/run/netns/%s", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 || setns(file, CLONE_NEWNET) < 0)
		die("cannot enter", name);
	close(file);
	sock = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (sock < 0 || bind(sock, (struct sockaddr *)&self, sizeof self) < 0)
		die("cannot listen in", name);
	setsockopt(sock, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
	return sock;
}

static const char *find_address(const struct rtattr *attribute, int left, int type, const char *otherwise)
{
	static char text[INET6_ADDRSTRLEN];

	for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left))
		if (attribute->rta_type == type)
			return inet_ntop(AF_INET6, RTA_DATA(attribute), text, sizeof text);
	return otherwise;
}

static void print_address(long long at, const char *name, const struct nlmsghdr *header)
{
	const struct ifaddrmsg *message = NLMSG_DATA(header);
	const char *change = header->nlmsg_type == RTM_NEWADDR ? "add" : "remove";

	if (message->ifa_family == AF_INET6 && message->ifa_scope == RT_SCOPE_UNIVERSE)
		printf("%lld %s address %s %s\n", at, name, change,
		       find_address(IFA_RTA(message), IFA_PAYLOAD(header), IFA_ADDRESS, "none"));
}

static void print_prefix(long long at, const char *name, const struct nlmsghdr *header)
{
	const struct prefixmsg *message = NLMSG_DATA(header);
	const void *attributes = (const char *)message + NLMSG_ALIGN(sizeof *message);

	if (is_autonomous(message->prefix_flags))
		printf("%lld %s prefix add %s/%u\n", at, name,
		       find_address(attributes, NLMSG_PAYLOAD(header, sizeof *message), PREFIX_ADDRESS, "none"),
		       message->prefix_len);
}

static void print_route(long long at, const char *name, const struct nlmsghdr *header)
{
	const struct rtmsg *message = NLMSG_DATA(header);
	const char *change = header->nlmsg_type == RTM_NEWROUTE ? "add" : "remove";

	if (message->rtm_family == AF_INET6 && message->rtm_dst_len == 0 && message->rtm_type == RTN_UNICAST)
		printf("%lld %s route %s %s\n", at, name, change,
		       find_address(RTM_RTA(message), RTM_PAYLOAD(header), RTA_GATEWAY, "none"));
}

static void print_message(long long at, const char *name, const struct nlmsghdr *header)
{
	switch (header->nlmsg_type) {
	case RTM_NEWADDR:
	case RTM_DELADDR:
		print_address(at, name, header);
		break;
	case RTM_NEWPREFIX:
		print_prefix(at, name, header);
		break;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		print_route(at, name, header);
		break;
	}
}

static void drain(int sock, const char *name)
{
	static char buffer[65536] __attribute__((aligned(NLMSG_ALIGNTO)));

	for (;;) {
		ssize_t length = recv(sock, buffer, sizeof buffer, 0);
		long long at = nanoseconds(CLOCK_MONOTONIC);

		if (length < 0 && errno == ENOBUFS)
			printf("%lld %s overrun\n", at, name);
		else if (length < 0)
			return;
		for (struct nlmsghdr *h = (struct nlmsghdr *)buffer; length > 0 && NLMSG_OK(h, length);
		     h = NLMSG_NEXT(h, length))
			print_message(at, name, h);
	}
}

int main(int argc, char **argv)
{
	int count = argc - 1;
	struct pollfd *sockets = calloc(argc, sizeof *sockets);

	for (int i = 0; i < count; i++) {
		sockets[i].fd = open_in(argv[i + 1]);
		sockets[i].events = POLLIN;
	}
	printf("ready %lld %lld\n", nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_REALTIME));
	fflush(stdout);
	for (int waiting = 0;;) {
		int ready = poll(sockets, count, waiting ? 10 : -1);

		if (ready < 0 && errno != EINTR)
			die("poll", "");
		if (ready == 0)
			fflush(stdout);
		waiting = ready > 0;
		for (int i = 0; ready > 0 && i < count; i++)
			if (sockets[i].revents)
				drain(sockets[i].fd, argv[i + 1]);
	}
}
