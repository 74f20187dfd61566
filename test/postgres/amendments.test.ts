import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { OpenInput, RegistrationEvent } from '../../src'
import { createStore, type SendItem } from '../../src/postgres'
import type { DatedStore } from './datedStore'
import { type Bench, both, fresh, onPostgres, opening, sent } from './support'

const office = { role: 'office', id: 'office' } as const
const april = (day: string, time = '10:00') => `2024-04-${day}T${time}:00+08:00`

/** Moves the close of registration, proof and payment to a day. */
const extended = (day: string, at = april('12')): RegistrationEvent<'notice.amend'> =>
  sent('notice.amend', {
    at,
    by: office,
    windows: {
      registration: { opens: april('07', '09:00'), closes: april(day, '17:00') },
      proofReview: { closes: april(day, '17:00') },
      payment: { opens: april('07', '09:00'), closes: april(day, '17:00') },
    },
  })
const cancelled = sent('exam.cancel', { at: april('12'), by: office, reason: '暴雨' })

const freshNotice = (): OpenInput['notice'] => ({ ...opening().notice, id: fresh('N') })

/** Opens registrations of a notice. @returns their ids, in order */
async function opened(
  store: DatedStore,
  notice: OpenInput['notice'],
  count: number,
  at = april('09'),
): Promise<string[]> {
  const inputs = Array.from({ length: count }, () => opening({ notice, at }))
  for (const input of inputs) expect((await store.open(input)).accepted).toBe(true)
  return inputs.map(({ registrationId }) => registrationId).sort()
}

const paymentCloses = async (store: DatedStore, id: string) =>
  (await store.get(id))?.snapshot.context.terms.payment[1]

/** The numbers of the amendments in the log of a registration, in order. */
const numbersIn = async (store: DatedStore, id: string): Promise<number[]> =>
  (await store.log(id)).flatMap(
    ({ key }) => Number(/^baokao:notice (\d+) /.exec(key ?? '')?.[1] ?? Number.NaN) || [],
  )

async function expectReplayed(store: DatedStore, id: string): Promise<void> {
  const stored = await store.get(id)
  expect(JSON.stringify(await store.replay(id))).toBe(JSON.stringify(stored))
}

const amendmentRows = ({ sql }: Bench, noticeId: string) =>
  sql('select n, key from baokao.amendment where notice_id = $1 order by n', [noticeId])

