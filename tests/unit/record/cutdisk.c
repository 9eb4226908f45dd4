/* SPDX-License-Identifier: Apache-2.0 */
#include "cutdisk.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "content.h"
#include "folder.h"
#include "record/disk.h"

enum { PATH_LEN = 160, OPS_MAX = 40000, FILES_MAX = 8000, NAMES_MAX = 8000 };

enum kind {
    MAKE_FILE,
    MAKE_DIR,
    WRITE,
    CUT,
    RENAME,
    UNLINK,
    SYNC_FILE,
    SYNC_DIR,
    SYNC_ALL
};

struct op {
    enum kind kind;
    size_t file;           /* index into files */
    char path[PATH_LEN];   /* relative to the root */
    char target[PATH_LEN]; /* of a rename */
    uint64_t offset;
    size_t len;
    uint8_t *data;
};

struct file {
    ino_t inode; /* while it exists */
    bool alive;
    uint8_t *start; /* content when recording began */
    size_t start_len;
    uint8_t *data; /* while a cut is made */
    size_t len;
};

struct name {
    char path[PATH_LEN];
    bool dir;
    size_t file;
    bool there;
};

static struct op ops[OPS_MAX];
static size_t op_count;
static struct file files[FILES_MAX];
static size_t file_count;
static struct name first_names[NAMES_MAX]; /* when recording began */
static size_t first_count;
static struct name names[NAMES_MAX]; /* while a cut is made */
static size_t name_count;
static char root[FOLDER_LEN];
static struct tcs_disk_calls kernel;

/* a/b, or b alone when a is empty. */
static void join(char *ret_path, size_t capacity, const char *a, const char *b)
{
    const int len = snprintf(ret_path, capacity, "%s%s%s", a, a[0] == '\0' ? "" : "/", b);

    assert(len > 0 && (size_t)len < capacity);
}

static struct op *log_op(enum kind kind, size_t file, const char *path)
{
    assert(op_count < OPS_MAX);
    struct op *op = &ops[op_count++];

    memset(op, 0, sizeof *op);
    op->kind = kind;
    op->file = file;
    (void)snprintf(op->path, sizeof op->path, "%s", path);
    return op;
}

/* ---- which file a descriptor means ---- */

static size_t file_of(int fd)
{
    struct stat now;
    const int good = fstat(fd, &now);

    assert(good == 0);
    for (size_t i = file_count; i-- > 0;)
        if (files[i].alive && files[i].inode == now.st_ino)
            return i;
    assert(file_count < FILES_MAX);
    files[file_count] = (struct file) { .inode = now.st_ino, .alive = true };
    return file_count++;
}

