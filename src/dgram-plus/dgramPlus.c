/*
 * Datagram sockets of any family for Node-API 8. Addresses and options come as octets, built in TypeScript. Methods
 * return 0 or more, or -errno; wrong arguments throw TypeError.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "channel.h"
#include "constants.h"
#include "datagramIo.h"

#define MAX_ARGUMENTS 7

static const napi_type_tag CHANNEL_TAG = { 0x6b6436646772616dull, 0x706c75736368616eull };

struct call {
  napi_env env;
  struct channel *channel;
  napi_value self;
  napi_value arguments[MAX_ARGUMENTS]; /* absent ones are undefined */
};

static napi_value refuse(napi_env env, const char *what) {
  napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", what);
  return NULL;
}

static napi_value answer(napi_env env, int value) {
  napi_value result = NULL;
  napi_create_int32(env, value, &result);
  return result;
}

static napi_value answer_errno(napi_env env, int result) {
  return answer(env, result < 0 ? -errno : result);
}

static bool enter(napi_env env, napi_callback_info info, struct call *call) {
  size_t count = MAX_ARGUMENTS;
  bool tagged = false;
  call->env = env;
  if (napi_get_cb_info(env, info, &count, call->arguments, &call->self, NULL) == napi_ok &&
      napi_check_object_type_tag(env, call->self, &CHANNEL_TAG, &tagged) == napi_ok && tagged &&
      napi_unwrap(env, call->self, (void **)&call->channel) == napi_ok)
    return true;
  refuse(env, "the receiver is no Channel");
  return false;
}

static bool integer(struct call *call, unsigned at, int *value) {
  napi_valuetype type;
  return napi_typeof(call->env, call->arguments[at], &type) == napi_ok && type == napi_number &&
         napi_get_value_int32(call->env, call->arguments[at], value) == napi_ok;
}

static bool function(struct call *call, unsigned at) {
  napi_valuetype type;
  return napi_typeof(call->env, call->arguments[at], &type) == napi_ok && type == napi_function;
}

static bool octets(struct call *call, unsigned at, uint8_t **data, size_t *length) {
  return octets_of(call->env, call->arguments[at], data, length);
}