describe.each(both)('amendments of a notice on %s', (_, on) => {
  const bench = on()

  it('reach a registration whose sender has used the key of the amendment before', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [id = '', other = ''] = await opened(store, notice, 2)
    // What the first amendment will be sent under, as another registration shows it.
    const probe = freshNotice()
    const [seen = ''] = await opened(store, probe, 1)
    await store.sendToNotice(probe.id, extended('20'))
    const key = (await store.log(seen)).at(-1)?.key ?? ''
    expect(key).toMatch(/^baokao:notice 1 /)
    const event = sent('history.amend', { at: april('10'), by: office, history: { credits: [] } })
    const squatting = [
      await store.send(id, event, { key }),
      ...(await Promise.all(['baokao:', 'baokao:x'].map((own) => store.send(id, event, { key: own })))),
    ]
    await store.sendAll([{ id: other, event, key }], {
      onDecision: (_, decision) => squatting.push(decision),
    })
    for (const decision of squatting)
      expect(decision).toMatchObject({
        accepted: false,
        refusal: { rule: 'event.malformed', issues: [{ path: 'key' }] },
      })
    await store.sendToNotice(notice.id, extended('20'))
    for (const one of [id, other]) expect(await numbersIn(store, one)).toEqual([1])
    const later = { ...event, at: april('13') }
    expect((await store.send(id, later, { key: 'my baokao:key' })).accepted).toBe(true)
  })

  it('are numbered and listed, and go back to an earlier text', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [id = ''] = await opened(store, notice, 1)
    const days = ['20', '22', '20']
    for (const [i, day] of days.entries()) {
      const progress = await store.sendToNotice(notice.id, extended(day))
      expect(progress).toMatchObject({ amendment: i + 1, sent: 1, accepted: 1, total: 1, stopped: false })
      expect(await paymentCloses(store, id)).toBe(Date.parse(april(day, '17:00')))
    }
    // The latest again, also under another date: nothing is left to send.
    for (const at of [april('12'), april('13')])
      expect(await store.sendToNotice(notice.id, extended('20', at))).toMatchObject({
        amendment: 3,
        sent: 0,
        total: 0,
      })
    expect(await numbersIn(store, id)).toEqual([1, 2, 3])
    const listed = days.map((day, i) => {
      const { at: _, ...event } = extended(day)
      return { n: i + 1, event, at: april('12') }
    })
    expect(await store.amendments(notice.id)).toEqual(listed)
    expect(await store.amendments('no such notice')).toEqual([])
    await expectReplayed(store, id)
  })

  it('are stored once under a key, which names no other event', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [id = ''] = await opened(store, notice, 1)
    await store.sendToNotice(notice.id, extended('20'), { key: 'first "letter"' })
    await store.sendToNotice(notice.id, extended('22'), { key: 'second' })
    await expect(store.sendToNotice(notice.id, extended('24'), { key: 'first "letter"' })).rejects.toThrow(
      new RangeError(`sendToNotice: the key "first \\"letter\\"" names another amendment of ${notice.id}`),
    )
    // The first is not the latest any more: only its key continues it.
    expect(await store.sendToNotice(notice.id, extended('20'), { key: 'first "letter"' })).toMatchObject({
      amendment: 1,
      sent: 0,
    })
    // Another key is another amendment, even of the same text.
    expect(await store.sendToNotice(notice.id, extended('22'), { key: 'third' })).toMatchObject({
      amendment: 3,
      sent: 1,
    })
    expect(await numbersIn(store, id)).toEqual([1, 2, 3])
    expect(await amendmentRows(bench(), notice.id)).toEqual([
      { n: 1, key: 'first "letter"' },
      { n: 2, key: 'second' },
      { n: 3, key: 'third' },
    ])
    // A key is one of a notice.
    const other = freshNotice()
    expect(await store.sendToNotice(other.id, extended('25'), { key: 'second' })).toMatchObject({
      amendment: 1,
    })
  })

  it('are in the notice of a registration that opens afterwards, even after the close that they put off', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [before = ''] = await opened(store, notice, 1)
    await store.sendToNotice(notice.id, extended('20'))
    await store.sendToNotice(notice.id, extended('25'))
    const input = opening({ notice, at: april('22') })
    const answer = await store.open(input)
    // On the notice as given, it would have ended at once.
    expect(answer).toMatchObject({ accepted: true, revision: 1, repeated: false })
    expect(answer.snapshot?.value).toEqual({ filling: 'application' })
    const after = await store.get(input.registrationId)
    expect(after?.snapshot.context.terms).toEqual((await store.get(before))?.snapshot.context.terms)
    expect(await store.open(input)).toEqual({ ...answer, repeated: true })
    await expectReplayed(store, input.registrationId)
    // A notice that has the amendment already stays as it is, and one that has only the first gets the second.
    for (const day of ['20', '25']) {
      const windows = { ...notice.windows, ...extended(day).windows } as typeof notice.windows
      const [id = ''] = await opened(store, { ...notice, windows }, 1, april('22'))
      expect((await store.get(id))?.snapshot.context.terms).toEqual(after?.snapshot.context.terms)
    }
    expect(await store.sendToNotice(notice.id, extended('25'))).toMatchObject({ sent: 0, total: 0 })
  })

  it('change the terms of those that opened before and after in the same way', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [before = ''] = await opened(store, notice, 1)
    const { windows, sessions, passMarks } = notice
    const parts: Omit<RegistrationEvent<'notice.amend'>, 'type' | 'at' | 'by'>[] = [
      { windows: { payment: { ...windows.payment, closes: april('19', '17:00') } } },
      { sessions: sessions.map((session) => ({ ...session })) },
      { passMarks: { ...passMarks, general: 80 } },
      { scoreReview: { days: 9 }, postCheck: { days: 8 }, publicNotice: { days: 7 } },
      { directMail: 'none', disclosure: { url: 'https://example.org', version: 'v9' } },
      { calendar: { '2024': { off: ['05-01'], work: [] } } },
      { calendar: { '2025': { off: ['05-01'], work: [] } } },
    ]
    for (const part of parts) {
      const event = sent('notice.amend', { at: april('12'), by: office, ...part })
      expect(await store.sendToNotice(notice.id, event)).toMatchObject({ accepted: 1 })
    }
    const [after = ''] = await opened(store, notice, 1, april('13'))
    expect(await numbersIn(store, after)).toEqual([])
    const { terms } = (await store.get(after))?.snapshot.context ?? {}
    expect(terms).toEqual((await store.get(before))?.snapshot.context.terms)
    expect(terms).toMatchObject({ disclosure: 'v9', passMarks: { general: 80 } })
  })

  it('cancel a registration that opens afterwards, at its opening', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    await store.sendToNotice(notice.id, extended('20'))
    await store.sendToNotice(notice.id, cancelled)
    const input = opening({ notice, at: april('13') })
    const answer = await store.open(input)
    expect(answer).toMatchObject({ accepted: true, revision: 2, repeated: false })
    expect(answer.snapshot?.value).toEqual({ ended: 'cancelled' })
    expect(answer.facts.map(({ type }) => type)).toContain('exam.cancelled')
    expect(await store.open(input)).toEqual({ ...answer, repeated: true })
    const { registrationId: id } = input
    expect(await store.get(id)).toMatchObject({ state: 'ended.cancelled', revision: 2 })
    expect(await numbersIn(store, id)).toEqual([2])
    const [, last] = await store.log(id)
    expect(last).toMatchObject({ type: 'exam.cancel', accepted: true, at: april('13') })
    await expectReplayed(store, id)
    const facts = await bench().sql(
      'select fact from baokao.outbox where registration_id = $1 order by seq',
      [id],
    )
    expect(facts.map(({ fact }) => fact)).toEqual(answer.facts)
    expect(await store.sendToNotice(notice.id, cancelled)).toMatchObject({ sent: 0, total: 0 })
    // The answer has the revision of the snapshot.
    const more = sent('history.amend', { at: april('14'), by: office, history: { credits: [] } })
    expect(await store.send(id, more, { ifRevision: answer.revision ?? 0 })).toMatchObject({ revision: 3 })
  })

  it('are decided as events at the opening from the first that contradicts its notice', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const wrong = sent('notice.amend', { at: april('12'), by: office, passMarks: { general: 9999 } })
    await store.sendToNotice(notice.id, extended('20'))
    await store.sendToNotice(notice.id, wrong)
    await store.sendToNotice(notice.id, extended('22'))
    const [id = ''] = await opened(store, notice, 1, april('13'))
    expect((await store.log(id)).map(({ type, accepted, rule }) => [type, accepted, rule])).toEqual([
      ['open', true, undefined],
      ['notice.amend', false, 'notice.sense'],
      ['notice.amend', true, undefined],
    ])
    expect(await paymentCloses(store, id)).toBe(Date.parse(april('22', '17:00')))
    await expectReplayed(store, id)
  })

  it('stop between batches, and go on in a later call, in which all get what they have missed in order', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const ids = await opened(store, notice, 5)
    const controller = new AbortController()
    const stopped = await store.sendToNotice(notice.id, extended('20'), {
      batch: 2,
      inFlight: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    expect(stopped).toMatchObject({ stopped: true, amendment: 1, total: 5 })
    expect(stopped.sent).toBeLessThan(5)
    expect(stopped.sent % 2).toBe(0)
    const decided: SendItem[] = []
    const progress = await store.sendToNotice(notice.id, extended('22'), {
      batch: 3,
      onDecision: (item, { repeated }) => !repeated && decided.push(item),
    })
    expect(progress).toMatchObject({
      stopped: false,
      amendment: 2,
      sent: 10 - stopped.sent,
      total: 10 - stopped.sent,
    })
    expect(decided).toHaveLength(10 - stopped.sent)
    for (const id of ids) {
      expect(await numbersIn(store, id)).toEqual([1, 2])
      await expectReplayed(store, id)
    }
    const aborted = { signal: AbortSignal.abort() }
    expect(await store.sendToNotice(notice.id, extended('25'), aborted)).toMatchObject({
      sent: 0,
      stopped: true,
    })
    expect(await store.sendToNotice(notice.id, extended('25'))).toMatchObject({ sent: 5, stopped: false })
  })

  it('are not stored in a dry run', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [id = ''] = await opened(store, notice, 3)
    await store.sendToNotice(notice.id, extended('20'))
    expect(await store.sendToNotice(notice.id, cancelled, { dryRun: true, batch: 1 })).toMatchObject({
      amendment: 2,
      sent: 3,
      accepted: 3,
    })
    expect(await store.amendments(notice.id)).toHaveLength(1)
    expect(await numbersIn(store, id)).toEqual([1])
  })

  it('happen at their instant, or at that of the last event if it is later', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const inputs = ['09', '14'].map((day) => opening({ notice, at: april(day) }))
    for (const input of inputs) await store.open(input)
    expect(await store.sendToNotice(notice.id, extended('20'))).toMatchObject({ accepted: 2 })
    const instants = []
    for (const { registrationId } of inputs) instants.push((await store.log(registrationId)).at(-1)?.at)
    expect(instants).toEqual([april('12'), april('14')])
  })

  it('happen at the time of the store if they are not dated', async () => {
    const store = bench().store({ now: () => Date.parse(april('12')) })
    const { id } = freshNotice()
    const { at: _, ...event } = cancelled
    await store.sendToNotice(id, event)
    expect(await store.amendments(id)).toEqual([{ n: 1, event, at: april('12') }])
  })

  it('keep the `meta` of a call in the log only', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [id = ''] = await opened(store, notice, 1)
    await store.sendToNotice(notice.id, { ...cancelled, meta: { call: 7 } })
    expect(await store.sendToNotice(notice.id, { ...cancelled, meta: { call: 8 } })).toMatchObject({
      sent: 0,
    })
    expect((await store.log(id)).at(-1)?.event).toMatchObject({ meta: { call: 7 } })
    expect((await store.amendments(notice.id))[0]?.event).not.toHaveProperty('meta')
  })

  it('leave out a registration that cannot be read, and end', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [damaged = '', ...others] = await opened(store, notice, 3)
    const [row] = await bench().sql('select snapshot from baokao.registration where id = $1', [damaged])
    await bench().sql(`update baokao.registration set snapshot = '{}' where id = $1`, [damaged])
    expect(await store.sendToNotice(notice.id, cancelled, { batch: 1 })).toMatchObject({
      accepted: 2,
      refused: 1,
    })
    for (const id of others) expect(await numbersIn(store, id)).toEqual([1])
    await bench().sql('update baokao.registration set snapshot = $2 where id = $1', [damaged, row?.snapshot])
    expect(await store.sendToNotice(notice.id, cancelled)).toMatchObject({ accepted: 1, refused: 0 })
  })

  it('are not sent again to a registration that is archived', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const [before = ''] = await opened(store, notice, 1)
    await store.sendToNotice(notice.id, cancelled)
    const input = opening({ notice, at: april('13') })
    const answer = await store.open(input)
    while ((await store.deliver(() => {})) > 0);
    expect(await store.archive({ before: '2999-01-01T00:00:00+08:00' }, () => {})).toBeGreaterThan(1)
    expect(await numbersIn(store, before)).toEqual([])
    expect(await store.sendToNotice(notice.id, cancelled)).toMatchObject({ sent: 0, total: 0 })
    const repeat = await store.open(input)
    expect(repeat).toMatchObject({ accepted: true, repeated: true, expired: true, revision: answer.revision })
    expect(repeat.snapshot).toEqual(answer.snapshot)
  })

  it('go on until a pass finds nobody left', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    await opened(store, notice, 2)
    // Its id is the first, and it comes when the first page has been sent.
    const late = opening({ registrationId: fresh('A') })
    await store.open(late)
    let moved: Promise<unknown> | undefined
    const progress = await store.sendToNotice(notice.id, extended('20'), {
      batch: 1,
      inFlight: 1,
      onProgress: () => {
        moved ??= bench().sql('update baokao.registration set notice_id = $2 where id = $1', [
          late.registrationId,
          notice.id,
        ])
      },
    })
    await moved
    expect(progress).toMatchObject({ sent: 3, total: 2 })
    expect(await numbersIn(store, late.registrationId)).toEqual([1])
  })

  it('are refused before anything is stored if they are wrong', async () => {
    const store = createStore(bench().database, { now: () => Date.parse(april('30')) })
    const notice = freshNotice()
    const send = (event: unknown, options?: object, id: string = notice.id) =>
      store.sendToNotice(id, event as typeof cancelled, options)
    const wrong: [Promise<unknown>, string][] = [
      [send({ ...cancelled, reason: undefined }), 'sendToNotice: reason'],
      [
        send({ ...cancelled, type: 'history.amend' }),
        'sendToNotice: type must be notice.amend or exam.cancel',
      ],
      [send({ ...cancelled, by: { role: 'verifier', id: 'x' } }), 'sendToNotice: by.role must be office'],
      [send({ ...cancelled, at: '2999-01-01T00:00:00+08:00' }), 'sendToNotice: at must not be in the future'],
      [send({ ...cancelled, at: 'today' }), 'sendToNotice: at'],
      [send(null), 'sendToNotice: type'],
      [send(cancelled, {}, ''), 'sendToNotice: noticeId'],
      [send(cancelled, {}, 'a\0b'), 'sendToNotice: noticeId'],
      [send(cancelled, { key: '' }), 'sendToNotice: key must be a text of 1 to 200 characters'],
      [send(cancelled, { key: 5 }), 'sendToNotice: key'],
      [send(cancelled, { signal: {} }), 'sendToNotice: signal must be an AbortSignal'],
    ]
    for (const [call, message] of wrong) {
      const error = await call.catch((thrown: unknown) => thrown)
      expect(error, message).toBeInstanceOf(RangeError)
      expect((error as Error).message).toContain(message)
    }
    expect(await amendmentRows(bench(), notice.id)).toEqual([])
  })

  it('cannot be changed or deleted', async () => {
    const { id } = freshNotice()
    await bench().store().sendToNotice(id, cancelled)
    for (const change of [
      `update baokao.amendment set key = 'x'`,
      'delete from baokao.amendment',
      'truncate baokao.amendment',
    ])
      await expect(bench().sql(change)).rejects.toThrow('baokao.amendment is append-only')
  })
})

