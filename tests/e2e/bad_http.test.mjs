// What goes wrong below OAuth: origins, bytes, connections.

import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { PASSWORD, scene } from './harness/scene.mjs'

const at = scene()

// Bytes as they are, past every client library.
function raw(text) {
  return new Promise((done, fail) => {
    const socket = connect(at.cluster.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setTimeout(15_000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (data) => (answer += data.toString('latin1')))
    socket.on('close', () => done(answer))
    socket.on('error', fail)
  })
}

describe('cross-origin', () => {
  const READABLE = ['/.well-known/openid-configuration', '/oauth2/jwks', '/oauth2/userinfo', '/oauth2/token', '/oauth2/revoke']
  for (const path of READABLE) {
    it(`${path} may be read by pages of other sites, without credentials`, async () => {
      const headers = {
        origin: 'https://spa.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      }
      const answer = await at.app.send(path, { method: 'OPTIONS', headers })
      assert.ok([200, 204].includes(answer.status))
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    })
  }

  for (const path of ['/oauth2/authorize', '/sign-in', '/consent', '/sign-out', '/interaction', '/']) {
    it(`${path} may not`, async () => {
      const answer = await at.app.send(path, { method: 'GET', headers: { origin: 'https://evil.example' } })
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
    })
  }

  for (const path of ['/sign-in', '/consent', '/sign-out']) {
    it(`a form of another site may not be sent to ${path}`, async () => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        const body = new URLSearchParams({ username: 'alan', password: PASSWORD })
        const answer = await at.app.send(path, { body, headers })
        assert.equal(answer.status, 403)
        assert.equal(answer.headers.get('set-cookie'), null)
      }
    })
  }
})

describe('HTTP itself', () => {
  const host = () => `Host: localhost:${at.cluster.port}\r\n`
  const status = (answer) => Number(answer.match(/^HTTP\/1\.1 (\d+)/)?.[1])

  it('Content-Length twice is refused and the connection closed', async () => {
    const text = `POST /oauth2/token HTTP/1.1\r\n${host()}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`
    assert.equal(status(await raw(text)), 400)
  })

  it('Content-Length with Transfer-Encoding is refused and the connection closed', async () => {
    const text = `POST /oauth2/token HTTP/1.1\r\n${host()}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`
    assert.equal(status(await raw(text)), 400)
  })

  it('garbage is refused', async () => {
    const answer = await raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')
    assert.ok(answer === '' || status(answer) === 400)
  })

  it('another host is misdirected', async () => {
    const answer = await raw('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
    assert.equal(status(answer), 421)
  })

  it('a body that never comes is cut off', async () => {
    const text = `POST /oauth2/token HTTP/1.1\r\n${host()}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant`
    assert.equal(status(await raw(text)), 408)
  })
})
