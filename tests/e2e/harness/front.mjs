// front - what stands before several gateways: connections that are kept, spread evenly, and a look at
// each gateway's /health, as an HTTP balancer does it.
//
// fetch() is the global one's twin for addresses of the issuer: App and Person take it as theirs.
// Nothing is sent twice.

import { Agent, request } from 'node:http'

const LOOK_MS = 100
const KEEP_MS = 300 // gateways keep an idle connection for 500

// One request to one address, under the issuer's name: a Response.
export function ask({ agent, address, port, url, method = 'GET', headers = {}, body, signal }) {
  const { host, pathname, search } = new URL(url)
  const text = body === undefined ? undefined : String(body)
  const type = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } : {}
  const length = text === undefined ? {} : { 'content-length': Buffer.byteLength(text) }
  return new Promise((done, fail) => {
    const options = { agent, host: address, port, method, signal, path: pathname + search, headers: { host, ...type, ...length, ...headers } }
    const sent = request(options, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part))
      answer.once('error', fail)
      answer.once('end', () => {
        const got = new Headers()
        for (let i = 0; i < answer.rawHeaders.length; i += 2) got.append(answer.rawHeaders[i], answer.rawHeaders[i + 1])
        const empty = [204, 304].includes(answer.statusCode)
        done(new Response(empty ? null : Buffer.concat(parts), { status: answer.statusCode, headers: got }))
      })
    })
    sent.once('error', fail)
    sent.end(text)
  })
}

// One gateway without anybody in front: what an App takes for a cluster.
export function straightTo(cluster, name) {
  const at = { address: cluster.addresses.get(name), port: cluster.port }
  return { issuer: cluster.issuer, fetch: (url, options) => ask({ ...at, ...options, url }) }
}

export class Front {
  #next = 0

  constructor(cluster, names = cluster.replicas('gateway')) {
    this.port = cluster.port
    this.issuer = cluster.issuer
    this.gateways = names.map((name) => ({
      name,
      address: cluster.addresses.get(name),
      agent: new Agent({ keepAlive: true, scheduling: 'lifo', timeout: KEEP_MS }),
      healthy: true,
    }))
    this.looking = setInterval(() => this.#look(), LOOK_MS)
    this.fetch = this.fetch.bind(this)
  }

  async #look() {
    for (const gateway of this.gateways) {
      const answer = await this.#ask(gateway, '/health', { agent: undefined }).catch(() => undefined)
      gateway.healthy = answer?.status === 200
    }
  }

  #ask({ agent, address }, url, options) {
    return ask({ agent, address, port: this.port, ...options, url: new URL(url, this.issuer) })
  }

  fetch(url, options) {
    const healthy = this.gateways.filter((gateway) => gateway.healthy)
    if (healthy.length === 0) return Promise.reject(new Error('no gateway is healthy'))
    return this.#ask(healthy[this.#next++ % healthy.length], url, options)
  }

  close() {
    clearInterval(this.looking)
    for (const { agent } of this.gateways) agent.destroy()
  }
}