static void bury(int dir, const char *path)
{
    struct stat now;

    if (fstatat(dir, path, &now, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    for (size_t i = 0; i < file_count; i++)
        if (files[i].alive && files[i].inode == now.st_ino)
            files[i].alive = false;
}

/* ---- the calls ---- */

static size_t kill_at = SIZE_MAX;

/* Once killed, a process changes nothing more. */
static bool killed(void)
{
    errno = EIO;
    return op_count >= kill_at;
}

void cutdisk_kill(size_t moment)
{
    kill_at = moment;
}

static int my_open(int dir, const char *path, int flags, mode_t mode)
{
    const int fd =
        (flags & O_CREAT) != 0 && killed() ? -1 : kernel.open_at(dir, path, flags, mode);

    if (fd >= 0 && (flags & O_CREAT) != 0)
        (void)log_op(MAKE_FILE, file_of(fd), path);
    return fd;
}

static ssize_t my_write(int fd, const void *data, size_t len, off_t offset)
{
    if (killed())
        return -1;
    struct op *op = log_op(WRITE, file_of(fd), "");

    op->offset = (uint64_t)offset;
    op->len = len;
    op->data = malloc(len);
    assert(op->data != NULL);
    memcpy(op->data, data, len);
    return kernel.write_at(fd, data, len, offset);
}

static int my_cut(int fd, off_t len)
{
    if (killed())
        return -1;
    log_op(CUT, file_of(fd), "")->offset = (uint64_t)len;
    return kernel.cut(fd, len);
}

static int my_sync_data(int fd)
{
    if (killed())
        return -1;
    (void)log_op(SYNC_FILE, file_of(fd), "");
    return 0;
}

static int my_sync_dir(int fd)
{
    if (killed())
        return -1;
    char link[64];
    char path[FOLDER_LEN + PATH_LEN];

    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t len = readlink(link, path, sizeof path - 1);

    assert(len >= (ssize_t)strlen(root));
    path[len] = '\0';
    (void)log_op(SYNC_DIR, 0, path[strlen(root)] == '/' ? path + strlen(root) + 1 : "");
    return 0;
}

static int my_sync_all(int fd)
{
    if (killed())
        return -1;
    (void)fd;
    (void)log_op(SYNC_ALL, 0, "");
    return 0;
}

static int my_rename(int dir, const char *from, const char *to)
{
    if (killed())
        return -1;
    const int fd = openat(dir, from, O_RDONLY);
    struct op *op = log_op(RENAME, file_of(fd), from);

    (void)close(fd);
    (void)snprintf(op->target, sizeof op->target, "%s", to);
    bury(dir, to);
    return kernel.rename_at(dir, from, to);
}

static int my_unlink(int dir, const char *path, int flags)
{
    if (killed())
        return -1;
    bury(dir, path);
    const int result = kernel.unlink_at(dir, path, flags);

    if (result == 0)
        (void)log_op(UNLINK, 0, path);
    return result;
}

static int my_mkdir(int dir, const char *path, mode_t mode)
{
    if (killed())
        return -1;
    const int result = kernel.mkdir_at(dir, path, mode);

    if (result == 0 && dir != AT_FDCWD)
        (void)log_op(MAKE_DIR, 0, path);
    return result;
}

/* ---- the state at the beginning ---- */

static void survey(const char *path)
{
    char whole[FOLDER_LEN + PATH_LEN];

    (void)snprintf(whole, sizeof whole, "%s/%s", root, path);
    DIR *dir = opendir(whole);

    assert(dir != NULL);
    for (const struct dirent *row = readdir(dir); row != NULL; row = readdir(dir)) {
        struct name *name = &first_names[first_count];
        struct stat now;

        if (strcmp(row->d_name, ".") == 0 || strcmp(row->d_name, "..") == 0)
            continue;
        assert(first_count < NAMES_MAX);
        join(name->path, sizeof name->path, path, row->d_name);
        join(whole, sizeof whole, root, name->path);
        const int good = stat(whole, &now);

        assert(good == 0);
        name->there = true;
        name->dir = S_ISDIR(now.st_mode);
        first_count++;
        if (name->dir) {
            survey(name->path);
            continue;
        }
        const int fd = open(whole, O_RDONLY);

        name->file = file_of(fd);
        struct file *file = &files[name->file];

        file->start_len = (size_t)now.st_size;
        file->start = malloc(file->start_len + 1);
        const ssize_t got = read(fd, file->start, file->start_len);

        assert(got == now.st_size);
        (void)close(fd);
    }
    (void)closedir(dir);
}

void cutdisk_begin(const char *path)
{
    (void)snprintf(root, sizeof root, "%s", path);
    op_count = 0;
    file_count = 0;
    first_count = 0;
    survey("");
    kernel = tcs_disk_calls;
    tcs_disk_calls.open_at = my_open;
    tcs_disk_calls.write_at = my_write;
    tcs_disk_calls.cut = my_cut;
    tcs_disk_calls.sync_data = my_sync_data;
    tcs_disk_calls.sync_dir = my_sync_dir;
    tcs_disk_calls.sync_all = my_sync_all;
    tcs_disk_calls.rename_at = my_rename;
    tcs_disk_calls.unlink_at = my_unlink;
    tcs_disk_calls.mkdir_at = my_mkdir;
}

void cutdisk_end(void)
{
    tcs_disk_calls = kernel;
}

size_t cutdisk_now(void)
{
    return op_count;
}

/* ---- the cut ---- */

static bool in_dir(const char *path, const char *dir)
{
    const char *slash = strrchr(path, '/');
    const size_t len = slash == NULL ? 0 : (size_t)(slash - path);

    return strlen(dir) == len && memcmp(path, dir, len) == 0;
}

/* Whether a sync between `op` and the cut covers it. */
static bool is_durable(const struct op *op, size_t moment)
{
    const bool of_name = op->kind != WRITE && op->kind != CUT;

    for (const struct op *later = op + 1; later < ops + moment; later++) {
        if (later->kind == SYNC_ALL)
            return true;
        if (of_name && later->kind == SYNC_DIR && in_dir(op->path, later->path))
            return true;
        if (!of_name && later->kind == SYNC_FILE && later->file == op->file)
            return true;
    }
    return false;
}

static void resize(struct file *file, size_t len)
{
    file->data = realloc(file->data, len + 1);
    assert(file->data != NULL);
    if (len > file->len)
        memset(file->data + file->len, 0, len - file->len);
    file->len = len;
}

static struct name *name_of(const char *path, bool make)
{
    for (size_t i = 0; i < name_count; i++)
        if (strcmp(names[i].path, path) == 0)
            return &names[i];
    if (!make)
        return NULL;
    assert(name_count < NAMES_MAX);
    (void)snprintf(names[name_count].path, PATH_LEN, "%s", path);
    names[name_count].there = false;
    return &names[name_count++];
}

static void apply(const struct op *op, size_t len)
{
    struct file *file = &files[op->file];
    struct name *name = NULL;

    switch (op->kind) {
    case WRITE:
        if (op->offset + len > file->len)
            resize(file, op->offset + len);
        memcpy(file->data + op->offset, op->data, len);
        break;
    case CUT:
        resize(file, op->offset);
        break;
    case MAKE_FILE:
    case MAKE_DIR:
        *(name = name_of(op->path, true)) = (struct name) { .dir = op->kind == MAKE_DIR,
                                                            .file = op->file,
                                                            .there = true };
        memcpy(name->path, op->path, PATH_LEN);
        break;
    case RENAME:
        name = name_of(op->path, false);
        if (name != NULL)
            name->there = false;
        *(name = name_of(op->target, true)) =
            (struct name) { .file = op->file, .there = true };
        memcpy(name->path, op->target, PATH_LEN);
        break;
    case UNLINK:
        name = name_of(op->path, false);
        if (name != NULL)
            name->there = false;
        break;
    case SYNC_FILE:
    case SYNC_DIR:
    case SYNC_ALL:
        break;
    }
}

/* A name in a directory that is not there is not there either. */
static bool reachable(const char *path)
{
    char dir[PATH_LEN];

    (void)snprintf(dir, sizeof dir, "%s", path);
    for (char *slash = strrchr(dir, '/'); slash != NULL; slash = strrchr(dir, '/')) {
        *slash = '\0';
        const struct name *name = name_of(dir, false);

        if (name == NULL || !name->there)
            return false;
    }
    return true;
}

static void write_image(void)
{
    char whole[FOLDER_LEN + PATH_LEN];

    folder_remove(root);
    int good = mkdir(root, 0755);

    /* Directories first, shallow ones before deep ones. */
    for (size_t depth = 0; depth < 8; depth++)
        for (size_t i = 0; i < name_count; i++) {
            size_t slashes = 0;

            for (const char *at = names[i].path; *at != '\0'; at++)
                slashes += *at == '/';
            if (!names[i].there || !names[i].dir || slashes != depth ||
                !reachable(names[i].path))
                continue;
            join(whole, sizeof whole, root, names[i].path);
            good |= mkdir(whole, 0755);
        }
    for (size_t i = 0; i < name_count; i++) {
        const struct file *file = &files[names[i].file];

        if (!names[i].there || names[i].dir || !reachable(names[i].path))
            continue;
        join(whole, sizeof whole, root, names[i].path);
        const int fd = open(whole, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        good |= write(fd, file->data, file->len) == (ssize_t)file->len ? 0 : -1;
        (void)close(fd);
    }
    assert(good == 0);
}

void cutdisk_cut(size_t moment, uint64_t seed, unsigned keep_percent)
{
    memcpy(names, first_names, first_count * sizeof names[0]);
    name_count = first_count;
    for (size_t i = 0; i < file_count; i++) {
        files[i].data = NULL;
        files[i].len = 0;
        resize(&files[i], files[i].start_len);
        if (files[i].start_len > 0)
            memcpy(files[i].data, files[i].start, files[i].start_len);
    }
    for (size_t i = 0; i < moment; i++) {
        const uint64_t chance = content_mix(seed + i);
        size_t len = ops[i].len;

        if (!is_durable(&ops[i], moment)) {
            if (chance % 100 >= keep_percent)
                continue;
            if (chance / 100 % 3 == 0 && keep_percent < 100)
                len = len == 0 ? 0 : chance / 300 % len;
        }
        apply(&ops[i], len);
    }
    write_image();
    for (size_t i = 0; i < file_count; i++)
        free(files[i].data);
}

void cutdisk_forget(void)
{
    for (size_t i = 0; i < op_count; i++)
        free(ops[i].data);
    for (size_t i = 0; i < file_count; i++)
        free(files[i].start);
}
