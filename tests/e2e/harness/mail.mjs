// mail - a mail server of the tests' own, under TLS, and what came to it.
//
// startSink() has a certificate that nobody else knows: env is what the courier has to be told.  Mails
// are { to, from, subject, id, text, html, secure, user, token(path) }.  hold() keeps the answer to every mail
// back until release(); refuse(address, code) answers with it what goes there.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { until } from './cluster.mjs'

export const USER = 'ostiary'
export const PASSWORD = 'a password of the mail server'

function makeCertificate(folder) {
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'ca.pem')],
  ])
  assert.equal(made.status, 0, String(made.stderr))
  return { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'ca.pem')) }
}

// RFC 2045 6.7, back again.
function unquoted(text) {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function header(raw, name) {
  return raw.match(new RegExp(`^${name}: ((?:.|\\r\\n )*)\\r\\n`, 'm'))?.[1]
}

// RFC 2047, back again.
function words(text) {
  return text
    .replace(/\?=\r\n =\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, base64) => Buffer.from(base64, 'base64').toString())
}

function read(raw, session) {
  const parts = raw.split(/\r\n--=_[0-9a-f]+(?:--)?\r\n/)
  const [text, html] = parts.slice(1, 3).map((part) => unquoted(part.split('\r\n\r\n').slice(1).join('\r\n\r\n')))
  return {
    to: session.envelope.rcptTo[0].address,
    from: session.envelope.mailFrom.address,
    subject: words(header(raw, 'Subject')),
    id: header(raw, 'Message-ID'),
    secure: session.secure,
    user: session.user,
    text,
    html,
    token: (path) => text.match(new RegExp(`${path}\\?token=([\\w-]{43})`))?.[1],
  }
}

class Sink {
  mails = []
  #held = []
  #holding = false
  #refused = new Map()

  constructor(folder) {
    this.folder = folder
    this.server = new SMTPServer({
      ...makeCertificate(folder),
      disableReverseLookup: true,
      onAuth: ({ username, password }, session, done) =>
        username === USER && password === PASSWORD ? done(null, { user: username }) : done(new Error('no')),
      // A courier that is killed hangs up in mid-mail.
      onData: (stream, session, done) => this.#take(stream, session, done).catch(done),
    })
    this.server.on('error', () => {})
  }

  async #take(stream, session, done) {
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    const refusal = this.#refused.get(session.envelope.rcptTo[0].address)
    if (refusal) return done(Object.assign(new Error('no'), { responseCode: refusal }))
    this.mails.push(read(Buffer.concat(chunks).toString('latin1'), session))
    if (this.#holding) this.#held.push(done)
    else done()
  }

  hold() {
    this.#holding = true
  }

  release() {
    this.#holding = false
    for (const done of this.#held.splice(0)) done()
  }

  refuse(address, code) {
    this.#refused.set(address, code)
  }

  get env() {
    return {
      OSTIARY_COURIER_SMTP_URL: `smtp://localhost:${this.server.server.address().port}`,
      OSTIARY_COURIER_SMTP_CA_FILE: join(this.folder, 'ca.pem'),
      OSTIARY_COURIER_SMTP_USER: USER,
      OSTIARY_COURIER_SMTP_PASSWORD_FILE: join(this.folder, 'password'),
    }
  }

  to(address) {
    return this.mails.filter((mail) => mail.to === address)
  }

  // The token of the newest mail to this address with a link to this path.
  async token(address, path) {
    const found = () => this.to(address).findLast((mail) => mail.token(path))
    await until(`a mail to ${address} with ${path}`, () => found())
    return found().token(path)
  }

  async stop() {
    this.release()
    await new Promise((done) => this.server.close(done))
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export async function startSink() {
  const folder = mkdtempSync(join(process.env.OSTIARY_TMP ?? tmpdir(), 'ostiary-mail-'))
  writeFileSync(join(folder, 'password'), `${PASSWORD}\n`)
  const sink = new Sink(folder)
  await new Promise((done) => sink.server.listen(0, '127.0.0.1', done))
  return sink
}

// The courier of a cluster, started anew with these settings.
export async function restartCourier(cluster, env) {
  if (cluster.processes.has('courier')) await cluster.end('courier')
  cluster.start('courier', env)
  await until('the courier answers', () => cluster.ctlRaw(['call', 'service.ping', '{}', '--service', 'courier']).status === 0)
}

// A folder from which ostiaryctl speaks under the gateway's key: for methods that no page leads to yet.
export function asGateway(cluster) {
  const folder = join(cluster.dir, 'as-gateway')
  mkdirSync(join(folder, 'keys'), { recursive: true })
  for (const name of ['bus', 'keys/public', 'ostiary.conf']) symlinkSync(join(cluster.dir, name), join(folder, name))
  cpSync(join(cluster.dir, 'keys/gateway'), join(folder, 'keys/admin'), { recursive: true })
  return (method, request) => {
    const run = cluster.ctlRaw.call({ dir: folder }, ['call', method, '-'], JSON.stringify(request))
    if (run.status !== 0) throw new Error(run.stderr)
    return run.stdout ? JSON.parse(run.stdout) : undefined
  }
}
