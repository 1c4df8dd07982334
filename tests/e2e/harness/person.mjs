// person - somebody with a browser that has cookies and forms but no JavaScript.
//
// Follows redirects on the server itself, stops at the first that leads elsewhere, and fills in forms
// as they stand on the page.

import assert from 'node:assert/strict'

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" }
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => entities[name])

function attributes(tag) {
  const found = [...tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].slice(1)
  return Object.fromEntries(found.map(([, name, value]) => [name, unescape(value ?? '')]))
}

// The forms of a page: { action, method, fields, buttons }.
export function formsOf(html) {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const { action, method } = attributes(form.match(/<form\b[^>]*>/)[0])
    const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([tag]) => attributes(tag))
    const buttons = [...form.matchAll(/<button\b[^>]*>/g)].map(([tag]) => attributes(tag))
    const fields = Object.fromEntries(inputs.map(({ name, value }) => [name, value ?? '']))
    return { action, method: (method ?? 'get').toLowerCase(), fields, buttons }
  })
}

export class Person {
  fetch = fetch // or a Front's

  constructor(issuer, username, password) {
    Object.assign(this, { issuer, username, password, cookies: new Map() })
  }

  #remember(response) {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rest] = line.split(/;\s*/)
      const at = pair.indexOf('=')
      const gone = rest.some((attribute) => /^max-age=0$/i.test(attribute))
      if (gone) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }

  // One request, no redirect followed.
  async request(url, { method = 'GET', body, headers = {} } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const from = method === 'GET' ? {} : { origin: this.issuer, 'sec-fetch-site': 'same-origin' }
    const response = await this.fetch(new URL(url, this.issuer), {
      method,
      body,
      headers: { ...from, ...(cookie && { cookie }), ...headers },
      redirect: 'manual',
    })
    this.#remember(response)
    return response
  }

  // Follows redirects that stay on the server: { status, html, url } or { location } of the first
  // that leads away.
  async visit(url, options) {
    let response = await this.request(url, options)
    for (let hops = 0; hops < 10; hops++) {
      if (response.status !== 303) {
        return { status: response.status, html: await response.text(), headers: response.headers }
      }
      const location = new URL(response.headers.get('location'), this.issuer)
      if (location.origin !== this.issuer || location.pathname === '/callback') {
        return { location: location.href }
      }
      response = await this.request(location)
    }
    throw new Error('redirects go round in circles')
  }

  submit(form, values) {
    const body = new URLSearchParams({ ...form.fields, ...values })
    return this.visit(form.action, { method: form.method.toUpperCase(), body })
  }

  // Fills in the sign-in page that is shown.
  async signIn(page, { username = this.username, password = this.password } = {}) {
    const form = formsOf(page.html).find(({ fields }) => 'password' in fields)
    assert.ok(form, `there is no sign-in form on:\n${page.html}`)
    return this.submit(form, { username, password })
  }

  // Answers the consent page that is shown.
  async decide(page, decision) {
    const form = formsOf(page.html).find(({ buttons }) =>
      buttons.some(({ value }) => value === decision),
    )
    assert.ok(form, `there is no way to ${decision} on:\n${page.html}`)
    return this.submit(form, { decision })
  }

  // Goes through whatever is asked and says yes: the address that the app is called back at.
  async authorize(url) {
    let page = await this.visit(url)
    for (let steps = 0; steps < 4 && !page.location; steps++) {
      assert.equal(page.status, 200, page.html)
      page = /name="password"/.test(page.html)
        ? await this.signIn(page)
        : await this.decide(page, 'allow')
    }
    assert.ok(page.location, `it ended on a page:\n${page.html}`)
    return new URL(page.location)
  }
}
