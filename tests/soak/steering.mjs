// steering - the numbers that trouble.c reads, and those it writes; one file for each process.

import { closeSync, openSync, readSync, writeSync } from 'node:fs'

const WORDS = ['clock_ms', 'full', 'slow_ms']
const FELT = ['clock', 'full', 'slow'] // how often

export class Steering {
  #fd

  constructor(path) {
    this.path = path
    this.#fd = openSync(path, 'w+')
    for (const i of [...WORDS, ...FELT].keys()) this.#write(i, 0)
  }

  #write(at, value) {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(value))
    writeSync(this.#fd, bytes, 0, 8, at * 8)
  }

  set(word, value) {
    this.#write(WORDS.indexOf(word), value)
  }

  // { clock, full, slow }
  felt() {
    const bytes = Buffer.alloc(8 * FELT.length)
    readSync(this.#fd, bytes, 0, bytes.length, 8 * WORDS.length)
    return Object.fromEntries(FELT.map((what, i) => [what, Number(bytes.readBigInt64LE(8 * i))]))
  }

  close() {
    closeSync(this.#fd)
  }
}
