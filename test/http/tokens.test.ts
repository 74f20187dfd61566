import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Authenticate,
  keyAuthentication,
  keyDigest,
  tokenAuthentication,
  Unauthenticated,
} from '../../src/http'

const [issuer, audience] = ['https://id.example', 'baokao']
const now = Date.parse('2024-04-08T10:00:00+08:00')
const seconds = now / 1000

const requestWith = (token: string): Request =>
  new Request('http://localhost/', { headers: { authorization: `Bearer ${token}` } })

describe('a token', () => {
  const clock = { now }
  let keys: Record<'RS256' | 'ES256' | 'EdDSA', { privateKey: CryptoKey; publicKey: CryptoKey }>
  let authenticate: Authenticate

  const payload: JWTPayload = {
    role: 'candidate',
    sub: 'C1',
    iss: issuer,
    aud: audience,
    exp: seconds + 3600,
  }
  const signed = (alg: keyof typeof keys, changes: JWTPayload = {}) =>
    new SignJWT({ ...payload, ...changes })
      .setProtectedHeader({ alg, kid: alg })
      .sign((keys[alg] as { privateKey: CryptoKey }).privateKey)

  const jwks = async () => ({
    keys: await Promise.all(
      Object.entries(keys).map(async ([alg, { publicKey }]) => ({
        ...(await exportJWK(publicKey)),
        alg,
        kid: alg,
      })),
    ),
  })

  beforeAll(async () => {
    const pair = (alg: string) => generateKeyPair(alg, { extractable: true })
    keys = { RS256: await pair('RS256'), ES256: await pair('ES256'), EdDSA: await pair('EdDSA') }
    authenticate = await tokenAuthentication({ jwks: await jwks(), issuer, audience, now: () => clock.now })
  })

  const refused = (token: string) => expect(authenticate(requestWith(token))).rejects.toThrow(Unauthenticated)

  it.each(['RS256', 'ES256', 'EdDSA'] as const)('signed with %s names the caller', async (alg) => {
    expect(await authenticate(requestWith(await signed(alg)))).toEqual({ role: 'candidate', id: 'C1' })
    const office = { role: 'office', sub: 'O', places: ['440000'] }
    expect(await authenticate(requestWith(await signed(alg, office)))).toEqual({
      role: 'office',
      id: 'O',
      places: ['440000'],
    })
  })

  it('that has expired, or never does, or is for others is refused', async () => {
    await refused(await signed('ES256', { exp: seconds - 1 }))
    await refused(await signed('ES256', { exp: undefined as never }))
    await refused(await signed('ES256', { iss: 'https://other.example' }))
    await refused(await signed('ES256', { aud: 'other' }))
    await refused(await signed('ES256', { nbf: seconds + 60 }))
    await refused(await signed('ES256', { role: 'clock' }))
    await refused(await signed('ES256', { role: undefined }))
    await refused(await signed('ES256', { sub: '陈晓' }))
    await refused(await signed('ES256', { role: 'office', places: '440000' }))
  })

  it('without a signature, or with the public key as its secret, is refused', async () => {
    await refused(new UnsecuredJWT(payload).encode())
    const secret = new TextEncoder().encode(await exportSPKI(keys.RS256.publicKey))
    for (const kid of ['RS256', 'none'])
      await refused(await new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid }).sign(secret))
    const stranger = await generateKeyPair('ES256')
    await refused(
      await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'ES256' }).sign(stranger.privateKey),
    )
    await refused('a.b.c')
    await refused((await signed('ES256')).slice(0, -2))
  })

  it('is believed for a minute at most, and no longer than it says', async () => {
    const token = await signed('ES256', { sub: 'C9', exp: seconds + 30 })
    expect(await authenticate(requestWith(token))).toMatchObject({ id: 'C9' })
    clock.now = now + 29_000
    expect(await authenticate(requestWith(token))).toMatchObject({ id: 'C9' })
    clock.now = now + 31_000
    await refused(token)
    clock.now = now
  })

  it('is verified with keys from a URL, and answered 503 while they cannot be fetched', async () => {
    const text = JSON.stringify(await jwks())
    let down = true
    const server = createServer((_, response) => (down ? response.writeHead(500).end() : response.end(text)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`)
    const remote = await tokenAuthentication({ jwks: url, issuer, audience, now: () => now })
    const token = await signed('ES256')
    await expect(remote(requestWith(token))).rejects.toMatchObject({ status: 503 })
    down = false
    const fresh = await tokenAuthentication({ jwks: url, issuer, audience, now: () => now })
    expect(await fresh(requestWith(token))).toMatchObject({ id: 'C1' })
    server.close()
    server.closeAllConnections()
  })

  it('needs an issuer, an audience and a safe URL', async () => {
    const given = { jwks: await jwks(), issuer, audience }
    await expect(tokenAuthentication({ ...given, issuer: '' })).rejects.toThrow(RangeError)
    await expect(tokenAuthentication({ ...given, audience: '' })).rejects.toThrow(RangeError)
    await expect(tokenAuthentication({ ...given, jwks: new URL('http://id.example/jwks') })).rejects.toThrow(
      RangeError,
    )
  })
})

describe('a key', () => {
  const entry = { sha256: keyDigest('secret'), role: 'portal', id: 'p' } as const

  it('names its caller, and no other key does', async () => {
    const authenticate = keyAuthentication([{ ...entry, actAs: ['candidate'] }])
    expect(await authenticate(requestWith('secret'))).toEqual({
      role: 'portal',
      id: 'p',
      actAs: ['candidate'],
    })
    expect(() => authenticate(requestWith('Secret'))).toThrow(Unauthenticated)
    expect(() => authenticate(new Request('http://localhost/'))).toThrow(Unauthenticated)
    const basic = new Request('http://localhost/', { headers: { authorization: 'Basic secret' } })
    expect(() => authenticate(basic)).toThrow(Unauthenticated)
  })

  it('is checked when the list is read', () => {
    const lists = [
      [{ ...entry, sha256: 'secret' }],
      [{ ...entry, role: 'clock' }],
      [{ ...entry, id: 'a b' }],
      [{ ...entry, places: ['44'] }],
      [{ ...entry, actAs: ['portal'] }],
      [{ ...entry, key: 'secret' }],
      [entry, entry],
      {},
    ]
    for (const list of lists) expect(() => keyAuthentication(list as never)).toThrow(RangeError)
  })
})
