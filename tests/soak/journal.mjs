// journal - what one witness saw, a line each, written down before anything else happens.
//
// A line is JSON and bears `t`, milliseconds since the soak began, on a clock that nobody steps.
// Nothing else is known of a soak when it is judged (invariants.mjs).  Lines:
//
//   a client, of each HTTP request
//     { call: n, what, via, limit }          before it is sent: to which gateway, how many ms it may take
//     { call: n, status, error, retry } or { call: n, cut: why }       how it ended
//   a client, of each deed, which is one or more requests
//     { deed: n, does, ends: [thing…] }      before: what it may put an end to
//     { deed: n, outcome, sees: { thing: alive }, makes: [thing…], mortal: { thing: ms },
//       ended: [thing…], spent, gained }     after: what is known now
//   the host
//     { began | ready | killed: slot }       of a process; { exited: slot, foreseen, code, signal, up }
//     { trouble: n, what, slots, … } and { over: n }
//     { answered: service }                  after all its replicas were killed
//     { felt: { clock, full, slow }, by }    how often a process met a wrong time, a full or a slow disk
//     { lag: ms }                            the soak itself was late by so much, just now
//
// Things are named by their client: "family 3"; what ends "family 3" ends "family 3.access 8" too.
// spent and gained are digests: a code or refresh token that was shown, the token that came of it.

import { createHash } from 'node:crypto'
import { openSync, closeSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'

export const now = () => Math.round(performance.now() * 10) / 10

// Enough to tell secrets apart; nothing to use them by.
export const digest = (secret) => createHash('sha256').update(secret).digest('base64url').slice(0, 12)

export class Journal {
  #fd
  #last = 0

  constructor(folder, name) {
    this.#fd = openSync(join(folder, `${name}.journal`), 'ax')
  }

  note(row) {
    writeSync(this.#fd, `${JSON.stringify({ t: now(), ...row })}\n`)
  }

  // The first of two lines that belong together; gives the number for the second.
  begin(kind, row) {
    this.note({ [kind]: ++this.#last, ...row })
    return this.#last
  }

  close() {
    closeSync(this.#fd)
  }
}

// { name: [row…] } of a folder.
export function readJournals(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.journal'))
  const rows = (file) => readFileSync(join(folder, file), 'utf8').trim().split('\n').filter(Boolean)
  return Object.fromEntries(
    files.map((file) => [basename(file, '.journal'), rows(file).map((row) => JSON.parse(row))]),
  )
}
