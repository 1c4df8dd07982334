// A check that cannot fail is worthless: each invariant is shown journals in which it is broken, beside
// journals in which the same happened for a reason.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DATABASES, historyOf } from './history.mjs'
import { INVARIANTS, judge } from './invariants.mjs'

const SOUND = { t: 90_000, databases: Object.fromEntries(DATABASES.map((name) => [name, 'ok'])) }

// One deed, as its two lines; from and until in ms.
const deed = (n, from, until, { does = 'something', ends, ...facts }) => [
  { t: from, deed: n, does, ...(ends && { ends }) },
  { t: until, deed: n, outcome: 'done', ...facts },
]

const call = (
  n,
  from,
  until,
  { what = 'POST /oauth2/token', via = 'gateway.0', limit = 5000, ...answer },
) => [
  { t: from, call: n, what, via, limit },
  { t: until, call: n, type: 'application/json', ...answer },
]

const trouble = (n, from, until, what, slots = []) => [
  { t: from, trouble: n, what, slots },
  { t: until, over: n },
]

// The names of the invariants that these journals break.
function broken({ client = [], host = [] }) {
  const verdicts = judge(historyOf({ client: client.flat(), host: [SOUND, ...host.flat()] }))
  return Object.keys(verdicts).filter((name) => verdicts[name].violations.length > 0)
}

const born = deed(1, 1000, 1010, { makes: ['family 1'] })
const seen = (alive, from = 5000) => deed(9, from, from + 10, { sees: { 'family 1': alive } })

const LOST = 'no acknowledged write is lost'
const REVIVED = 'nothing that has ended lives on'
const TWICE = 'nothing is spent twice'
const LATE = 'no request goes past its deadline'
const IMPROPER = 'every answer is a proper one'
const SLOW = 'whatever was killed is back within a second'
const ENDED = 'no process ends by itself'
const ALARM = 'no log sounds an alarm'
const UNSOUND = 'every database is sound'

