// containers - an installation in containers, driven through Compose.
//
// ./dev compose-test says by the environment which command Compose is (COMPOSE), which engine,
// project and image are meant, and has built the images.  Containers has what App and Person ask of
// a cluster.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { until } from '../e2e/harness/cluster.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const compose = process.env.COMPOSE.split(' ')
const PATIENCE_MS = 120_000

// What a command says, on both outputs; it must succeed.  Requests go on meanwhile.
function run([program, ...args], input) {
  return new Promise((done, fail) => {
    const stdin = input === undefined ? 'ignore' : 'pipe'
    const child = spawn(program, args, { cwd: root, timeout: PATIENCE_MS, stdio: [stdin, 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    for (const from of ['stdout', 'stderr']) child[from].on('data', (data) => (said[from] += data))
    child.once('error', fail)
    child.once('close', (code) => {
      if (code === 0) done(said)
      else fail(new Error(`${program} ${args.join(' ')}: ${code} ${said.stderr}`))
    })
    child.stdin?.end(input)
  })
}

export const docker = async (...args) => (await run(['docker', ...args])).stdout
export const inspect = async (id) => JSON.parse(await docker('inspect', id))[0]

// Inside a container, under its own user.
export const inside = (id, ...command) => docker('exec', id, ...command)

// Lines of a container's log, as { at: ms, text }.
export async function logOf(id) {
  const { stdout, stderr } = await run(['docker', 'logs', '--timestamps', id])
  return `${stdout}${stderr}`.split('\n').filter(Boolean).map((line) => {
    const blank = line.indexOf(' ')
    return { at: Date.parse(line.slice(0, blank)), text: line.slice(blank + 1) }
  })
}

// What came in over a container's networks so far, in bytes.
export async function received(id) {
  const lines = (await inside(id, 'cat', '/proc/net/dev')).split('\n').filter((line) => /^\s*eth\d/.test(line))
  return lines.reduce((sum, line) => sum + Number(line.split(':')[1].trim().split(/\s+/)[0]), 0)
}

export class Containers {
  constructor() {
    this.issuer = process.env.OSTIARY_ISSUER
    this.use('docker-compose.yml', 'docker-compose.override.yml')
  }

  // The files that Compose reads from now on.
  use(...files) {
    process.env.COMPOSE_FILE = files.join(':')
  }

  async compose(args, input) {
    return (await run([...compose, ...args], input)).stdout
  }

  // Container ids of a service, those that ended included.
  async ids(service) {
    const labels = { project: process.env.COMPOSE_PROJECT_NAME, service, oneoff: 'False' }
    const filters = Object.entries(labels).flatMap(([name, value]) => ['--filter', `label=com.docker.compose.${name}=${value}`])
    return (await docker('ps', '-a', '-q', ...filters)).split('\n').filter(Boolean)
  }

  async allIds(services) {
    return (await Promise.all(services.map((name) => this.ids(name)))).flat()
  }

  async ctl(args, input) {
    const said = await this.compose(['run', '--rm', '-T', 'ctl', ...args], input)
    return said.trim() ? JSON.parse(said) : undefined
  }

  addPerson(username, password) {
    const args = ['user', 'add', '--username', username, '--email', `${username}@example.org`]
    return this.ctl([...args, '--password-stdin'], `${password}\n`)
  }

  async addClient(name, options) {
    const { client, client_secret } = await this.ctl(['client', 'add', '--name', name, ...options])
    return { ...client, client_secret }
  }

  async healthy(services) {
    const ids = await this.allIds(services)
    const isHealthy = async (id) => (await inspect(id)).State.Health.Status === 'healthy'
    await until('all are healthy', async () => (await Promise.all(ids.map(isHealthy))).every(Boolean), PATIENCE_MS)
  }
}
