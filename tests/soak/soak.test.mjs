// A short soak from a fixed seed, with every kind of trouble in it; ./dev soak is the long one.

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { describe, it } from 'node:test'
import { soak } from './soak.mjs'
import { TROUBLES, drawPlan } from './troubles.mjs'

const SAMPLE = { seed: 4, kills: 20, minutes: 0.4 }
const SLOTS = ['usersvc.0', 'authsvc.0', 'tokensvc.0', 'gateway.0', 'gateway.1']

describe('a plan', () => {
  const plan = (changes) => drawPlan({ seed: 1, slots: SLOTS, kills: 200, length: 60_000, ...changes })

  it('is the same again from the same seed, and another from another', () => {
    assert.deepEqual(plan({}), plan({}))
    assert.notDeepEqual(plan({}), plan({ seed: 2 }))
  })

  it('kills as many as were asked for, and knows every trouble', () => {
    const killed = plan({})
      .filter(({ what }) => what.startsWith('kill'))
      .flatMap(({ slots }) => slots)
    assert.ok(killed.length >= 210 && killed.length <= 213, `${killed.length}`)
    assert.deepEqual([...new Set(plan({}).map(({ what }) => what))].sort(), Object.keys(TROUBLES).sort())
  })
})

describe('a short soak', () => {
  it('leaves every invariant whole', { timeout: 120_000 }, async (t) => {
    const { good, text, dir } = await soak(SAMPLE)
    text.split('\n').forEach((line) => t.diagnostic(line))
    assert.ok(good, `${text}\njournals, logs and data: ${dir}`)
    rmSync(dir, { recursive: true })
  })
})
