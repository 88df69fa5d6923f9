#include "channel.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "datagramIo.h"

#define ROUNDS_PER_WAKEUP 16
#define FAILURES_IN_A_ROW 16

struct channel *channel_new(napi_env env) {
  struct channel *channel = calloc(1, sizeof *channel);
  if (!channel) return NULL;
  channel->owners = 1;
  channel->fd = -1;
  channel->env = env;
  return channel;
}

void channel_release(struct channel *channel) {
  if (--channel->owners == 0) free(channel);
}

static void drop_reference(napi_env env, napi_ref *reference) {
  if (*reference) napi_delete_reference(env, *reference);
  *reference = NULL;
}

static void drop_references(struct channel *channel) {
  drop_reference(channel->env, &channel->self);
  drop_reference(channel->env, &channel->receive_ring);
  drop_reference(channel->env, &channel->send_ring);
  drop_reference(channel->env, &channel->on_event);
  if (channel->context) napi_async_destroy(channel->env, channel->context);
  channel->context = NULL;
}

/* Returns false when JavaScript threw (the process has been told) or can run no more. */
static bool tell(struct channel *channel, enum event kind, int value) {
  napi_env env = channel->env;
  napi_value self, callback, arguments[2], error;
  if (channel->tearing_down) return false;
  if (napi_get_reference_value(env, channel->self, &self) != napi_ok || !self) return false;
  if (napi_get_reference_value(env, channel->on_event, &callback) != napi_ok || !callback) return false;
  napi_create_int32(env, (int)kind, &arguments[0]);
  napi_create_int32(env, value, &arguments[1]);
  napi_status status = napi_make_callback(env, channel->context, self, callback, 2, arguments, NULL);
  if (status != napi_pending_exception) return status == napi_ok;
  if (napi_get_and_clear_last_exception(env, &error) == napi_ok) napi_fatal_exception(env, error);
  return false;
}

static void on_closed(uv_handle_t *poll) {
  struct channel *channel = uv_handle_get_data(poll);
  napi_handle_scope scope;
  if (!channel->tearing_down && napi_open_handle_scope(channel->env, &scope) == napi_ok) {
    tell(channel, CLOSED, 0);
    drop_references(channel);
    napi_close_handle_scope(channel->env, scope);
  }
  if (channel->hook) napi_remove_async_cleanup_hook(channel->hook);
  free(poll);
  channel_release(channel);
}

void channel_close(struct channel *channel) {
  if (channel->fd < 0) return;
  uv_poll_stop(channel->poll);
  uv_close((uv_handle_t *)channel->poll, on_closed);
  close(channel->fd);
  channel->fd = -1;
}

/* The environment ends: no JavaScript from here on, and the hook stays until libuv has let go. */
static void on_teardown(napi_async_cleanup_hook_handle hook, void *data) {
  struct channel *channel = data;
  (void)hook;
  drop_references(channel);
  channel->tearing_down = true;
  channel_close(channel);
}

bool octets_of(napi_env env, napi_value value, uint8_t **data, size_t *length) {
  napi_typedarray_type type;
  napi_value buffer;
  size_t offset;
  bool is_array = false, is_private = false;
  if (napi_is_typedarray(env, value, &is_array) != napi_ok || !is_array) return false;
  if (napi_get_typedarray_info(env, value, &type, length, (void **)data, &buffer, &offset) != napi_ok) return false;
  if (napi_is_arraybuffer(env, buffer, &is_private) != napi_ok || !is_private) return false;
  return type == napi_uint8_array && (*length == 0 || *data != NULL);
}

uint8_t *ring_memory(struct channel *channel, napi_ref ring, size_t *length) {
  napi_value value;
  uint8_t *data;
  if (napi_get_reference_value(channel->env, ring, &value) != napi_ok || !value) return NULL;
  if (!octets_of(channel->env, value, &data, length)) return NULL;
  return *length > 0 && ((uintptr_t)data & 7) == 0 ? data : NULL;
}

