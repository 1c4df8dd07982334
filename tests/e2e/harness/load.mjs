// load - a bounded number of requests side by side: programs ask for tokens, people sign in.

const PROGRAMS = 6
const PAUSE_MS = 5

export class Load {
  // people: functions, each of which gives a new browser of somebody else; whoever signs in several
  // times at once is slowed down.
  constructor({ program, app, people }) {
    Object.assign(this, { program, app, people })
  }

  // Goes on while `during` does; then `done` and `failures` tell how it went.
  async run(during) {
    Object.assign(this, { done: 0, failures: [], going: true })
    const loops = [
      ...Array.from({ length: PROGRAMS }, () => this.#repeat(() => this.#token())),
      ...this.people.map((browser) => this.#repeat(() => this.#signIn(browser()))),
    ]
    try {
      await during()
    } finally {
      this.going = false
      await Promise.all(loops)
    }
  }

  async #repeat(job) {
    while (this.going) {
      try {
        await job()
        this.done++
      } catch (error) {
        this.failures.push(`${error.message} ${error.cause ?? ''}`)
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS))
    }
  }

  async #token() {
    const { status, body } = await this.program.post('/oauth2/token', { grant_type: 'client_credentials' })
    if (status !== 200) throw new Error(`token: ${status} ${JSON.stringify(body)}`)
  }

  // A browser of its own each time: a password is checked, a code redeemed.
  async #signIn(person) {
    const app = Object.assign(Object.create(Object.getPrototypeOf(this.app)), this.app)
    await app.tokens(person)
  }
}
