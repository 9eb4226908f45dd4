// SPDX-License-Identifier: Apache-2.0
// node ajv_lines.mjs SCHEMA FILE: whether each line of FILE is a document that keeps to the JSON
// schema, and has no member that the schema does not name; the first errors are printed, exit 1.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const [schema, text] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));

// A schema lets readers meet members of later versions; what is written now has to be in it.
const closed = (part) => {
  if (Array.isArray(part)) return part.map(closed);
  if (part === null || typeof part !== 'object') return part;
  const all = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return part.type === 'object' && part.properties ? { ...all, additionalProperties: false } : all;
};
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
const check = ajv.compile(closed(JSON.parse(schema)));
const wrong = text.split('\n').filter(Boolean).flatMap((line, index) =>
  check(JSON.parse(line)) ? [] : [{ line: index + 1, errors: check.errors.slice(0, 3) }]);
if (wrong.length > 0) console.log(JSON.stringify(wrong.slice(0, 3), null, 1));
process.exitCode = wrong.length > 0 ? 1 : 0;
