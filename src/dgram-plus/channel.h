/* One socket on libuv's loop, and how JavaScript hears of it. */
#ifndef CHANNEL_H
#define CHANNEL_H

#define NAPI_VERSION 8
#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "uvPoll.h"

/* What `onEvent(kind, value)` is told; native.ts names the same. */
enum event { RECEIVED = 0, FAILED = 1, WRITABLE = 2, CLOSED = 3 };

/* Owned by its JavaScript object until that is collected, and by the poll handle until that is closed. */
struct channel {
  unsigned owners;
  int fd; /* -1 before it is opened and from close on */
  bool tearing_down;
  int events; /* UV_READABLE | UV_WRITABLE as asked for */
  int pending_error;
  unsigned failures;
  size_t stride;
  napi_env env;
  uv_poll_t *poll;
  napi_async_context context;
  napi_async_cleanup_hook_handle hook;
  napi_ref self, receive_ring, send_ring, on_event;
};

struct channel *channel_new(napi_env env);

/* The JavaScript object has been collected. */
void channel_release(struct channel *channel);

/*
 * Puts `channel->fd` on the loop; `arguments` are the object itself, both rings and the callback, which stay referenced
 * until the channel is closed. Returns 0 or -errno, with the descriptor closed.
 */
int channel_open(struct channel *channel, napi_value self, napi_value receive_ring, napi_value send_ring,
                 napi_value on_event);

/* Frees the descriptor (and with it the port) at once; CLOSED is told later. */
void channel_close(struct channel *channel);

/* Returns 0 or -errno. */
int channel_watch(struct channel *channel, int events);
/* Fills the receive ring, which has *slots records: how many are full, or -errno. */
int channel_receive(struct channel *channel, unsigned *slots);

/* The octets of a Uint8Array. Fails for shared memory, which another thread could change between check and use. */
bool octets_of(napi_env env, napi_value value, uint8_t **data, size_t *length);

/* A ring's memory, or NULL when JavaScript has detached it. */
uint8_t *ring_memory(struct channel *channel, napi_ref ring, size_t *length);

#endif
