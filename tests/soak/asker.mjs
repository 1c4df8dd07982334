// asker - the HTTP requests of one client: each is in its journal before it is sent, and its end after.
//
// fetch() is the global one's twin for addresses of the issuer, by the gateways in turn; App and
// Person of the e2e tests take it as theirs.  Nothing is sent twice.  When no answer came it throws
// an Unanswered.

import { Agent } from 'node:http'
import { ask } from '../e2e/harness/front.mjs'

const KEEP_MS = 300 // gateways keep an idle connection for 500
const PATIENCE_MS = 5000 // beyond the limit; a gateway may be paused for 3 s

// What a request may take: the deadlines of the methods behind it, one after the other (proto/*.def),
// and 10 s in all (gateway/exchange.c).
export const LIMITS = {
  'POST /oauth2/token': 5000,
  'POST /oauth2/introspect': 3000,
  'POST /oauth2/revoke': 3000,
  'GET /oauth2/userinfo': 3000,
  'GET /oauth2/authorize': 5000,
  'GET /interaction': 6000,
  'POST /sign-in': 10_000,
  'POST /consent': 5000,
  'POST /sign-out': 3000,
}

export class Unanswered extends Error {}

// A request that got no answer may still take effect for so long: its deadline, and a pause.
export const STILL_MS = 9000

// What can be said of an answer without reading it: its status, and whether it is what it should be.
async function outline(response) {
  const type = response.headers.get('content-type')?.split(';')[0] ?? null
  const row = { status: response.status, type }
  const text = await response.clone().text()
  if (type === 'application/json') row.error = JSON.parse(text).error
  if (type === 'text/html') row.whole = /<h1>/.test(text) && text.trimEnd().endsWith('</html>')
  const location = response.headers.get('location')
  if (location) row.error = new URL(location, 'http://localhost').searchParams.get('error') ?? undefined
  const retry = response.headers.get('retry-after')
  return retry === null ? row : { ...row, retry }
}

export class Asker {
  #turn

  // gateways: [{ name, address }], all at this port.
  constructor({ journal, gateways, port, issuer, first = 0 }) {
    Object.assign(this, { journal, port, issuer })
    this.#turn = first
    this.gateways = gateways.map((gateway) => ({
      ...gateway,
      agent: new Agent({ keepAlive: true, timeout: KEEP_MS }),
    }))
    this.fetch = this.fetch.bind(this)
  }

  async fetch(url, options = {}) {
    const { name, address, agent } = this.gateways[this.#turn++ % this.gateways.length]
    const what = `${options.method ?? 'GET'} ${new URL(url).pathname}`
    const limit = LIMITS[what]
    const n = this.journal.begin('call', { what, via: name, limit })
    try {
      const signal = AbortSignal.timeout(limit + PATIENCE_MS)
      const response = await ask({ agent, address, port: this.port, url, signal, ...options })
      this.journal.note({ call: n, ...(await outline(response)) })
      return response
    } catch (error) {
      const cut = error.name === 'TimeoutError' ? 'too late' : (error.code ?? error.message)
      this.journal.note({ call: n, cut })
      throw new Unanswered(`${what}: ${cut}`)
    }
  }

  close() {
    for (const { agent } of this.gateways) agent.destroy()
  }
}
