// store - where the data of a cluster are: files, or a PostgreSQL server of the tests' own.
//
// With OSTIARY_TEST_STORE=postgres the first cluster of a test file starts a server, which ends with
// the file, and each cluster has a database for itself there.

import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { resolve } from 'node:path'

const script = resolve(import.meta.dirname, '../../harness/postgres.sh')
export const onServer = process.env.OSTIARY_TEST_STORE === 'postgres'

let folder // of the server's socket
let number = 0

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? stdout + stderr}`)
  return stdout.trim()
}

function startServer() {
  folder = mkdtempSync('/tmp/ostiary-e2e-pg-') // short: it holds a socket
  process.once('exit', () => run(script, ['stop', folder]))
  run(script, ['start', folder])
}

// The server goes away as in a crash, and comes back.
export const serverDown = () => run(script, ['down', folder])
export const serverUp = () => run(script, ['up', folder])

// One value, or lines of values, from a database.
export const sql = (database, text) =>
  run('psql', ['-qAtX', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', 'ostiary', '-d', database, '-c', text])

// Makes a database: { name, env } with the settings of processes that use it.
export function makeDatabase() {
  if (!onServer) return { env: {} }
  if (!folder) startServer()
  const name = `cluster_${process.pid}_${++number}`
  sql('postgres', `CREATE DATABASE ${name}`)
  return { name, env: { OSTIARY_OSTIARY_STORE: `postgresql://ostiary@/${name}?host=${folder}` } }
}

export function dropDatabase({ name }) {
  if (name) sql('postgres', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}