int channel_receive(struct channel *channel, unsigned *slots) {
  size_t size;
  uint8_t *ring = ring_memory(channel, channel->receive_ring, &size);
  if (!ring || size < channel->stride) return -EFAULT;
  *slots = (unsigned)(size / channel->stride);
  if (*slots > DATAGRAM_BATCH) *slots = DATAGRAM_BATCH;
  return datagrams_receive(channel->fd, ring, channel->stride, *slots);
}

/* A listener that throws has consumed its datagram: JavaScript goes on behind it when called again. */
static void deliver(struct channel *channel, int count) {
  for (int calls = 0; calls <= count && channel->fd >= 0; calls++) {
    if (tell(channel, RECEIVED, calls == 0 ? count : 0)) return;
  }
}

static void report(struct channel *channel, int error) {
  channel->pending_error = 0;
  if (error) tell(channel, FAILED, error);
}

/*
 * An error must not hide what waits behind it, so the queue is emptied before it is reported. (And netlink tells
 * ENOBUFS once per congestion, which lasts until its queue is empty.) A socket that only fails is closed, or it would
 * spin.
 */
static void receive(struct channel *channel) {
  for (int round = 0; round < ROUNDS_PER_WAKEUP && channel->fd >= 0; round++) {
    unsigned slots = 0;
    int count = channel_receive(channel, &slots);
    if (count >= 0 || count == -EAGAIN) channel->failures = 0;
    if (count > 0) {
      deliver(channel, count);
      if ((unsigned)count < slots && !channel->pending_error) return;
    } else if (count == -EAGAIN) {
      return report(channel, channel->pending_error);
    } else if (++channel->failures >= FAILURES_IN_A_ROW) {
      report(channel, -count);
      return channel_close(channel);
    } else if (!channel->pending_error) {
      channel->pending_error = -count;
    }
  }
}

static void on_poll(uv_poll_t *poll, int status, int events) {
  struct channel *channel = uv_handle_get_data((uv_handle_t *)poll);
  napi_handle_scope scope;
  if (napi_open_handle_scope(channel->env, &scope) != napi_ok) return;
  if (status < 0) {
    /* On EPOLLERR libuv has stopped the handle. */
    int error = datagrams_take_error(channel->fd);
    if (!channel->pending_error) channel->pending_error = error;
    channel_watch(channel, channel->events);
    events = channel->events;
  }
  if (events & UV_WRITABLE) tell(channel, WRITABLE, 0);
  if (events & UV_READABLE) receive(channel);
  napi_close_handle_scope(channel->env, scope);
}

int channel_watch(struct channel *channel, int events) {
  channel->events = events;
  return events ? uv_poll_start(channel->poll, events, on_poll) : uv_poll_stop(channel->poll);
}

static int start_polling(struct channel *channel) {
  uv_loop_t *loop;
  if (napi_get_uv_event_loop(channel->env, &loop) != napi_ok) return -EINVAL;
  channel->poll = calloc(1, uv_handle_size(UV_POLL));
  int result = channel->poll ? uv_poll_init(loop, channel->poll, channel->fd) : -ENOMEM;
  if (result == 0) {
    uv_handle_set_data((uv_handle_t *)channel->poll, channel);
    channel->owners++;
    return 0;
  }
  free(channel->poll);
  channel->poll = NULL;
  close(channel->fd);
  channel->fd = -1;
  return result;
}

int channel_open(struct channel *channel, napi_value self, napi_value receive_ring, napi_value send_ring,
                 napi_value on_event) {
  napi_env env = channel->env;
  napi_value name;
  int result = start_polling(channel);
  if (result < 0) return result;
  if (napi_create_string_utf8(env, "DGRAMPLUS", NAPI_AUTO_LENGTH, &name) == napi_ok &&
      napi_async_init(env, self, name, &channel->context) == napi_ok &&
      napi_add_async_cleanup_hook(env, on_teardown, channel, &channel->hook) == napi_ok &&
      napi_create_reference(env, self, 1, &channel->self) == napi_ok &&
      napi_create_reference(env, receive_ring, 1, &channel->receive_ring) == napi_ok &&
      napi_create_reference(env, send_ring, 1, &channel->send_ring) == napi_ok &&
      napi_create_reference(env, on_event, 1, &channel->on_event) == napi_ok)
    return 0;
  channel_close(channel);
  return -ENOMEM;
}
