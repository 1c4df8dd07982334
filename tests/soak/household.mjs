// household - one client of the soak: an app, a person, and what they got, all of it theirs alone.
//
// It does one deed after another, drawn from the seed, and knows at each moment what must be alive
// and what must be dead, because nobody else touches its things.  What it draws is the same each
// time; what it can do of that depends on what it was answered.

import { App, CALLBACK } from '../e2e/harness/app.mjs'
import { sleep } from '../e2e/harness/cluster.mjs'
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
    this.grace = this.confidential && number % 3 === 1 ? 0 : 30 // 0: two at once look like a thief, unless the app proves itself
    this.offline = number % 2 === 1
    this.scope = this.offline ? 'openid profile offline_access' : 'openid profile'
    this.person = { username: name, password: 'to begin with 0' }
    this.browsers = [] // { person, thing }: who is signed in there
    this.codes = [] // { thing, family, code, proof, shown, session }
    this.spent = [] // codes that were redeemed
    this.families = [] // { thing, refresh, earlier: [refresh…], accesses: [{ thing, token, since }], session, stillUntil }
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
    const { person } = this
    await this.ctl.must(
      [
        'user',
        'add',
        '--username',
        person.username,
        '--email',
        `${person.username}@example.org`,
        '--password-stdin',
      ],
      `${person.password}\n`,
    )
    const kind = this.confidential ? '--confidential' : '--public'
    const options = [
      '--redirect-uri',
      CALLBACK,
      '--code-lifetime',
      600,
      '--access-token-lifetime',
      3600,
      '--refresh-grace',
      this.grace,
    ]
    const grants = this.confidential ? ['--grant', 'client_credentials'] : []
    const { client, client_secret } = await this.ctl.must(
      [
        'client',
        'add',
        '--name',
        this.name,
        kind,
        ...options,
        '--grant',
        'authorization_code',
        '--grant',
        'refresh_token',
        ...grants,
        '--scope',
        'openid',
        '--scope',
        'profile',
        '--scope',
        'offline_access',
        '--scope',
        'things',
      ].map(String),
    )
    this.app = new App(this.asker, { ...client, client_secret })
    this.names = { person: this.thing('name'), app: this.thing('name') }
    this.secret = this.thing('secret')
    this.password = this.thing('password')
    const makes = [this.standing.person, this.standing.app, this.secret, this.password]
    await this.deed('move in', [], async () => ({ outcome: 'done', makes }))
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
