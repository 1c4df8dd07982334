// keeper - the processes of the soak: starts them, kills them, starts again what ended.
//
// A slot is a place for one process ("tokensvc.1"); whoever lives there is ostiary-tokensvc.  After
// an end it is empty for 50 ms, as under ostiary-supervisor, but without its back-off: here every
// end but the last is ours.  When a process is ready is read in its log, at once; for a service that
// is after the bus proved that it admits and refuses, for a gateway when it listens.

import { spawn } from 'node:child_process'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sleep, until } from '../e2e/harness/cluster.mjs'
import { ask } from '../e2e/harness/front.mjs'
import { Steering } from './steering.mjs'

const PAUSE_MS = 50
const LOOK_MS = 5

export class Keeper {
  #closing = false

  // replicas: { usersvc: 2, … }; port: of the gateways, each at an address of its own.
  constructor({ bin, dir, journal, replicas, port, issuer, library }) {
    Object.assign(this, { bin, dir, journal, port, issuer, library })
    this.slots = new Map()
    for (const [service, n] of Object.entries(replicas)) {
      for (let i = 0; i < n; i++) this.#addSlot(service, i, port)
    }
  }

  #addSlot(service, i, port) {
    const name = `${service}.${i}`
    const steering = new Steering(join(this.dir, `${name}.trouble`))
    const address = service === 'gateway' ? `127.0.0.${i + 1}` : undefined
    const own = address ? { OSTIARY_GATEWAY_LISTEN: `${address}:${port}` } : {}
    this.slots.set(name, { name, service, address, steering, own, log: join(this.dir, 'log', `${name}.log`) })
  }

  names() {
    return [...this.slots.keys()]
  }

  gateways() {
    return [...this.slots.values()].filter(({ address }) => address)
  }

  // Every process, in the order of the slots; returns when all are ready.
  async start() {
    for (const slot of this.slots.values()) this.#begin(slot)
    await this.allReady()
  }

  async allReady() {
    await until('all processes are ready', () => [...this.slots.values()].every(({ ready }) => ready))
  }

  #begin(slot) {
    const log = openSync(slot.log, 'a')
    const from = statSync(slot.log).size
    const child = spawn(join(this.bin, `ostiary-${slot.service}`), ['--data', join(this.dir, 'data')], {
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        ...slot.own,
        LD_PRELOAD: this.library,
        OSTIARY_TROUBLE: slot.steering.path,
        OSTIARY_TROUBLE_DATA: join(this.dir, 'data/'),
      },
    })
    closeSync(log)
    Object.assign(slot, { child, ready: false, condemned: false })
    this.journal.note({ began: slot.name, pid: child.pid })
    child.once('exit', (code, signal) => this.#ended(slot, child, code, signal))
    this.#watch(slot, child, from)
  }

  // Looks at what the log says anew until the process is ready or gone.
  async #watch(slot, child, from) {
    const fd = openSync(slot.log, 'r')
    const bytes = Buffer.alloc(1 << 16)
    let said = ''
    for (
      let at = from;
      child.exitCode === null && child.signalCode === null && !slot.ready;
      await sleep(LOOK_MS)
    ) {
      const n = readSync(fd, bytes, 0, bytes.length, at)
      at += n
      said += bytes.toString('latin1', 0, n)
      if (slot.child !== child || !/ ready, version /.test(said)) continue
      slot.ready = true
      this.journal.note({ ready: slot.name })
    }
    closeSync(fd)
  }

  #ended(slot, child, code, signal) {
    const row = { foreseen: slot.condemned, code, signal, up: slot.ready }
    this.journal.note({ [this.#closing ? 'ended' : 'exited']: slot.name, ...row })
    slot.ready = false
    if (!this.#closing) setTimeout(() => this.#closing || this.#begin(slot), PAUSE_MS)
  }

  alive(slot) {
    return slot.child.exitCode === null && slot.child.signalCode === null && !slot.condemned
  }

  // False: there was nobody to kill.
  kill(name) {
    const slot = this.slots.get(name)
    if (!this.alive(slot)) return false
    slot.condemned = true
    this.journal.note({ killed: name, pid: slot.child.pid, up: slot.ready })
    slot.child.kill('SIGKILL')
    return true
  }

  // After all replicas of a service were killed: notes when a gateway hears of it again.
  async listen(service) {
    const asked = this.gateways()
    for (let n = 0; !this.#closing; n++, await sleep(LOOK_MS)) {
      const said = await ask({
        address: asked[n % asked.length].address,
        port: this.port,
        url: `${this.issuer}/health`,
      }).then(
        (answer) => answer.json(),
        () => ({}),
      )
      if (!(service === 'gateway' ? 'ready' in said : said[service])) continue
      this.journal.note({ answered: service })
      return
    }
  }

  // SIGSTOP or SIGCONT to whoever is there.
  signal(name, signal) {
    const slot = this.slots.get(name)
    if (this.alive(slot)) slot.child.kill(signal)
  }

  steer(names, word, value) {
    for (const name of names) this.slots.get(name).steering.set(word, value)
  }

  // At once, when the soak itself ends.
  abandon() {
    this.#closing = true
    for (const { child } of this.slots.values()) child?.kill('SIGKILL')
  }

  // Ends all of them, callers first.
  async stop() {
    this.#closing = true
    for (const slot of [...this.slots.values()].reverse()) {
      const ended = new Promise((done) => slot.child?.once('exit', done))
      if (slot.child && this.alive(slot)) {
        slot.child.kill('SIGTERM')
        await ended
      }
      this.journal.note({ felt: slot.steering.felt(), by: slot.name })
      slot.steering.close()
    }
  }
}
