// Each invariant is shown journals in which it is broken, and finds it; no other does.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DOCTORED } from './doctored.mjs'
import { historyOf } from './history.mjs'
import { INVARIANTS, judge } from './invariants.mjs'

function brokenIn({ client, host }) {
  const verdicts = judge(historyOf({ client, host }))
  return Object.keys(verdicts).filter((name) => verdicts[name].violations.length > 0)
}

describe('the invariants', () => {
  for (const doctored of DOCTORED) {
    it(doctored.name, () => assert.deepEqual(brokenIn(doctored), doctored.broken ? [doctored.invariant] : []))
  }

  it('can each be broken', () => {
    const found = new Set(DOCTORED.filter(({ broken }) => broken).map(({ invariant }) => invariant))
    assert.deepEqual([...found], Object.keys(INVARIANTS))
  })
})
