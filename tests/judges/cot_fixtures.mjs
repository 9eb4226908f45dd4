// SPDX-License-Identifier: Apache-2.0
// node cot_fixtures.mjs FILE: events that @tak-ps/node-cot makes of GeoJSON features, a JSON line
// each: as it has them, as XML, and as a TAK payload in hex.
import { readFileSync } from 'node:fs';
import { CoTParser } from '@tak-ps/node-cot';

for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  try {
    const cot = await CoTParser.from_geojson(JSON.parse(line).geojson);
    console.log(JSON.stringify({
      raw: cot.raw,
      xml: CoTParser.to_xml(cot),
      proto: Buffer.from(await CoTParser.to_proto(cot)).toString('hex'),
    }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
