// household - one client of the soak: an app, a person, and what they got, all of it theirs alone.
//
// It does one deed after another, drawn from the seed, and knows at each moment what must be alive
// and what must be dead, because nobody else touches its things.  What it draws is the same each
// time; what it can do of that depends on what it was answered.

import { App, CALLBACK } from '../e2e/harness/app.mjs'
import { sleep } from '../e2e/harness/cluster.mjs'
import { ACCESS_LIVES, CODE_LIVES } from './answers.mjs'
import { STILL_MS, Unanswered } from './asker.mjs'
import { Chance } from './chance.mjs'
import { DEEDS } from './deeds.mjs'
import { now } from './journal.mjs'
import { lastLook } from './last_look.mjs'

const AGAIN_MS = 200
const DEAD_KEPT = 200

export class Household {
  #count = 0

  // ctl: as Ctl; calmClocksSince(t): has no clock been wrong since then?
  constructor({ name, seed, number, asker, ctl, journal, calmClocksSince, pace }) {
    Object.assign(this, { name, seed, asker, ctl, journal, calmClocksSince, pace })
    this.confidential = number % 4 !== 3
    // With none two requests at once look like a thief's, unless the app proves itself.
    this.grace = this.confidential && number % 3 === 1 ? 0 : 30
    this.offline = number % 2 === 1
    this.scope = this.offline ? 'openid profile offline_access' : 'openid profile'
    this.person = { username: name, password: 'to begin with 0' }
    this.browsers = [] // { person, thing }: who is signed in there
    this.codes = [] // { thing, family, code, proof, shown, session }
    this.spent = [] // codes that were redeemed
    this.families = [] // { thing, refresh, earlier: [refresh…], accesses, session, stillUntil }
    this.grants = [] // { thing, token, since }: of the app itself
    this.dead = [] // { thing, token, isRefresh }: tokens that must be dead
    this.guests = [] // { thing, username }: other people
    this.lost = 0 // redemptions whose answer never came: families that nobody holds
    this.standing = { person: this.thing('person'), app: this.thing('app') }
    this.consent = undefined
  }

  thing(kind) {
    return `${kind} ${++this.#count}`
  }

  // --- before the troubles begin

  async moveIn() {
    const { username, password } = this.person
    const account = ['--username', username, '--email', `${username}@example.org`, '--password-stdin']
    await this.ctl.must(['user', 'add', ...account], `${password}\n`)
    const { client, client_secret } = await this.ctl.must([
      'client',
      'add',
      '--name',
      this.name,
      ...this.#terms(),
    ])
    this.app = new App(this.asker, { ...client, client_secret })
    this.names = { person: this.thing('name'), app: this.thing('name') }
    this.secret = this.thing('secret')
    this.password = this.thing('password')
    const makes = [this.standing.person, this.standing.app, this.secret, this.password]
    await this.deed('move in', [], async () => ({ outcome: 'done', makes }))
  }

  #terms() {
    const grants = [
      'authorization_code',
      'refresh_token',
      ...(this.confidential ? ['client_credentials'] : []),
    ]
    const scopes = ['openid', 'profile', 'offline_access', 'things']
    const lives = { code: CODE_LIVES, 'access-token': ACCESS_LIVES }
    return [
      this.confidential ? '--confidential' : '--public',
      ...['--redirect-uri', CALLBACK, '--refresh-grace', String(this.grace)],
      ...grants.flatMap((grant) => ['--grant', grant]),
      ...scopes.flatMap((scope) => ['--scope', scope]),
      ...Object.entries(lives).flatMap(([what, ms]) => [`--${what}-lifetime`, String(ms / 1000)]),
    ]
  }

  // --- deeds

  // One deed, noted before and after; act() tells what came of it.
  async deed(does, ends, act) {
    const n = this.journal.begin('deed', ends.length ? { does, ends } : { does })
    const facts = await act().catch((error) => {
      if (error instanceof Unanswered) return { outcome: 'unknown' }
      throw error
    })
    this.journal.note({ deed: n, ...facts })
    return facts
  }

  // The same deed until its outcome is known.  apart: not before the one without an answer can have no
  // effect any more; settle: nor does anything else happen before that.
  async insist(act, { apart = false, settle = apart } = {}) {
    let still = 0
    for (;;) {
      const began = now()
      const facts = await act()
      if (facts.outcome !== 'unknown') {
        if (settle) await sleep(Math.max(0, still - now()))
        return facts
      }
      still = began + STILL_MS
      await sleep(apart ? still - now() : AGAIN_MS)
    }
  }

  async live(over) {
    for (let step = 0; !over(); step++) {
      const chance = new Chance(this.seed, this.name, step)
      const row = chance.weighted(DEEDS)
      await row.run(this, chance)
      await sleep(chance.between(...this.pace))
    }
  }

  // When all is well again: whatever there is to be known.
  async lastLook() {
    await sleep(STILL_MS / 6)
    await lastLook(this)
  }

  // --- things

  // What a person or an app loses with everything that was issued.
  everything() {
    return [...this.families, ...this.codes]
      .map(({ thing }) => thing)
      .concat(this.codes.map(({ family }) => family))
  }

  // They are over: their tokens go to those that must be dead.
  bury(families) {
    for (const family of families) {
      this.dead.push({ thing: family.thing, token: family.refresh, isRefresh: true }, ...family.accesses)
      this.families = this.families.filter((other) => other !== family)
    }
    this.dead = this.dead.slice(-DEAD_KEPT)
  }

  buryAll() {
    this.bury([...this.families])
    this.codes = []
    this.lost = 0
  }

  leave(browser) {
    this.browsers = this.browsers.filter((other) => other !== browser)
  }
}
