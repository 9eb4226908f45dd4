// SPDX-License-Identifier: Apache-2.0
// node cot.mjs FILE: what @tak-ps/node-cot makes of the CoT events in a file of JSON lines,
// {"xml": "..."} or {"tak": "<hex of a payload>"}. Of each it prints a JSON line: the event as it
// reads it, as its own GeoJSON, and as XML and protocol buffer that it has written and read again.
import { readFileSync } from 'node:fs';
import { CoTParser } from '@tak-ps/node-cot';

for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const { xml, tak } = JSON.parse(line);
  try {
    const cot = xml ? CoTParser.from_xml(xml) : await CoTParser.from_proto(Buffer.from(tak, 'hex'));
    const proto = await CoTParser.to_proto(cot);
    const again = await CoTParser.from_proto(proto);
    console.log(JSON.stringify({
      raw: cot.raw,
      geojson: await CoTParser.to_geojson(cot),
      proto: Buffer.from(proto).toString('hex'),
      again: CoTParser.to_xml(again),
    }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
