/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/token.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "config/site.h"

struct tcs_token {
    uv_work_t work;
    tcs_token_taken *taken; /* NULL: forgotten */
    void *context;
    char path[TCS_PATH_LEN];
    char text[TCS_TOKEN_MAX + 2]; /* so that too much shows */
    bool good;
};

static void read_it(uv_work_t *work)
{
    struct tcs_token *token = work->data;
    struct stat info;
    size_t len = 0;
    ssize_t got = -1;
    /* Whatever is no file, as a pipe, may never give anything. */
    const int fd = open(token->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        got = read(fd, token->text, TCS_TOKEN_MAX + 1);
    (void)close(fd);
    if (got <= 0 || got > TCS_TOKEN_MAX)
        return;
    len = (size_t)got;
    while (len > 0 && (unsigned char)token->text[len - 1] <= ' ')
        len--;
    token->text[len] = '\0';
    token->good =
        len > 0 && strlen(token->text) == len && strpbrk(token->text, "\r\n") == NULL;
}

static void on_read(uv_work_t *work, int status)
{
    struct tcs_token *token = work->data;

    if (token->taken != NULL)
        token->taken(token->context, status == 0 && token->good ? token->text : NULL);
    free(token);
}

struct tcs_token *tcs_token_read(uv_loop_t *loop, const char *path,
                                 tcs_token_taken *taken, void *context)
{
    struct tcs_token *token = calloc(1, sizeof *token);

    if (token == NULL)
        return NULL;
    token->work.data = token;
    token->taken = taken;
    token->context = context;
    (void)tcs_text_copy(token->path, sizeof token->path, tcs_text_bytes(path));
    if (uv_queue_work(loop, &token->work, read_it, on_read) == 0)
        return token;
    free(token);
    return NULL;
}

void tcs_token_forget(struct tcs_token *token)
{
    if (token == NULL)
        return;
    token->taken = NULL;
    (void)uv_cancel((uv_req_t *)&token->work);
}
