// siege - very many connections that keep a server waiting, from a thread of their own, so that who is
// measured meanwhile is not held up by them on our side.
//
// siege({ port, n, words, more }): n connections at any time; each says `words`, then `more` every 400 ms,
// and comes again when it is sent away.  end() gives what was heard: a map from first lines to how often.

import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'

const PACE_MS = 400

export function siege(options) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: options })
  const heard = new Promise((done, fail) => {
    worker.once('message', done)
    worker.once('error', fail)
  })
  return {
    end() {
      worker.postMessage('end')
      return heard
    },
  }
}

if (!isMainThread) {
  const { port, n, words, more } = workerData
  const heard = new Map()
  const sockets = new Set()
  let going = true

  const nuisance = () => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => words && socket.write(words))
    const dribble = more && setInterval(() => socket.writable && socket.write(more), PACE_MS)
    sockets.add(socket)
    socket.on('data', (data) => (said += data))
    socket.on('error', () => {})
    socket.on('close', () => {
      const line = said.split('\r\n')[0]
      clearInterval(dribble)
      sockets.delete(socket)
      heard.set(line, (heard.get(line) ?? 0) + 1)
      if (going) nuisance()
    })
  }

  for (let i = 0; i < n; i++) nuisance()
  parentPort.once('message', () => {
    going = false
    for (const socket of sockets) socket.destroy()
    setImmediate(() => parentPort.postMessage(heard))
  })
}