// [invariant, what happened, journals, is it broken]
const CASES = [
  [LOST, 'what was made is seen', { client: [born, seen(true)] }, false],
  [LOST, 'what was made is gone', { client: [born, seen(false)] }, true],
  [LOST, 'nobody was told that it was made', { client: [deed(1, 1000, 1010, {}), seen(false)] }, false],
  [
    LOST,
    'it was made only later',
    { client: [deed(1, 4000, 6000, { makes: ['family 1'] }), seen(false)] },
    false,
  ],
  [
    LOST,
    'its end was begun before',
    { client: [born, deed(2, 4990, 9000, { ends: ['family 1'] }), seen(false)] },
    false,
  ],
  [
    LOST,
    'its end was begun after',
    { client: [born, deed(2, 5020, 9000, { ends: ['family 1'] }), seen(false)] },
    true,
  ],
  [
    LOST,
    'what it is part of may have ended',
    {
      client: [
        deed(1, 1000, 1010, { makes: ['family 1.access 2'] }),
        deed(2, 2000, 2010, { ends: ['family 1'] }),
        deed(3, 5000, 5010, { sees: { 'family 1.access 2': false, 'family 1': false } }),
      ],
    },
    false,
  ],
  [
    LOST,
    'another client made a thing of that name',
    { client: [deed(1, 1000, 1010, { makes: ['family 2'] }), seen(false)] },
    false,
  ],
  [
    LOST,
    'a mortal thing is gone before its time',
    { client: [deed(1, 1000, 1010, { makes: ['family 1'], mortal: { 'family 1': 60_000 } }), seen(false)] },
    true,
  ],
  [
    LOST,
    'a mortal thing is gone after its time',
    { client: [deed(1, 1000, 1010, { makes: ['family 1'], mortal: { 'family 1': 3000 } }), seen(false)] },
    false,
  ],
  [
    LOST,
    'a mortal thing is gone by a wrong clock',
    {
      client: [deed(1, 1000, 1010, { makes: ['family 1'], mortal: { 'family 1': 60_000 } }), seen(false)],
      host: [trouble(1, 2000, 3000, 'clock step')],
    },
    false,
  ],
  [
    LOST,
    'an immortal thing is gone by a wrong clock',
    { client: [born, seen(false)], host: [trouble(1, 2000, 3000, 'clock step')] },
    true,
  ],

  [
    REVIVED,
    'alive a second after its end',
    { client: [born, deed(2, 2000, 2010, { ends: ['family 1'], ended: ['family 1'] }), seen(true, 3011)] },
    true,
  ],
  [
    REVIVED,
    'alive within that second',
    { client: [born, deed(2, 2000, 2010, { ends: ['family 1'], ended: ['family 1'] }), seen(true, 3000)] },
    false,
  ],
  [
    REVIVED,
    'its end was not acknowledged',
    { client: [born, deed(2, 2000, 2010, { ends: ['family 1'] }), seen(true)] },
    false,
  ],
  [
    REVIVED,
    'a part lives after the whole has ended',
    {
      client: [
        deed(2, 2000, 2010, { ends: ['family 1'], ended: ['family 1'] }),
        deed(3, 5000, 5010, { sees: { 'family 1.access 2': true } }),
      ],
    },
    true,
  ],

  [
    TWICE,
    'a code gives tokens twice',
    { client: [1, 2].map((n) => deed(n, n, 9, { does: 'redeem a code', spent: 'c', gained: `t${n}` })) },
    true,
  ],
  [
    TWICE,
    'a code gives the same tokens twice',
    { client: [1, 2].map((n) => deed(n, n, 9, { does: 'redeem a code', spent: 'c', gained: 't' })) },
    true,
  ],
  [
    TWICE,
    'two codes give tokens',
    { client: [1, 2].map((n) => deed(n, n, 9, { does: 'redeem a code', spent: `c${n}`, gained: `t${n}` })) },
    false,
  ],
  [
    TWICE,
    'a refresh token has two successors',
    { client: [1, 2].map((n) => deed(n, n, 9, { does: 'refresh', spent: 'r', gained: `t${n}` })) },
    true,
  ],
  [
    TWICE,
    'a refresh token has one successor twice',
    { client: [1, 2].map((n) => deed(n, n, 9, { does: 'refresh', spent: 'r', gained: 't' })) },
    false,
  ],

  [LATE, 'in time, just', { client: [call(1, 1000, 6100, { status: 200 })] }, false],
  [LATE, 'too late', { client: [call(1, 1000, 6101, { status: 200 })] }, true],
  [
    LATE,
    'an error too late',
    { client: [call(1, 1000, 6101, { status: 503, error: 'temporarily_unavailable', retry: '1' })] },
    true,
  ],
  [LATE, 'never', { client: [call(1, 1000, 2000, { cut: 'too late' })] }, true],
  [
    LATE,
    'the gateway was paused meanwhile',
    {
      client: [call(1, 1000, 7000, { status: 200 })],
      host: [trouble(1, 2000, 3000, 'pause', ['gateway.0'])],
    },
    false,
  ],
  [
    LATE,
    'another was',
    {
      client: [call(1, 1000, 7000, { status: 200 })],
      host: [trouble(1, 2000, 3000, 'pause', ['tokensvc.0'])],
    },
    true,
  ],
  [
    LATE,
    'the witness itself was late',
    { client: [call(1, 1000, 7000, { status: 200 })], host: [[{ t: 3000, lag: 1000 }]] },
    false,
  ],
  [
    LATE,
    'it was late by less',
    { client: [call(1, 1000, 7000, { status: 200 })], host: [[{ t: 3000, lag: 800 }]] },
    true,
  ],
  [
    LATE,
    'a command too late',
    { client: [call(1, 1000, 7200, { via: 'ostiaryctl', limit: 6000, status: 3 })] },
    true,
  ],

  [
    IMPROPER,
    'unavailable, and when to come again',
    { client: [call(1, 0, 9, { status: 503, error: 'temporarily_unavailable', retry: '1' })] },
    false,
  ],
  [
    IMPROPER,
    'unavailable, and no word of when',
    { client: [call(1, 0, 9, { status: 503, error: 'temporarily_unavailable' })] },
    true,
  ],
  [
    IMPROPER,
    'a fault without a reason',
    { client: [call(1, 0, 9, { status: 500, error: 'server_error' })] },
    true,
  ],
  [
    IMPROPER,
    'a fault while the disk is full',
    {
      client: [call(1, 2000, 2009, { status: 500, error: 'server_error' })],
      host: [trouble(1, 1000, 3000, 'full disk')],
    },
    false,
  ],
  [
    IMPROPER,
    'an error that OAuth does not know',
    { client: [call(1, 0, 9, { status: 400, error: 'oops' })] },
    true,
  ],
  [IMPROPER, 'an error without a body', { client: [call(1, 0, 9, { status: 400, type: null })] }, true],
  [
    IMPROPER,
    'half a page',
    { client: [call(1, 0, 9, { status: 403, type: 'text/html', whole: false })] },
    true,
  ],
  [IMPROPER, 'a gateway status', { client: [call(1, 0, 9, { status: 502, error: 'server_error' })] }, true],
  [
    IMPROPER,
    'cut off by a kill',
    {
      client: [call(1, 1000, 1100, { cut: 'ECONNRESET' })],
      host: [
        [
          { t: 1050, killed: 'gateway.0' },
          { t: 1300, ready: 'gateway.0' },
        ],
      ],
    },
    false,
  ],
  [
    IMPROPER,
    'refused while the gateway is not back',
    {
      client: [call(1, 1200, 1201, { cut: 'ECONNREFUSED' })],
      host: [
        [
          { t: 1050, killed: 'gateway.0' },
          { t: 1300, ready: 'gateway.0' },
        ],
      ],
    },
    false,
  ],
  [
    IMPROPER,
    'cut off when it is back',
    {
      client: [call(1, 1400, 1401, { cut: 'ECONNRESET' })],
      host: [
        [
          { t: 1050, killed: 'gateway.0' },
          { t: 1300, ready: 'gateway.0' },
        ],
      ],
    },
    true,
  ],
  [
    IMPROPER,
    'cut off while another gateway is killed',
    {
      client: [call(1, 1000, 1100, { cut: 'ECONNRESET' })],
      host: [
        [
          { t: 1050, killed: 'gateway.1' },
          { t: 1300, ready: 'gateway.1' },
        ],
      ],
    },
    true,
  ],

  [
    SLOW,
    'back soon',
    {
      host: [
        [
          { t: 1000, killed: 'tokensvc.0' },
          { t: 1900, ready: 'tokensvc.0' },
        ],
      ],
    },
    false,
  ],
  [
    SLOW,
    'back late',
    {
      host: [
        [
          { t: 1000, killed: 'tokensvc.0' },
          { t: 2100, ready: 'tokensvc.0' },
        ],
      ],
    },
    true,
  ],
  [SLOW, 'never back', { host: [[{ t: 1000, killed: 'tokensvc.0' }]] }, true],
  [
    SLOW,
    'killed again before it was back',
    {
      host: [
        [
          { t: 1000, killed: 'tokensvc.0' },
          { t: 1900, killed: 'tokensvc.0' },
          { t: 2800, ready: 'tokensvc.0' },
        ],
      ],
    },
    false,
  ],
  [
    SLOW,
    'held up by a disk',
    {
      host: [
        [{ t: 1000, killed: 'tokensvc.0' }],
        trouble(1, 900, 3000, 'slow disk'),
        [{ t: 3900, ready: 'tokensvc.0' }],
      ],
    },
    false,
  ],
  [
    SLOW,
    'late after that',
    {
      host: [
        [{ t: 1000, killed: 'tokensvc.0' }],
        trouble(1, 900, 3000, 'slow disk'),
        [{ t: 4100, ready: 'tokensvc.0' }],
      ],
    },
    true,
  ],
  [
    SLOW,
    'a service as a whole is back late',
    {
      host: [
        [
          { t: 1000, trouble: 1, service: 'usersvc' },
          { t: 2100, answered: 'usersvc' },
        ],
      ],
    },
    true,
  ],
  [
    SLOW,
    'a service as a whole is back soon',
    {
      host: [
        [
          { t: 1000, trouble: 1, service: 'usersvc' },
          { t: 1900, answered: 'usersvc' },
        ],
      ],
    },
    false,
  ],

  [
    ENDED,
    'ended by us',
    { host: [[{ t: 1000, exited: 'tokensvc.0', foreseen: true, code: null, signal: 'SIGKILL', up: true }]] },
    false,
  ],
  [
    ENDED,
    'ended by itself',
    { host: [[{ t: 1000, exited: 'tokensvc.0', foreseen: false, code: null, signal: 'SIGABRT', up: true }]] },
    true,
  ],
  [
    ENDED,
    'could not start on a full disk',
    {
      host: [
        trouble(1, 900, 3000, 'full disk'),
        [{ t: 1000, exited: 'tokensvc.0', foreseen: false, code: 1, signal: null, up: false }],
      ],
    },
    false,
  ],
  [
    ENDED,
    'crashed at its start on a full disk',
    {
      host: [
        trouble(1, 900, 3000, 'full disk'),
        [{ t: 1000, exited: 'tokensvc.0', foreseen: false, code: null, signal: 'SIGSEGV', up: false }],
      ],
    },
    true,
  ],
  [
    ENDED,
    'ended badly at the end',
    { host: [[{ t: 1000, ended: 'tokensvc.0', code: 1, signal: null }]] },
    true,
  ],

  [ALARM, 'nothing to be heard', {}, false],
  [ALARM, 'an alarm', { host: [[{ t: 1, alarms: ['the token is ahead of the database'] }]] }, true],
  [
    UNSOUND,
    'a page is missing',
    { host: [[{ t: 99_000, databases: { usersvc: 'Page 7 is never used' } }]] },
    true,
  ],
]

describe('the invariants', () => {
  for (const [invariant, what, journals, expected] of CASES) {
    it(`${invariant}: ${what}`, () => {
      assert.deepEqual(broken(journals), expected ? [invariant] : [])
    })
  }

  it('have each been seen broken', () => {
    const seen_ = new Set(CASES.filter(([, , , expected]) => expected).map(([invariant]) => invariant))
    assert.deepEqual([...seen_].sort(), Object.keys(INVARIANTS).sort())
  })
})
