// cluster - a whole installation in a folder of its own: real processes, real sockets.
//
// startCluster() makes keys and settings with ostiaryctl, starts every process and returns when all
// answer.  Everything it started is ended by stop(), by process id.  Logs are kept when a test fails:
// OSTIARY_KEEP=1 keeps the folder.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const bin = process.env.OSTIARY_BIN ?? join(root, 'build/bin')
export const SERVICES = ['usersvc', 'authsvc', 'tokensvc', 'gateway']
const READY_WITHIN_MS = 30_000

const freePort = () =>
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

class Cluster {
  constructor(dir, port) {
    this.dir = dir
    this.port = port
    this.issuer = `http://localhost:${port}`
    this.processes = new Map()
  }

  // ostiaryctl against this folder; its JSON, or an Error with status and what it said.
  ctl(args, input = '') {
    const run = this.ctlRaw(args, input)
    if (run.status !== 0) {
      const error = new Error(`ostiaryctl ${args.join(' ')}: ${run.stderr || run.error}`)
      throw Object.assign(error, { status: run.status, stderr: run.stderr })
    }
    return run.stdout ? JSON.parse(run.stdout) : undefined
  }

  ctlRaw(args, input = '') {
    const options = { input, encoding: 'utf8', timeout: 30_000 }
    return spawnSync(join(bin, 'ostiaryctl'), ['--data', this.dir, ...args], options)
  }

  start(name, env = {}) {
    const log = openSync(join(this.dir, 'log', `${name}.log`), 'a')
    const child = spawn(join(bin, `ostiary-${name}`), ['--data', this.dir], {
      stdio: ['ignore', log, log],
      env: { ...process.env, OSTIARY_LOG_LEVEL: 'debug', ...env },
    })
    child.ended = new Promise((done) => {
      child.once('exit', (code, signal) => done({ code, signal }))
      child.once('error', (error) => done({ code: null, signal: null, error: error.message }))
    })
    this.processes.set(name, child)
    return child
  }

  // Ends one process with a signal and waits for it; returns how it ended.
  async end(name, signal = 'SIGTERM') {
    const child = this.processes.get(name)
    child.kill(signal)
    const how = await child.ended
    this.processes.delete(name)
    return how
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
    if (!process.env.OSTIARY_KEEP) rmSync(this.dir, { recursive: true, force: true })
    return Object.fromEntries(endings)
  }

  log(name) {
    const path = join(this.dir, 'log', `${name}.log`)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }

  logs() {
    return SERVICES.map((name) => this.log(name)).join('\n')
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

export async function startCluster() {
  const port = await freePort()
  const dir = mkdtempSync(join(process.env.OSTIARY_TMP ?? tmpdir(), 'ostiary-e2e-'))
  const cluster = new Cluster(dir, port)
  cluster.ctl(['init', '--issuer', cluster.issuer, '--port', String(port)])
  SERVICES.forEach((name) => cluster.start(name))
  try {
    await cluster.ready()
  } catch (error) {
    console.error(cluster.logs())
    await cluster.stop()
    throw error
  }
  return cluster
}
