// steering - the three numbers that trouble.c reads, one file for each process.

import { closeSync, openSync, writeSync } from 'node:fs'

const WORDS = ['clock_ms', 'full', 'slow_ms']

export class Steering {
  #fd

  constructor(path) {
    this.path = path
    this.#fd = openSync(path, 'w')
    WORDS.forEach((word) => this.set(word, 0))
  }

  set(word, value) {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(value))
    writeSync(this.#fd, bytes, 0, 8, WORDS.indexOf(word) * 8)
  }

  close() {
    closeSync(this.#fd)
  }
}
