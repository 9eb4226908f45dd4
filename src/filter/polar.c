/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/polar.h"

#include "num/elem.h"

double tcs_fix_from_polar(const double from_m[3], const double z[3],
                          const double sigma[3], struct tcs_fix *ret_fix)
{
    const double r = z[0];
    const double se = tcs_sin(z[2]);
    const double ce = tcs_cos(z[2]);
    const double sa = tcs_sin(z[1]);
    const double ca = tcs_cos(z[1]);
    const double flat = tcs_sqrt(ce * ce + sigma[2] * sigma[2]); /* cos el, never 0 */
    const double axis[3][3] = { { ce * sa, ce * ca, se },
                                { ca, -sa, 0.0 },
                                { -se * sa, -se * ca, ce } };
    const double var[3] = { sigma[0] * sigma[0],
                            r * flat * sigma[1] * (r * flat * sigma[1]),
                            r * sigma[2] * (r * sigma[2]) };

    ret_fix->dim = 3;
    for (int i = 0; i < 3; i++) {
        ret_fix->z[i] = from_m[i] + r * axis[0][i];
        for (int j = 0; j <= i; j++) {
            double sum = 0.0;

            for (int k = 0; k < 3; k++)
                sum += var[k] * axis[k][i] * axis[k][j];
            ret_fix->R[i * (i + 1) / 2 + j] = sum;
        }
    }
    return 1.0 / (r * r * flat);
}
