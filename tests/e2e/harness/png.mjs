// png - PNGs made by hand: right ones, and such as nobody makes by accident.

import { crc32, deflateSync } from 'node:zlib'

export const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

export function chunk(type, data = Buffer.alloc(0)) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

export function header(width, height) {
  const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  return chunk('IHDR', data)
}

// One colour; more: chunks between header and pixels; tail: bytes behind the end.
export function png(width, height, [r, g, b], { more = [], tail = Buffer.alloc(0) } = {}) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([r, g, b]))])
  const pixels = deflateSync(Buffer.concat(Array(height).fill(row)))
  return Buffer.concat([SIGNATURE, header(width, height), ...more, chunk('IDAT', pixels), chunk('IEND'), tail])
}

// What kinds of chunks a PNG has.
export function chunksOf(bytes) {
  const kinds = []
  for (let at = SIGNATURE.length; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
    kinds.push(bytes.toString('latin1', at + 4, at + 8))
  return [...new Set(kinds)]
}
