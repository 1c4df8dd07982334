// authenticator - the app on a person's phone: RFC 6238 by node's crypto, nothing of ours.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { formsOf } from './person.mjs'

const STEP = 30_000
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(text) {
  const bits = [...text.replace(/\s/g, '')].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
}

export class Authenticator {
  constructor(secret) {
    this.key = base32(secret)
  }

  // The code of a step beside the present one.
  at(steps = 0, now = Date.now()) {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(Math.floor(now / STEP) + steps))
    const mac = createHmac('sha1', this.key).update(counter).digest()
    const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
    return String(number % 1_000_000).padStart(6, '0')
  }

  wrong() {
    const right = [-2, -1, 0, 1, 2].map((steps) => this.at(steps))
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code))
  }
}

// Waits until a step has so much left that codes made now are still of the steps they were made for.
export async function early(room = 12_000) {
  const left = STEP - (Date.now() % STEP)
  if (left < room) await new Promise((done) => setTimeout(done, left + 50))
}

export const codeForm = (page, action = '/sign-in/code') => {
  const form = formsOf(page.html).find((one) => one.action === action)
  assert.ok(form, `no form for ${action} on:\n${page.html}`)
  return form
}

// A person who has just signed in adds one; the code of the step before is used up.
// { phone, recovery, page }.
export async function addAuthenticator(person) {
  await early()
  const page = await person.visit('/account/second-factor/add')
  const phone = new Authenticator(page.html.match(/id="secret">([A-Z2-7 ]+)</)[1])
  const done = await person.submit(codeForm(page, '/account/second-factor/add'), { code: phone.at(-1) })
  assert.equal(done.status, 200, done.html)
  const recovery = [...done.html.matchAll(/<li><code>([A-Z2-7-]+)<\/code>/g)].map(([, code]) => code)
  assert.equal(recovery.length, 10)
  return { phone, recovery, page }
}
