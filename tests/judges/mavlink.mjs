// SPDX-License-Identifier: Apache-2.0
// node mavlink.mjs read FILE: what node-mavlink makes of the frames in a file, a JSON line each.
// node mavlink.mjs write FILE: frames that it makes of JSON lines {"id", "version", "seq", "system",
// "component", "signed", "fields"}, a line of hexadecimal digits each.
import { readFileSync, createReadStream } from 'node:fs';
import mavlink from 'node-mavlink';

const { MavLinkPacketSplitter, MavLinkPacketParser, MavLinkProtocolV1, MavLinkProtocolV2 } = mavlink;
const registry = { ...mavlink.minimal.REGISTRY, ...mavlink.standard.REGISTRY, ...mavlink.common.REGISTRY };
const [, , command, path] = process.argv;

/** By the names of the definitions; octets as an array, 64 bits as text. */
function fieldsOf(message) {
  return Object.fromEntries(
    message.constructor.FIELDS.map(({ source, name }) => {
      const value = message[name];
      return [source, typeof value === 'bigint' ? String(value) : value];
    }),
  );
}

async function read() {
  const stream = createReadStream(path).pipe(new MavLinkPacketSplitter()).pipe(new MavLinkPacketParser());
  for await (const packet of stream) {
    const { msgid, seq, sysid, compid } = packet.header;
    const definition = registry[msgid];
    const fields = definition ? fieldsOf(packet.protocol.data(packet.payload, definition)) : null;
    console.log(JSON.stringify({ id: msgid, sequence: seq, system: sysid, component: compid,
      version: packet.protocol.constructor === MavLinkProtocolV2 ? 2 : 1,
      signed: packet.signature !== null, fields }));
  }
}

function write() {
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const order = JSON.parse(line);
    const message = new registry[order.id]();
    for (const { source, name, type } of message.constructor.FIELDS) {
      const value = order.fields[source];
      message[name] = type === 'uint64_t' ? BigInt(value) : value;
    }
    const two = new MavLinkProtocolV2(order.system, order.component,
      order.signed ? MavLinkProtocolV2.IFLAG_SIGNED : 0);
    const protocol = order.version === 2 ? two : new MavLinkProtocolV1(order.system, order.component);
    const frame = protocol.serialize(message, order.sequence);
    const out = order.signed ? two.sign(frame, 7, Buffer.alloc(32, 5), 1717174320000) : frame;
    console.log(out.toString('hex'));
  }
}

await (command === 'read' ? read() : write());