describe('amendments of a notice at the moment of openings', () => {
  const bench = onPostgres()

  /** Opens registrations of a notice in six transactions at once, some of which are rolled back, until `work` is over. */
  async function whileOthersOpen(
    notice: OpenInput['notice'],
    pause: () => number,
    work: () => Promise<void>,
  ) {
    const { database } = bench()
    const store = bench().store()
    const ids: string[] = []
    let isOver = false
    async function openOthers(): Promise<void> {
      for (let i = 0; !isOver; i += 1) {
        const input = opening({ notice, at: april('09') })
        const client = await database.connect()
        await client.query('begin')
        const { accepted } = await store.open(input, { tx: client })
        await setTimeout(pause())
        await client.query(i % 4 === 3 ? 'rollback' : 'commit')
        client.release()
        if (accepted && i % 4 !== 3) ids.push(input.registrationId)
      }
    }
    const others = Promise.all(Array.from({ length: 6 }, openOthers))
    try {
      await setTimeout(100)
      await work()
      await setTimeout(100)
    } finally {
      isOver = true
      await others
    }
    return ids.sort()
  }

  it('reach every registration once', async () => {
    const store = bench().store()
    const atOpening: unknown[] = []
    // A later amendment would bring what an earlier one has missed, and a long run what is committed meanwhile. So each
    // notice has only two, and some openings are committed long after them.
    for (const _ of Array(4)) {
      const notice = freshNotice()
      const ids = await whileOthersOpen(
        notice,
        () => (Math.random() < 0.3 ? 500 : 20),
        async () => {
          await store.sendToNotice(notice.id, extended('20'))
          await setTimeout(60)
          await store.sendToNotice(notice.id, extended('22'))
        },
      )
      const rows = await bench().sql(
        'select id, amendments from baokao.registration where notice_id = $1 order by id collate "C"',
        [notice.id],
      )
      expect(rows.map(({ id }) => id)).toEqual(ids)
      for (const { id, amendments } of rows as { id: string; amendments: number }[]) {
        const received = [1, 2].slice(0, amendments)
        expect([...received, ...(await numbersIn(store, id))], id).toEqual([1, 2])
        expect(await paymentCloses(store, id)).toBe(Date.parse(april('22', '17:00')))
        await expectReplayed(store, id)
        atOpening.push(amendments)
      }
    }
    // Openings came before the first, between the two, and after.
    expect([...new Set(atOpening)].sort()).toEqual([0, 1, 2])
  })

  it('wait for an opening that has not seen them', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const client = await bench().database.connect()
    await client.query('begin')
    const input = opening({ notice, at: april('09') })
    await store.open(input, { tx: client })
    const sending = store.sendToNotice(notice.id, extended('20'))
    expect(await Promise.race([sending, setTimeout(500, 'waits')])).toBe('waits')
    await client.query('commit')
    client.release()
    expect(await sending).toMatchObject({ sent: 1, total: 1 })
    expect(await numbersIn(store, input.registrationId)).toEqual([1])
  })

  it('are stored although registrations of the notice are opened all the time', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    await whileOthersOpen(
      notice,
      () => 50 + Math.random() * 50,
      async () => {
        const sending = store.sendToNotice(notice.id, cancelled)
        expect(await Promise.race([sending, setTimeout(20_000)])).toMatchObject({ amendment: 1 })
      },
    )
  })

  it.each(['repeatable read', 'serializable'])(
    'are a conflict for an opening in a transaction that cannot see them (%s)',
    async (isolation) => {
      const { database } = bench()
      const [store, notice] = [bench().store(), freshNotice()]
      const begun = async () => {
        const client = await database.connect()
        await client.query(`begin isolation level ${isolation}`)
        await client.query('select 1 from baokao.registration limit 1')
        return client
      }
      // Also the first amendment of a notice under which nobody has opened.
      for (const day of ['20', '22']) {
        const client = await begun()
        await store.sendToNotice(notice.id, extended(day))
        const input = opening({ notice })
        await expect(store.open(input, { tx: client })).rejects.toMatchObject({ code: 'conflict' })
        await client.query('rollback')
        client.release()
      }
      const client = await begun()
      expect((await store.open(opening({ notice }), { tx: client })).accepted).toBe(true)
      await client.query('commit')
      client.release()
    },
  )

  it('are numbered one after the other by many processes, and the same one is stored once', async () => {
    const [store, notice] = [bench().store(), freshNotice()]
    const ids = await opened(store, notice, 4)
    const keys = ['a', 'b', 'c', 'a', 'b', 'c']
    const days: Record<string, string> = { a: '20', b: '21', c: '22' }
    await Promise.all(
      keys.map((key) => store.sendToNotice(notice.id, extended(days[key] as string), { key, batch: 1 })),
    )
    const amendments = await store.amendments(notice.id)
    expect(amendments.map(({ n }) => n)).toEqual([1, 2, 3])
    expect(amendments.map(({ key }) => key).sort()).toEqual(['a', 'b', 'c'])
    for (const id of ids) expect(await numbersIn(store, id)).toEqual([1, 2, 3])
  })
})
