/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include "api/files.h"

static char folder[64];

static void put(const char *name, const char *text)
{
    char path[256];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    CHECK(file != NULL);
    CHECK(fputs(text, file) >= 0);
    CHECK_INT(fclose(file), 0);
}

static int make_folder(void **state)
{
    char path[256];

    (void)snprintf(folder, sizeof folder, "/tmp/tocsin-files-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/assets", folder);
    if (mkdir(path, 0700) != 0)
        return -1;
    put("index.html", "<p>hello");
    put("assets/app-1a2b.js", "1;");
    put(".secret", "no");
    (void)snprintf(path, sizeof path, "%s/link.txt", folder);
    return symlink("/etc/hostname", path);
}

static int remove_folder(void **state)
{
    static const char *const names[] = { "index.html", "assets/app-1a2b.js", ".secret",
                                         "link.txt", "assets" };
    char path[256];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)remove(path);
    }
    return rmdir(folder);
}

static void files_are_found_by_the_path_that_is_asked_for(void **state)
{
    static struct tcs_api_files files;
    const struct tcs_api_file *page, *script;

    CHECK_OK(tcs_api_files_load(&files, folder));
    CHECK_INT(files.count, 2);
    page = tcs_api_files_find(&files, "/");
    CHECK(page != NULL && page == tcs_api_files_find(&files, "/index.html"));
    CHECK_TEXT(page->mime, "text/html; charset=utf-8");
    CHECK(page->len == 8 && memcmp(page->data, "<p>hello", 8) == 0);
    CHECK(!page->immutable);
    script = tcs_api_files_find(&files, "/assets/app-1a2b.js");
    CHECK(script != NULL && script->immutable);
    CHECK_TEXT(script->mime, "text/javascript; charset=utf-8");
    CHECK(strcmp(script->etag, page->etag) != 0);
    tcs_api_files_clear(&files);
    CHECK_INT(files.count, 0);
}

static void links_hidden_files_and_ways_out_are_not_there(void **state)
{
    static struct tcs_api_files files;
    static const char *const paths[] = {
        "/link.txt", "/.secret", "/../etc/hostname",      "//index.html",
        "/assets",   "/assets/", "/assets/../index.html", "",
        "index.html"
    };

    CHECK_OK(tcs_api_files_load(&files, folder));
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        CHECK(tcs_api_files_find(&files, paths[i]) == NULL);
    tcs_api_files_clear(&files);
}

static void a_missing_folder_is_an_error_with_its_reason(void **state)
{
    static struct tcs_api_files files;

    errno = 0;
    CHECK_INT(tcs_api_files_load(&files, "/nonexistent/console"), TCS_E_IO);
    CHECK_INT(errno, ENOENT);
    CHECK_INT(files.count, 0);
}

static void more_files_than_there_is_room_for_are_refused(void **state)
{
    static struct tcs_api_files files;
    char name[32], path[256];

    for (int i = 0; i < TCS_API_FILES_MAX; i++) {
        (void)snprintf(name, sizeof name, "assets/%d.txt", i);
        put(name, "x");
    }
    CHECK_INT(tcs_api_files_load(&files, folder), TCS_E_FULL);
    CHECK_INT(files.count, 0);
    for (int i = 0; i < TCS_API_FILES_MAX; i++) {
        (void)snprintf(path, sizeof path, "%s/assets/%d.txt", folder, i);
        CHECK_INT(remove(path), 0);
    }
}

static void endings_tell_the_type(void **state)
{
    CHECK_TEXT(tcs_api_mime("/a.css"), "text/css; charset=utf-8");
    CHECK_TEXT(tcs_api_mime("/a.min.css"), "text/css; charset=utf-8");
    CHECK_TEXT(tcs_api_mime("/a.woff2"), "font/woff2");
    CHECK_TEXT(tcs_api_mime("/css"), "application/octet-stream");
    CHECK_TEXT(tcs_api_mime(".css"), "application/octet-stream");
    CHECK_TEXT(tcs_api_mime("/a.exe"), "application/octet-stream");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_found_by_the_path_that_is_asked_for),
        cmocka_unit_test(links_hidden_files_and_ways_out_are_not_there),
        cmocka_unit_test(a_missing_folder_is_an_error_with_its_reason),
        cmocka_unit_test(more_files_than_there_is_room_for_are_refused),
        cmocka_unit_test(endings_tell_the_type),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
