// SPDX-License-Identifier: Apache-2.0
// npm run lock: writes package-lock.json anew from package.json of the folder in which it runs,
// the console's or tests/judges', in the form that any
// registry and Debian's Node 18 can use (test/lock.test.ts):
//   - no addresses of a registry; digests alone say what a package is;
//   - no `engines` of optional packages: npm silently leaves out those that its own Node is
//     too old for, the native parts of the build among them, although they are run by the
//     Node that comes with the packages.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const path = 'package-lock.json';

execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], {
  stdio: 'inherit',
  env: { ...process.env, npm_config_omit_lockfile_registry_resolved: 'true' },
});
const lock = JSON.parse(readFileSync(path, 'utf8'));
for (const entry of Object.values(lock.packages)) {
  delete entry.resolved;
  if (entry.optional) delete entry.engines;
}
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
