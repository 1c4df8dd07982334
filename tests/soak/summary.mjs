// summary - what a soak was and what came of it, for a reader.

const SHOWN = 8 // violations of each invariant

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
const sorted = (numbers) => [...numbers].sort((a, b) => a - b)
const ms = (n) => `${Math.round(n)} ms`
const column = (n) => ms(n).padStart(8)

function count(words) {
  const counts = new Map()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, n]) => `${n} ${word}`).join(', ')
}

// Which of the clients' requests were answered how.
const kindOf = ({ cut, status }) => (cut ? 'cut off' : `with ${status}`)

function* table(of, nameOf) {
  const calm = of.filter(({ from, after }) => after < from)
  for (const name of [...new Set(calm.map(nameOf))].sort()) {
    const all = sorted(calm.filter((row) => nameOf(row) === name).map(({ from, ready }) => ready - from))
    const columns = [all[0], at(all, 0.5), at(all, 0.99), all.at(-1)].map(column).join('')
    yield `  ${name.padEnd(27)} ${String(all.length).padStart(6)}${columns}`
  }
  yield `  ${of.length - calm.length} more met other troubles on their way; they are judged from the end of those`
}

function* returns({ host }) {
  yield 'from kill -9 to                  kills     min  median     p99     max'
  yield* table(host.returns, ({ slot }) => `${slot.split('.')[0]} is ready`)
  yield* table(host.outages, ({ service }) => `any ${service} answers`)
}

function* lines({ seed, history, verdicts }) {
  const { calls, deeds, host } = history
  const http = calls.filter(({ via }) => via !== 'ostiaryctl')
  const length = Math.max(...deeds.map(({ until }) => until)) / 1000
  const killed = host.absences.length
  yield `seed ${seed}: ${killed} processes killed in ${Math.round(length)} s, and ${count(host.troubles.map(({ what }) => what))}`
  yield `${http.length} requests, ${calls.length - http.length} commands, ${deeds.length} deeds; answers: ${count(http.map(kindOf))}`
  const took = sorted(http.map(({ at: from, until }) => until - from))
  const left = Math.min(...http.map(({ at: from, until, limit }) => from + limit - until))
  yield `requests took ${ms(at(took, 0.5))} in the median, ${ms(at(took, 0.99))} for 99 of 100; the latest had ${ms(left)} left`
  const late = sorted(host.lags.map(({ at: from, until }) => until - from))
  yield `this process was late ${late.length} times, by ${ms(late.at(-1) ?? 0)} at most`
  yield* returns(history)
  for (const [name, { judged, excused, violations }] of Object.entries(verdicts)) {
    const aside = excused ? `, ${excused} not judged: the trouble may explain them` : ''
    yield `${violations.length ? 'BROKEN' : 'held  '} ${name} (${judged} judged${aside})`
    for (const violation of violations.slice(0, SHOWN)) yield `  ${violation}`
    if (violations.length > SHOWN) yield `  … and ${violations.length - SHOWN} more`
  }
}

export const summary = (of) => [...lines(of)].join('\n')
