import { describe, expect, it } from 'vitest'
import { freePort } from '../../examples/loopback'
import { createStore } from '../../src/postgres'
import { freshDatabase, poolOn } from '../postgres/support'
import { portalKey, post, type ServeProcess, serveProcesses } from './serving'

const clients = 50
/** Events of each client after its opening. */
const rounds = 12
/** After how many answers the service is killed. */
const kills = [60, 180, 300, 420]

describe('the service, killed under 50 clients', () => {
  const { options, start } = serveProcesses()

  it('loses nothing, and does nothing twice', async () => {
    const database = await freshDatabase()
    const port = String(await freePort())
    const run = () => start({ DATABASE_URL: database }, ...options.slice(0, -1), port)
    let serving: Promise<ServeProcess> = run()
    const { url } = await serving
    let answers = 0
    let killed = 0

    /** Kills the process after the next of the answers, and starts another. */
    function answered(): void {
      answers += 1
      if (answers !== kills[killed]) return
      killed += 1
      serving = serving.then(async ({ child, ended }) => {
        child.kill('SIGKILL')
        await ended
        return run()
      })
    }

    /** Sends until there is an answer: the same request, under the same key. */
    async function untilAnswered(path: string, request: Parameters<typeof post>[2]) {
      for (;;) {
        const answer = await post(url, path, request).catch(() => undefined)
        if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
          answered()
          return answer
        }
        // The next process listens once it has started.
        await serving
      }
    }

    const token = portalKey
    const client = async (n: number): Promise<number[]> => {
      const [registrationId, candidateId] = [`R-${n}`, `C-${n}`]
      const body = { registrationId, candidateId, exam: 'social-worker', notice: 'gd-2024-social-worker' }
      const opened = await untilAnswered('/registrations', { token, body })
      expect([200, 201]).toContain(opened.status)
      const revisions: number[] = []
      for (let i = 0; i < rounds; i += 1) {
        const sent = await untilAnswered(`/registrations/${registrationId}/events`, {
          token,
          actor: 'office:O',
          key: `${i}`,
          body: { type: 'history.amend', history: { credits: [], commitmentForfeited: i % 2 === 0 } },
        })
        revisions.push(sent.body.revision as number)
      }
      return revisions
    }
    const all = await Promise.all(Array.from({ length: clients }, (_, n) => client(n)))
    expect(killed).toBe(kills.length)

    const pool = poolOn(database)
    const store = createStore(pool)
    for (const [n, revisions] of all.entries()) {
      const log = await store.log(`R-${n}`)
      const sent = log.filter(({ type }) => type === 'history.amend')
      // Each event stands once, in order, under the revision that was answered.
      expect(sent.map(({ revision }) => revision)).toEqual(revisions)
      expect(
        sent.map(
          ({ event }) => (event as { history: { commitmentForfeited: boolean } }).history.commitmentForfeited,
        ),
      ).toEqual(Array.from({ length: rounds }, (_, i) => i % 2 === 0))
      expect((await store.replay(`R-${n}`))?.revision).toBe((await store.get(`R-${n}`))?.revision)
    }
    await pool.end()
    ;(await serving).child.kill('SIGTERM')
    expect((await (await serving).ended).code).toBe(0)
  })
})
