/* SPDX-License-Identifier: Apache-2.0 */
#include "score/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static char folder[64];
static struct tcs_score_fault fault;

static void put(const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    CHECK(file != NULL);
    fputs(text, file);
    fclose(file);
}

static int begin(void **state)
{
    strcpy(folder, "/tmp/tcs-scene-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    put("scenario.json", "{\"dim\":2,\"nscan\":5,\"period\":1.0,\"eval_period\":2.0,\n"
                         "\"gospa\":{\"p\":2,\"c\":10.0,\"alpha\":2}}");
    put("truth.csv", "k,t,id,x,y,z,vx,vy,vz\n0,0.0,1,1.5,-2e1,0,0,0,0\n"
                     "1,2.0,2,3,4,0,0,0,0\n1,2.0,1,5,6,0,0,0,0\n9,18,1,7,8,0,0,0,0\n");
    put("est.csv", "id,k,z,y,x\r\nb-1,1,0,2,1\r\n");
    return 0;
}

static int end(void **state)
{
    static const char *const names[] = { "scenario.json", "truth.csv", "est.csv",
                                         "timing.csv" };
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

/* 5 * 1 / 2 = 2.5 indices, rounded to the even 2 as other programs do: k = 9 is left out.
 */
static void a_scene_is_read_by_the_names_of_its_columns(void **state)
{
    struct tcs_scene scene;

    CHECK_OK(tcs_scene_open(&scene, folder, folder, &fault));
    CHECK_INT(scene.count, 2);
    CHECK_INT(scene.truth.place_count, 3);
    CHECK_INT(scene.truth.who_count, 2);
    CHECK_INT(scene.truth.start[1], 1);
    CHECK_INT(scene.truth.start[2], 3);
    CHECK_NEAR(scene.truth.place[0].x[1], -20.0, 0.0, "m");
    CHECK_TEXT(scene.truth.names[scene.truth.place[1].who], "2");
    CHECK_TEXT(scene.estimate.names[0], "b-1");
    CHECK_NEAR(scene.estimate.place[0].x[0], 1.0, 0.0, "m");
    CHECK_NEAR(scene.estimate.place[0].x[2], 0.0, 0.0, "m");
    tcs_scene_close(&scene);
}

static void check_fault(const char *name, const char *text, unsigned line,
                        unsigned column)
{
    struct tcs_scene scene;
    double *seconds = NULL;
    size_t count = 0;

    put(name, text);
    if (tcs_scene_open(&scene, folder, folder, &fault) == TCS_OK) {
        tcs_scene_close(&scene);
        CHECK_INT(tcs_scene_times(folder, &seconds, &count, &fault), TCS_E_DAMAGED);
    }
    CHECK_INT(fault.line, line);
    CHECK_INT(fault.column, column);
    CHECK(fault.what[0] != '\0');
    CHECK(strstr(fault.path, name) != NULL);
}

static void a_fault_is_told_with_its_place(void **state)
{
    check_fault("est.csv", "", 1, 1);
    check_fault("est.csv", "k,id,x\n", 1, 1);
    check_fault("est.csv", "k,id,x,y\n0,a,1,2\n0,b,1,two\n", 3, 7);
    check_fault("est.csv", "k,id,x,y\n0,a,nan,2\n", 2, 5);
    check_fault("est.csv", "k,id,x,y\n0.5,a,1,2\n", 2, 1);
    check_fault("est.csv", "k,id,x,y\n0,,1,2\n", 2, 3);
    check_fault("est.csv", "k,id,x,y\n0,a,1\n", 2, 6);
    check_fault("est.csv", "k,id,x,y\n0,a,1,2,3\n", 2, 9);
    check_fault("est.csv", "k,id,x,y\n0,a,1,2\n1,a,1,2\n0,a,1,2\n", 4, 1);
    put("est.csv", "k,id,x,y\n");
    check_fault("timing.csv", "k,seconds\n0,0.1\n1,fast\n", 3, 3);
    check_fault("scenario.json", "{\"dim\":4}", 1, 1);
    check_fault("scenario.json", "{\n \"dim\": 2,\n \"nscan\" 5}", 3, 10);
}

static void a_missing_file_is_named_and_times_may_be_missing(void **state)
{
    struct tcs_scene scene;
    double *seconds = NULL;
    size_t count = 7;
    char path[128];

    CHECK_OK(tcs_scene_times(folder, &seconds, &count, &fault));
    CHECK_INT(count, 0);
    snprintf(path, sizeof path, "%s/truth.csv", folder);
    unlink(path);
    CHECK(tcs_scene_open(&scene, folder, folder, &fault) == TCS_E_NOT_FOUND);
    CHECK_TEXT(fault.path, path);
    CHECK_INT(fault.line, 0);
}

static void names_are_told_apart_however_many_there_are(void **state)
{
    struct tcs_scene scene;
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/est.csv", folder);
    file = fopen(path, "w");
    CHECK(file != NULL);
    fputs("k,id,x,y\n", file);
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 3000; i++)
            fprintf(file, "%d,n%d,%d,%d\n", k, i * 37 % 3000, i, k);
    fclose(file);
    CHECK_OK(tcs_scene_open(&scene, folder, folder, &fault));
    CHECK_INT(scene.estimate.who_count, 3000);
    for (uint32_t i = 0; i < 6000; i++) {
        char name[16];

        snprintf(name, sizeof name, "n%u", i % 3000 * 37 % 3000);
        CHECK_TEXT(scene.estimate.names[scene.estimate.place[i].who], name);
    }
    tcs_scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(a_scene_is_read_by_the_names_of_its_columns),
        TEST(a_fault_is_told_with_its_place),
        TEST(a_missing_file_is_named_and_times_may_be_missing),
        TEST(names_are_told_apart_however_many_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
