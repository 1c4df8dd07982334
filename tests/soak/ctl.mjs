// ctl - ostiaryctl of one client, one process for each command; journalled as its HTTP requests are.

import { spawn } from 'node:child_process'
import { join } from 'node:path'

const PROCESS_MS = 1000 // to begin, and to join the bus
const DEADLINES = { 'user add': 10_000, 'user password': 10_000 } // proto/usersvc.def
const DEADLINE = 5000
// Refusals for which there is a reason in the request; all others say that it could not be done now.
const FINAL = ['NOT_FOUND', 'EXISTS']

export class Ctl {
  constructor({ bin, data, journal }) {
    Object.assign(this, { bin, data, journal })
  }

  #run(args, input) {
    return new Promise((done) => {
      const child = spawn(join(this.bin, 'ostiaryctl'), ['--data', this.data, ...args])
      const said = { out: '', err: '' }
      child.stdout.on('data', (text) => (said.out += text))
      child.stderr.on('data', (text) => (said.err += text))
      child.stdin.on('error', () => {}) // it may end without reading
      child.stdin.end(input)
      child.once('close', (status, signal) => done({ status, signal, ...said }))
    })
  }

  // { done, body }, { refused: name }, or {}: nobody knows whether it was done.
  async ask(args, input = '') {
    const words = args.slice(0, 2).join(' ')
    const limit = (DEADLINES[words] ?? DEADLINE) + PROCESS_MS
    const call = this.journal.begin('call', { what: `ostiaryctl ${words}`, via: 'ostiaryctl', limit })
    const { status, signal, out, err } = await this.#run(args, input)
    const error = err.match(/^ostiaryctl: (\w+): /)?.[1]
    this.journal.note({ call, status, error, ...(signal && { cut: signal }) })
    if (status === 2) throw new Error(`ostiaryctl ${args.join(' ')}: ${err}`) // bad use: ours
    if (status === 0) return { done: true, body: out ? JSON.parse(out) : undefined }
    return FINAL.includes(error) ? { refused: error } : {}
  }

  // While all is well.
  async must(args, input) {
    const said = await this.ask(args, input)
    if (!said.done)
      throw new Error(`ostiaryctl ${args.join(' ')} was not done: ${said.refused ?? 'no answer'}`)
    return said.body
  }
}
