// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Entry {
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  engines?: Record<string, string>;
}

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };
const wanted = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;

describe('the lock', () => {
  it('names no registry, and tells each package by its digest', () => {
    for (const [path, entry] of Object.entries(lock.packages)) {
      expect(entry.resolved, path).toBeUndefined();
      if (path !== '') expect(entry.integrity, path).toMatch(/^sha512-/);
    }
  });

  it('lets an older npm take the native parts of the build', () => {
    for (const [path, entry] of Object.entries(lock.packages))
      if (entry.optional) expect(entry.engines, path).toBeUndefined();
  });

  it('pins exact versions', () => {
    for (const group of ['dependencies', 'devDependencies'])
      for (const [name, version] of Object.entries(wanted[group] ?? {}))
        expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(wanted['devDependencies']?.['node']).toMatch(/^22\./);
  });
});
