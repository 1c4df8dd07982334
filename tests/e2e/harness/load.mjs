// load - jobs that are done again and again side by side, while something happens to the servers.

const PROGRAMS = 6
const PAUSE_MS = 5

export class Load {
  // jobs: functions; each is a loop of its own, and throws where a user would have been let down.
  constructor(...jobs) {
    this.jobs = jobs
  }

  // Goes on while `during` does; then `done`, `failures` and `slowest` (ms) tell how it went.
  async run(during) {
    Object.assign(this, { done: 0, failures: [], slowest: 0, going: true })
    const loops = this.jobs.map((job) => this.#repeat(job))
    try {
      await during()
    } finally {
      this.going = false
      await Promise.all(loops)
    }
  }

  async #repeat(job) {
    while (this.going) {
      const began = performance.now()
      try {
        await job()
        this.done++
      } catch (error) {
        this.failures.push(`${error.message} ${error.cause ?? ''}`)
      }
      this.slowest = Math.max(this.slowest, performance.now() - began)
      await new Promise((done) => setTimeout(done, PAUSE_MS))
    }
  }
}

// What a request must be answered with; its body.
export function good({ status, body }, what) {
  if (status !== 200) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`)
  return body
}

// Jobs: programs ask for tokens on their own behalf.
export const programs = (program, n = PROGRAMS) =>
  Array.from({ length: n }, () => async () => {
    good(await program.post('/oauth2/token', { grant_type: 'client_credentials' }), 'token')
  })

// Jobs: people sign in with a new browser each time, and a code is redeemed.  people: functions, each
// of which gives a browser of somebody else; whoever signs in several times at once is slowed down.
export const signIns = (app, people) => people.map((browser) => () => app.by(app).tokens(browser()))
