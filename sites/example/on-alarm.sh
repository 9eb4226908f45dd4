#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The example's command hook: gets each change of an alarm as one JSON object on its standard
# input, and keeps it. A site would switch a relay or a lamp here.
exec cat >> "${TOCSIN_HOOK_LOG:-/dev/null}"
