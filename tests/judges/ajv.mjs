// SPDX-License-Identifier: Apache-2.0
// node ajv.mjs SCHEMA FILE: whether the document keeps to the JSON schema; errors are printed, exit 1.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const [schema, file] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
for (const name of ['uint64', 'uint32']) ajv.addFormat(name, true);
const valid = ajv.validate(schema, file);
if (!valid) console.log(JSON.stringify(ajv.errors.slice(0, 5), null, 1));
process.exitCode = valid ? 0 : 1;
