/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_CARRIER_H
#define TCS_TRACK_CARRIER_H

/*
 * carrier.h -- the filters that carry the registration (registration.h): what one number
 * of an observation says of an object and of the sensors' errors. Internal to the room.
 */

#include "track/registration.h"

/* Parts of the block: n errors; n that are applied; n that are told, and their variances;
 * n x n of the errors; n x n of what remains of them once applied; carriers; of each, the
 * errors that its state supposes and six rows of n, the sensitivity of its state to them.
 */
double *registration_errors(struct registration *r);
double *registration_applied(struct registration *r);
double *registration_told(struct registration *r);
double *registration_told_var(struct registration *r);
double *registration_covariance(struct registration *r);
double *registration_remaining(struct registration *r);
double *registration_remaining(struct registration *r);
double registration_prior(const struct tcs_sensor *sensor, int kind);
struct reg_carrier *registration_carriers(struct registration *r);
double *carrier_about(struct registration *r, const struct reg_carrier *carrier);
double *carrier_U(struct registration *r, const struct reg_carrier *carrier);
struct reg_votes *registration_votes(struct registration *r, uint32_t sensor);
uint32_t registration_count(const struct tcs_tracker_config *config);
double registration_prior(const struct tcs_sensor *sensor, int kind);
/* What is applied and told as long as nothing has been seen. */
void registration_expect(struct registration *r);
/* Given that all errors are gross. */
double registration_value(const struct registration *r, uint32_t sensor, int kind);

enum component { COMPONENT_RANGE, COMPONENT_AZ, COMPONENT_EL, COMPONENT_PLACE };

struct number {
    uint32_t sensor;
    enum component component;
    int axis; /* of a place */
    double z;
    double var;
    double late_s; /* time stamp minus that of the carrier */
};

/* z - h and dh/dp, at the time of the number; own: which error adds to it directly. */
struct against {
    double y;
    double H[3];
    double dt_s;
    int own;
};

bool carrier_compare(const struct registration *r, const struct tcs_sensor *sensor,
                     const struct reg_carrier *carrier, const struct number *m,
                     struct against *ret);
/* What a number is off by, as a function of all errors: H U + D. */
void carrier_sensitivity(struct registration *r, const struct reg_carrier *carrier,
                         const struct number *m, const struct against *a, double *ret_s);
/* The numbers that an observation consists of, at most three. */
uint32_t carrier_numbers(const struct tcs_observation *obs, struct number *ret);
/* The carrier supposes what is believed now. */
void carrier_rebase(struct registration *r, struct reg_carrier *carrier);

#endif
