// chance - draws that replay: the same names give the same draws.

import { createHash } from 'node:crypto'

export class Chance {
  #state

  constructor(...names) {
    const hash = createHash('sha256').update(names.join(' ')).digest()
    this.#state = [0, 4, 8, 12].map((at) => hash.readInt32LE(at))
  }

  // From 0 to just under 1 (sfc32).
  next() {
    let [a, b, c, d] = this.#state
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    this.#state = [a, b, c | 0, d]
    return (sum >>> 0) / 2 ** 32
  }

  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  happens(probability) {
    return this.next() < probability
  }

  pick(list) {
    return list[Math.floor(this.next() * list.length)]
  }

  // One of [{ weight, … }].
  weighted(rows) {
    let at = this.next() * rows.reduce((sum, { weight }) => sum + weight, 0)
    return rows.find(({ weight }) => (at -= weight) < 0) ?? rows.at(-1)
  }

  shuffle(list) {
    const left = [...list]
    return list.map(() => left.splice(Math.floor(this.next() * left.length), 1)[0])
  }
}
