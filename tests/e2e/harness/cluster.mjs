// cluster - a whole installation in a folder of its own: real processes, real sockets.
//
// startCluster() makes keys and settings with ostiaryctl, starts every process and returns when all
// answer.  Of each service there may be several replicas: the first is called tokensvc, the others
// tokensvc.1, tokensvc.2.  Everything it started is ended by stop(), by process id.  Logs are kept
// when a test fails: OSTIARY_KEEP=1 keeps the folder.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dropDatabase, makeDatabase } from './store.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const bin = process.env.OSTIARY_BIN ?? join(root, 'build/bin')
export const SERVICES = ['courier', 'usersvc', 'authsvc', 'tokensvc', 'gateway']
const READY_WITHIN_MS = 30_000

export const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms))

// Asks until it answers true; fails with the name of what was waited for.
export async function until(what, ask, withinMs = READY_WITHIN_MS) {
  const end = Date.now() + withinMs
  for (;;) {
    if (await ask()) return
    if (Date.now() > end) throw new Error(`${what}: not within ${withinMs} ms`)
    await sleep(20)
  }
}

const serviceOf = (name) => name.split('.')[0]

class Cluster {
  constructor(dir, port) {
    this.dir = dir
    this.port = port
    this.issuer = `http://localhost:${port}`
    this.processes = new Map()
    this.database = makeDatabase()
    this.addresses = new Map() // of gateways: the port is one, so that all have the same issuer
  }

  // ostiaryctl against this folder; its JSON, or an Error with status and what it said.
  ctl(args, input = '', dir = this.dir) {
    const run = this.ctlRaw(args, input, dir)
    if (run.status !== 0) {
      const error = new Error(`ostiaryctl ${args.join(' ')}: ${run.stderr || run.error || run.signal}`)
      throw Object.assign(error, { status: run.status, stderr: run.stderr })
    }
    return run.stdout ? JSON.parse(run.stdout) : undefined
  }

  ctlRaw(args, input = '', dir = this.dir) {
    const options = { input, encoding: 'utf8', timeout: 30_000 }
    return spawnSync(join(bin, 'ostiaryctl'), ['--data', dir, ...args], options)
  }

  start(name, env = {}, dir = this.dir) {
    const service = serviceOf(name)
    const log = openSync(join(this.dir, 'log', `${name}.log`), 'a')
    const child = spawn(join(bin, `ostiary-${service}`), ['--data', dir], {
      stdio: ['ignore', log, log],
      env: { ...process.env, OSTIARY_LOG_LEVEL: 'debug', ...this.database.env, ...this.#place(name, service), ...env },
    })
    child.ended = new Promise((done) => {
      child.once('exit', (code, signal) => done({ code, signal }))
      child.once('error', (error) => done({ code: null, signal: null, error: error.message }))
    })
    this.processes.set(name, child)
    return child
  }

  // Where a gateway listens: each has an address of this machine for itself.
  #place(name, service) {
    if (service !== 'gateway') return {}
    if (!this.addresses.has(name)) this.addresses.set(name, `127.0.0.${this.addresses.size + 1}`)
    return { OSTIARY_GATEWAY_LISTEN: `${this.addresses.get(name)}:${this.port}` }
  }

  // The names of a service's replicas that run.
  replicas(service) {
    return [...this.processes.keys()].filter((name) => serviceOf(name) === service)
  }

  // Ends one process with a signal and waits for it; returns how it ended.
  async end(name, signal = 'SIGTERM') {
    const child = this.processes.get(name)
    child.kill(signal)
    const how = await child.ended
    this.processes.delete(name)
    return how
  }

  pause(name) {
    this.processes.get(name).kill('SIGSTOP')
  }

  resume(name) {
    this.processes.get(name).kill('SIGCONT')
  }

  // The place that a replica has on the bus, "tokensvc.1": the one whose lock it holds.
  instance(name) {
    const fds = `/proc/${this.processes.get(name).pid}/fd`
    for (const fd of readdirSync(fds)) {
      try {
        const file = readlinkSync(join(fds, fd))
        if (/\/bus\/\w+\.\d+\.lock$/.test(file)) return basename(file, '.lock')
      } catch {
        /* closed since */
      }
    }
    return undefined
  }

  // A data folder in which, of this one's replicas, only those named are to be found; of services
  // that are not named all are.  ostiaryctl and gateways that are given it can reach no other.
  view(...names) {
    const dir = mkdtempSync(join(this.dir, 'view-'))
    for (const file of ['keys', 'ostiary.conf']) symlinkSync(join(this.dir, file), join(dir, file))
    mkdirSync(join(dir, 'bus'))
    const named = new Set(names.map(serviceOf))
    const seen = new Set(names.map((name) => `${this.instance(name)}.sock`))
    for (const file of readdirSync(join(this.dir, 'bus'))) {
      if (!file.endsWith('.sock') || (named.has(serviceOf(file)) && !seen.has(file))) continue
      symlinkSync(join(this.dir, 'bus', file), join(dir, 'bus', file))
    }
    return dir
  }

  // What one replica says of itself.
  ping(name) {
    const said = this.ctl(['call', '--service', serviceOf(name), 'service.ping', '{}'], '', this.view(name))
    return { served: 0, ...said }
  }

  async healthy() {
    try {
      return (await fetch(`${this.issuer}/health`)).status === 200
    } catch {
      return false
    }
  }

  async ready() {
    await until('every process answers', () => this.healthy())
  }

  async stop() {
    const endings = await Promise.all(
      [...this.processes.keys()].map(async (name) => [name, await this.end(name)]),
    )
    dropDatabase(this.database)
    if (!process.env.OSTIARY_KEEP) rmSync(this.dir, { recursive: true, force: true })
    return Object.fromEntries(endings)
  }

  log(name) {
    const path = join(this.dir, 'log', `${name}.log`)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }

  logs() {
    const names = readdirSync(join(this.dir, 'log')).map((file) => basename(file, '.log'))
    return names.map((name) => this.log(name)).join('\n')
  }

  addPerson(username, password, more = []) {
    const args = ['user', 'add', '--username', username, '--email', `${username}@example.org`]
    return this.ctl([...args, ...more, '--password-stdin'], `${password}\n`)
  }

  // { client_id, client_secret } of a new client; options as ostiaryctl takes them.
  addClient(name, options) {
    const { client, client_secret } = this.ctl(['client', 'add', '--name', name, ...options])
    return { ...client, client_secret }
  }
}

// replicas: { tokensvc: 3 }, one of each service that is not named; env: settings for all processes.
export async function startCluster({ replicas = {}, env = {} } = {}) {
  const port = await freePort()
  const dir = mkdtempSync(join(process.env.OSTIARY_TMP ?? tmpdir(), 'ostiary-e2e-'))
  const cluster = new Cluster(dir, port)
  cluster.ctl(['init', '--issuer', cluster.issuer, '--port', String(port)])
  for (const service of SERVICES) {
    cluster.start(service, env)
    for (let n = 1; n < (replicas[service] ?? 1); n++) cluster.start(`${service}.${n}`, env)
  }
  try {
    await cluster.ready()
    await until('every replica has its place', () =>
      [...cluster.processes.keys()].every((name) => serviceOf(name) === 'gateway' || cluster.instance(name)),
    )
  } catch (error) {
    console.error(cluster.logs())
    await cluster.stop()
    throw error
  }
  return cluster
}
