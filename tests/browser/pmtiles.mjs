// SPDX-License-Identifier: Apache-2.0
// The smallest map that there can be: a PMTiles 3 archive of one vector tile, the whole
// world, all of it water. Source: the PMTiles specification, version 3; Mapbox Vector Tile
// specification 2.1.

function varint(value) {
  const out = [];
  while (value > 127) {
    out.push((value & 127) | 128);
    value >>>= 7;
  }
  return [...out, value];
}

const field = (number, octets) => [(number << 3) | 2, ...varint(octets.length), ...octets];

function tile() {
  const zigzag = (n) => varint(n < 0 ? -2 * n - 1 : 2 * n);
  const geometry = [
    9, ...zigzag(0), ...zigzag(0), // move to a corner
    26, ...zigzag(4096), ...zigzag(0), ...zigzag(0), ...zigzag(4096), ...zigzag(-4096), ...zigzag(0),
    15, // close
  ];
  const feature = [3 << 3, 3, ...field(4, geometry)]; // a polygon
  const layer = [
    15 << 3, 2, // version
    ...field(1, [...Buffer.from('water')]),
    ...field(2, feature),
    5 << 3, ...varint(4096), // extent
  ];
  return Buffer.from(field(3, layer));
}

export function tinyMap() {
  const data = tile();
  const directory = Buffer.from([1, 0, 1, ...varint(data.length), 1]);
  const metadata = Buffer.from('{}');
  const header = Buffer.alloc(127);
  header.write('PMTiles');
  header[7] = 3;
  const at = { directory: 127, metadata: 127 + directory.length };
  const numbers = [
    at.directory, directory.length,
    at.metadata, metadata.length,
    0, 0, // no leaf directories
    at.metadata + metadata.length, data.length,
    1, 1, 1, // addressed tiles, entries, contents
  ];
  numbers.forEach((n, i) => header.writeBigUInt64LE(BigInt(n), 8 + 8 * i));
  header.set([1, 1, 1, 1, 0, 0], 96); // clustered, no compression twice, MVT, zoom 0 to 0
  [-180, -85, 180, 85].forEach((deg, i) => header.writeInt32LE(deg * 1e7, 102 + 4 * i));
  return Buffer.concat([header, directory, metadata, data]);
}
