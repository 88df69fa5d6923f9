/* The little of libuv that is used. The node binary exports it, its ABI is stable, and so no uv.h is needed to build. */
#ifndef UV_POLL_H
#define UV_POLL_H

#include <stddef.h>

#define UV_POLL 8 /* of uv_handle_type */
#define UV_READABLE 1
#define UV_WRITABLE 2

typedef struct uv_loop_s uv_loop_t;
typedef struct uv_handle_s uv_handle_t;
typedef struct uv_poll_s uv_poll_t;
typedef void (*uv_poll_cb)(uv_poll_t *poll, int status, int events);
typedef void (*uv_close_cb)(uv_handle_t *handle);

size_t uv_handle_size(int type);
const char *uv_handle_type_name(int type);
void *uv_handle_get_data(const uv_handle_t *handle);
void uv_handle_set_data(uv_handle_t *handle, void *data);
void uv_ref(uv_handle_t *handle);
void uv_unref(uv_handle_t *handle);
void uv_close(uv_handle_t *handle, uv_close_cb on_closed);
int uv_poll_init(uv_loop_t *loop, uv_poll_t *poll, int fd);
int uv_poll_start(uv_poll_t *poll, int events, uv_poll_cb on_poll);
int uv_poll_stop(uv_poll_t *poll);

#endif
