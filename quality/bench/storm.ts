import type { RegistrationEvent } from '../../src'
import { sendDraft } from '../../src/testing/liveRegistration'
import { formatInstant } from '../../src/time'
import { concurrently, median, microsPerEvent, type Row } from './compare'
import { withProgress } from './progress'
import { copyIds, seedCopies, seedOriginal } from './seed'
import type { Server, StoreDatabase } from './server'
import { sendAccepted } from './speed'

/** A storm: very many registrations are due at one instant, when the admit cards are opened. */

const due = 20_000
const senders = 6000
const runs = 3

type Storm = {
  database: StoreDatabase
  until: string
  fire(): Promise<number>
  send(run: number): Promise<number>
}

async function prepared(database: StoreDatabase): Promise<Storm> {
  const { pool, store } = database
  const paid = await seedOriginal(store, 'registered')
  const sat = await seedOriginal(store, 'marking', { level: 'junior' })
  const { registrationId } = sat.input
  const events = [sendDraft(sat, { type: 'marks.publish' }).events.at(-1) as RegistrationEvent]
  const [row] = (
    await pool.query(
      `select (extract(epoch from next_due) * 1000)::float8 as due from baokao.registration where id = $1`,
      [paid.input.registrationId],
    )
  ).rows
  const until = formatInstant(Number(row.due))
  await pool.query(`update baokao.registration set next_due = '2100-01-01'`)
  // Those that get events have sat the exam, and are not due.
  await seedCopies(pool, sat, [0, senders * (runs + 1)], { due: `timestamptz '2100-01-01'` })
  let next = 0
  const text = JSON.stringify(events)
  const ids = copyIds(sat, [0, senders * (runs + 1)])
  return {
    database,
    until,
    async fire() {
      await seedCopies(pool, paid, [next, next + due], { due: `timestamptz '${until}'` })
      next += due
      await pool.query('vacuum analyze')
      const start = performance.now()
      const moved = await Promise.all([store.fireDeadlines({ until }), store.fireDeadlines({ until })])
      const count = moved.reduce((sum, one) => sum + one, 0)
      // Those that were sent events may be due by now.
      if (count < due) throw new Error(`${count} registrations moved, not ${due}`)
      return count / ((performance.now() - start) / 1000)
    },
    send(run) {
      const block = ids.slice(run * senders, (run + 1) * senders).map((id) => {
        return { id, events: JSON.parse(text.replaceAll(registrationId, id)) as RegistrationEvent[] }
      })
      return microsPerEvent(senders * events.length, () =>
        concurrently(40, block, (one) => sendAccepted(store, one.id, one.events)),
      )
    },
  }
}

/** Compares the rates of `fireDeadlines` with two workers, and measures sends meanwhile. */
export const compareStorm = (server: Server): Promise<Row[]> =>
  server.withBoth((now, before) =>
    withProgress('fireDeadlines', runs * 2 + 3, async (step) => {
      const [storm, stormBefore] = [await prepared(now), await prepared(before)]
      step()
      const rates: { now: number; before: number }[] = []
      for (let run = 0; run < runs; run += 1) {
        rates.push({ now: await storm.fire(), before: await stormBefore.fire() })
        step()
      }
      const undisturbed = await storm.send(0)
      step()
      const meanwhile: number[] = []
      for (let run = 1; run <= runs; run += 1) {
        const firing = storm.fire()
        firing.catch(() => {})
        meanwhile.push(await storm.send(run))
        await firing
        step()
      }
      const ratio = median(rates.map((run) => run.now / run.before))
      const [rate, rateBefore] = [median(rates.map((run) => run.now)), median(rates.map((run) => run.before))]
      const asked = 2500 / 1760
      const share = undisturbed / median(meanwhile)
      return [
        {
          name: `fireDeadlines, ${due} at one instant, two workers : before`,
          target: `at least ${asked.toFixed(2)}`,
          measured: ratio.toFixed(2),
          passed: ratio >= asked,
          detail: `${rate.toFixed(0)}/s : ${rateBefore.toFixed(0)}/s`,
        },
        {
          name: 'sends meanwhile : undisturbed',
          target: 'at least 0.50',
          measured: share.toFixed(2),
          passed: share >= 0.5,
          detail: `${median(meanwhile).toFixed(0)} µs : ${undisturbed.toFixed(0)} µs an event`,
        },
      ]
    }),
  )