static napi_value method_open(napi_env env, napi_callback_info info) {
  struct call call;
  int domain, type, protocol, stride;
  uint8_t *data;
  size_t size;
  if (!enter(env, info, &call)) return NULL;
  if (!integer(&call, 0, &domain) || !integer(&call, 1, &type) || !integer(&call, 2, &protocol) ||
      !octets(&call, 3, &data, &size) || !integer(&call, 4, &stride) || !octets(&call, 5, &data, &size) ||
      !function(&call, 6) || stride <= (int)sizeof(struct datagram) || stride % 16 != 0)
    return refuse(env, "open(domain, type, protocol, receiveRing, stride, sendRing, onEvent)");
  if (call.channel->poll) return answer(env, -EALREADY);
  int fd = socket(domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  if (fd < 0) return answer_errno(env, fd);
  call.channel->fd = fd;
  call.channel->stride = (size_t)stride;
  return answer(env, channel_open(call.channel, call.self, call.arguments[3], call.arguments[5], call.arguments[6]));
}

static napi_value method_bind(napi_env env, napi_callback_info info) {
  struct call call;
  uint8_t *name;
  size_t size;
  if (!enter(env, info, &call)) return NULL;
  if (!octets(&call, 0, &name, &size)) return refuse(env, "bind(sockaddr)");
  return answer_errno(env, bind(call.channel->fd, (struct sockaddr *)name, (socklen_t)size));
}

/* Writes the socket's own address and returns its length. */
static napi_value method_address(napi_env env, napi_callback_info info) {
  struct call call;
  uint8_t *name;
  size_t size;
  if (!enter(env, info, &call)) return NULL;
  if (!octets(&call, 0, &name, &size)) return refuse(env, "address(sockaddr)");
  socklen_t length = (socklen_t)size;
  int result = getsockname(call.channel->fd, (struct sockaddr *)name, &length);
  return answer_errno(env, result < 0 ? result : (int)length);
}

static napi_value method_set_option(napi_env env, napi_callback_info info) {
  struct call call;
  int level, option;
  uint8_t *value;
  size_t size;
  if (!enter(env, info, &call)) return NULL;
  if (!integer(&call, 0, &level) || !integer(&call, 1, &option) || !octets(&call, 2, &value, &size))
    return refuse(env, "setOption(level, option, value)");
  return answer_errno(env, setsockopt(call.channel->fd, level, option, value, (socklen_t)size));
}

/* Writes the option's value and returns its length. */
static napi_value method_get_option(napi_env env, napi_callback_info info) {
  struct call call;
  int level, option;
  uint8_t *value;
  size_t size;
  if (!enter(env, info, &call)) return NULL;
  if (!integer(&call, 0, &level) || !integer(&call, 1, &option) || !octets(&call, 2, &value, &size))
    return refuse(env, "getOption(level, option, value)");
  socklen_t length = (socklen_t)size;
  int result = getsockopt(call.channel->fd, level, option, value, &length);
  return answer_errno(env, result < 0 ? result : (int)length);
}

/* Sends the first `count` records of the send ring; each one's result stands in it then. */
static napi_value method_send(napi_env env, napi_callback_info info) {
  struct call call;
  int count;
  size_t size;
  if (!enter(env, info, &call)) return NULL;
  if (!integer(&call, 0, &count) || count < 0) return refuse(env, "send(count)");
  if (call.channel->fd < 0) return answer(env, -EBADF);
  uint8_t *ring = ring_memory(call.channel, call.channel->send_ring, &size);
  if (!ring || datagrams_send(call.channel->fd, ring, size, (unsigned)count) < 0)
    return refuse(env, "send: the records do not fit the ring");
  return answer(env, 0);
}

static napi_value method_watch(napi_env env, napi_callback_info info) {
  struct call call;
  int events;
  if (!enter(env, info, &call)) return NULL;
  if (!integer(&call, 0, &events) || events & ~(UV_READABLE | UV_WRITABLE)) return refuse(env, "watch(events)");
  return answer(env, call.channel->fd < 0 ? -EBADF : channel_watch(call.channel, events));
}

static napi_value method_receive(napi_env env, napi_callback_info info) {
  struct call call;
  unsigned slots;
  if (!enter(env, info, &call)) return NULL;
  return answer(env, call.channel->fd < 0 ? -EBADF : channel_receive(call.channel, &slots));
}

static napi_value method_discard(napi_env env, napi_callback_info info) {
  struct call call;
  if (!enter(env, info, &call)) return NULL;
  if (call.channel->fd >= 0) datagrams_discard(call.channel->fd);
  return NULL;
}

static napi_value method_close(napi_env env, napi_callback_info info) {
  struct call call;
  if (enter(env, info, &call)) channel_close(call.channel);
  return NULL;
}

static napi_value method_ref(napi_env env, napi_callback_info info) {
  struct call call;
  if (enter(env, info, &call) && call.channel->fd >= 0) uv_ref((uv_handle_t *)call.channel->poll);
  return NULL;
}

static napi_value method_unref(napi_env env, napi_callback_info info) {
  struct call call;
  if (enter(env, info, &call) && call.channel->fd >= 0) uv_unref((uv_handle_t *)call.channel->poll);
  return NULL;
}

static void on_collected(napi_env env, void *channel, void *hint) {
  (void)env;
  (void)hint;
  channel_release(channel);
}

static napi_value construct(napi_env env, napi_callback_info info) {
  napi_value self, target = NULL;
  if (napi_get_new_target(env, info, &target) != napi_ok || !target) return refuse(env, "Channel needs new");
  if (napi_get_cb_info(env, info, NULL, NULL, &self, NULL) != napi_ok) return NULL;
  struct channel *channel = channel_new(env);
  if (channel && napi_wrap(env, self, channel, on_collected, NULL, NULL) == napi_ok &&
      napi_type_tag_object(env, self, &CHANNEL_TAG) == napi_ok)
    return self;
  napi_throw_error(env, "ERR_MEMORY_ALLOCATION_FAILED", "no memory for a socket");
  return NULL;
}

#define METHOD(name, function) { name, NULL, function, NULL, NULL, NULL, napi_default, NULL }

static bool export_constants(napi_env env, napi_value exports) {
  napi_value constants, value;
  if (napi_create_object(env, &constants) != napi_ok) return false;
#define EXPORT(name)                                                                                                   \
  if (napi_create_int32(env, name, &value) != napi_ok ||                                                               \
      napi_set_named_property(env, constants, #name, value) != napi_ok)                                                \
    return false;
  EACH_CONSTANT(EXPORT)
#undef EXPORT
  return napi_set_named_property(env, exports, "constants", constants) == napi_ok;
}

NAPI_MODULE_INIT(/* napi_env env, napi_value exports */) {
  static const napi_property_descriptor METHODS[] = {
    METHOD("open", method_open),           METHOD("bind", method_bind),
    METHOD("address", method_address),     METHOD("setOption", method_set_option),
    METHOD("getOption", method_get_option), METHOD("send", method_send),
    METHOD("watch", method_watch),         METHOD("discard", method_discard),
    METHOD("receive", method_receive),
    METHOD("close", method_close),         METHOD("ref", method_ref),
    METHOD("unref", method_unref),
  };
  napi_value channel;
  if (strcmp(uv_handle_type_name(UV_POLL), "poll") != 0) {
    napi_throw_error(env, "ERR_DLOPEN_FAILED", "this libuv numbers its handles otherwise");
    return NULL;
  }
  if (napi_define_class(env, "Channel", NAPI_AUTO_LENGTH, construct, NULL, sizeof METHODS / sizeof *METHODS, METHODS,
                        &channel) != napi_ok ||
      napi_set_named_property(env, exports, "Channel", channel) != napi_ok || !export_constants(env, exports)) {
    napi_throw_error(env, "ERR_DLOPEN_FAILED", "dgram-plus could not be set up");
    return NULL;
  }
  return exports;
}
