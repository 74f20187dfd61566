import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenInput, type RegistrationEvent, type Snapshot, type TaskId, tasks } from '../../src'
import { stateLine } from '../../src/persistence/derived'
import type {
  DamagedRegistration,
  FoundRegistration,
  RegistrationFilter,
  RegistrationQuery,
} from '../../src/postgres'
import { linesIn } from '../../src/postgres/find'
import { given } from '../../src/testing'
import { formatInstant } from '../../src/time'
import type { DatedStore } from './datedStore'
import { scenarioOf } from './faults/scenarios'
import { arrived, both, fresh, onPostgres, opening, sent } from './support'

const office = { role: 'office', id: 'office' } as const

/** What the test itself knows of a registration. */
type Known = { input: OpenInput; snapshot: Snapshot; since: Map<TaskId, string> }

/** Sends events, and notes since when each task waits. */
async function played(
  store: DatedStore,
  input: OpenInput,
  events: readonly RegistrationEvent[],
): Promise<Known> {
  const known: Known = { input, snapshot: (await store.open(input)).snapshot as Snapshot, since: new Map() }
  const note = (snapshot: Snapshot) => {
    const at = formatInstant(snapshot.context.at)
    known.since = new Map(tasks(snapshot).map(({ task }) => [task, known.since.get(task) ?? at]))
    known.snapshot = snapshot
  }
  note(known.snapshot)
  for (const event of events) {
    const { snapshot } = await store.send(input.registrationId, event)
    if (snapshot !== null) note(snapshot)
  }
  return known
}

describe.each(both)('a clerk’s desk on %s', (_, on) => {
  const bench = on()
  let store: DatedStore
  const all: Known[] = []

  beforeAll(async () => {
    store = bench().store()
    // Every second one has a candidate of its own. Each stops after another event.
    for (let number = 0; number < 96; number += 2) {
      const { input, events } = scenarioOf(number)
      all.push(await played(store, input, events.slice(0, (number * 5) % (events.length + 1))))
    }
  })

  const placeOf = ({ snapshot }: Known) => snapshot.context.application?.place ?? ''
  const levelOf = ({ snapshot }: Known) => snapshot.context.application?.level ?? ''
  const matching = ({ snapshot }: Known, { task, waitsFor }: RegistrationFilter): TaskId[] =>
    tasks(snapshot)
      .filter((one) => (task ?? one.task) === one.task && (waitsFor ?? one.by) === one.by)
      .map((one) => one.task)
  const matches = (one: Known, filter: RegistrationFilter): boolean =>
    ((filter.task ?? filter.waitsFor) === undefined || matching(one, filter).length > 0) &&
    (filter.places?.includes(placeOf(one)) ?? true) &&
    (filter.level ?? levelOf(one)) === levelOf(one) &&
    (filter.exam ?? one.input.exam.code) === one.input.exam.code &&
    (filter.state === undefined || linesIn(filter.state).includes(stateLine(one.snapshot)))
  const waitingSince = (one: Known, filter: RegistrationFilter): string =>
    matching(one, filter)
      .map((task) => one.since.get(task) as string)
      .sort()[0] as string
  const idsOf = (found: { registrationId: string }[]) => found.map(({ registrationId }) => registrationId)

  const filters: RegistrationFilter[] = [
    {},
    { waitsFor: 'office' },
    { waitsFor: 'candidate' },
    { waitsFor: 'gateway' },
    { waitsFor: 'verifier' },
    { task: 'proofReview' },
    { task: 'refund' },
    { waitsFor: 'office', task: 'proofReview', level: 'junior' },
    { waitsFor: 'gateway', task: 'proofReview' },
    { waitsFor: 'candidate', state: 'paying' },
    { waitsFor: 'candidate', exam: 'social-worker' },
    { state: 'paying' },
    { state: 'ended' },
    { state: 'qualifying.check' },
  ]

  it.each(filters)('finds and counts those that match %o', async (filter) => {
    const expected = all.filter((one) => matches(one, filter))
    const ids = expected.map(({ input }) => input.registrationId).sort()
    expect(idsOf(await store.find({ ...filter, limit: 1000 }))).toEqual(ids)
    const places = [...new Set(expected.map(placeOf))]
    const counted = await store.count({ ...filter, by: ['place'] })
    expect(counted).toEqual(
      places
        .sort()
        .map((place) => ({ place, count: expected.filter((one) => placeOf(one) === place).length })),
    )
    for (const place of [...places, 'nowhere']) {
      const there = expected.filter((one) => placeOf(one) === place)
      const found = await store.find({ ...filter, places: [place, 'elsewhere'], limit: 1000 })
      expect(idsOf(found)).toEqual(there.map(({ input }) => input.registrationId).sort())
    }
  })

  it.each(filters)(
    'shows those that match %o with what has waited longest first, page by page',
    async (filter) => {
      const expected = all
        .filter((one) => matches(one, filter) && one.since.size > 0)
        .map((one) => ({ waitingSince: waitingSince(one, filter), registrationId: one.input.registrationId }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      const places = [...new Set(all.map(placeOf))]
      for (const where of [{}, { places }]) {
        const found: typeof expected = []
        for (let query: RegistrationQuery = { ...filter, ...where, orderBy: 'waiting', limit: 2 }; ; ) {
          const page = await store.find(query)
          const last = page.at(-1)
          if (last?.waitingSince === undefined) break
          const { waitingSince, registrationId } = last
          for (const one of page) {
            const known = all.find(({ input }) => input.registrationId === one.registrationId) as Known
            expect(new Map(one.tasks.map(({ task, since }) => [task, since]))).toEqual(known.since)
            expect(one.tasks.map(({ by }) => by).sort()).toEqual(
              tasks(one.snapshot as Snapshot)
                .map(({ by }) => by)
                .sort(),
            )
            found.push({ waitingSince: one.waitingSince as string, registrationId: one.registrationId })
          }
          query = { ...query, orderBy: 'waiting', after: { waitingSince, registrationId } }
        }
        expect(found).toEqual(expected)
      }
    },
  )

  it('counts by every key, a registration once in each group', async () => {
    const grouped = (keysOf: (one: Known) => unknown[]) => {
      const groups = new Map<unknown, number>()
      for (const one of all)
        for (const key of new Set(keysOf(one))) groups.set(key, (groups.get(key) ?? 0) + 1)
      return groups
    }
    const counted = async (by: 'state' | 'notice' | 'level' | 'waitsFor' | 'task' | 'exam' | 'examYear') =>
      new Map((await store.count({ by: [by] })).map((group) => [(group as never)[by], group.count]))
    expect(await counted('state')).toEqual(grouped(({ snapshot }) => [stateLine(snapshot)]))
    expect(await counted('notice')).toEqual(grouped(({ input }) => [input.notice.id]))
    expect(await counted('exam')).toEqual(grouped(({ input }) => [input.exam.code]))
    expect(await counted('examYear')).toEqual(grouped(({ input }) => [input.notice.examYear]))
    expect(await counted('level')).toEqual(grouped((one) => [levelOf(one)]))
    expect(await counted('task')).toEqual(grouped((one) => [...one.since.keys()]))
    expect(await counted('waitsFor')).toEqual(grouped(({ snapshot }) => tasks(snapshot).map(({ by }) => by)))
    const due = await store.count({ by: ['nextDue'] })
    const nextDue = (await store.find({ limit: 1000 })).flatMap((one) => one.nextDue?.slice(0, 10) ?? [])
    expect(due.map(({ nextDue }) => nextDue)).toEqual([...new Set(nextDue)].sort())
    expect(due.reduce((sum, { count }) => sum + count, 0)).toBe(nextDue.length)
    expect(await store.count({ by: [] })).toEqual([{ count: all.length }])
    const both = await store.count({ by: ['waitsFor', 'state'], waitsFor: 'candidate', state: 'paying' })
    expect(both.every(({ waitsFor, state }) => waitsFor === 'candidate' && state.startsWith('paying'))).toBe(
      true,
    )
  })

  it('lets a task wait since it began, also when it ends and begins again, or goes on at another place', async () => {
    const input = opening({ candidateId: fresh('C') })
    const { registrationId: id, candidateId } = input
    const { events } = given('declaring.proof.reviewing')
    await arrived(store, 'declaring.proof.reviewing', {}, input)
    const one = async () =>
      (await store.find({ ids: [id] }))[0] as Exclude<FoundRegistration, DamagedRegistration>
    const first = await one()
    const later = (minutes: number) => formatInstant(first.snapshot.context.at + minutes * 60_000)
    const by = { role: 'candidate', id: candidateId } as const
    expect(first.tasks).toEqual([{ task: 'proofReview', by: 'office', since: later(0) }])
    await store.send(id, sent('history.amend', { at: later(1), by: office, history: { credits: [] } }))
    expect((await one()).tasks).toEqual(first.tasks)
    // In one transaction: the task of before has ended and begun again.
    const upload = events.findLast(({ type }) => type === 'proof.upload') as RegistrationEvent<'proof.upload'>
    const again = [
      sent('proof.reject', { at: later(2), by: office, reason: 'illegible' }),
      { ...upload, by, at: later(3) },
    ]
    expect(await store.sendAll([again.map((event) => ({ id, event }))])).toMatchObject({ accepted: 2 })
    expect((await one()).tasks).toEqual([{ task: 'proofReview', by: 'office', since: later(3) }])
    // Two corrections wait. One moves the registration to another place, while the other goes on.
    const correct = (correctionId: string, place: string, minutes: number) =>
      store.send(id, sent('correction.request', { at: later(minutes), by, correctionId, changes: { place } }))
    await correct(`${id}-1`, '440300', 4)
    await correct(`${id}-2`, '440100', 5)
    expect((await one()).tasks.map(({ task }) => task)).toEqual(['proofReview', 'correction'])
    expect(await store.find({ task: 'correction', places: ['440300'] })).toEqual([])
    await store.send(id, sent('correction.approve', { at: later(6), by: office, correctionId: `${id}-1` }))
    expect((await one()).tasks).toEqual([
      { task: 'correction', by: 'office', since: later(4) },
      { task: 'confirmation', by: 'candidate', since: later(6) },
    ])
    const [moved] = await store.find({ task: 'correction', places: ['440300'], orderBy: 'waiting' })
    expect(moved).toMatchObject({ registrationId: id, waitingSince: later(4) })
  })

  it('counts the refusals since an instant by their rules', async () => {
    const input = opening()
    await store.open(input)
    const [before] = await bench().sql('select clock_timestamp()::text as now')
    const since = new Date(`${String(before?.now).slice(0, 23).replace(' ', 'T')}Z`)
    const refused = sent('proof.approve', { at: input.at, by: office })
    for (let i = 0; i < 3; i += 1) await store.send(input.registrationId, refused)
    const refusals = await store.refusals({
      since: new Date(since.getTime() - 1000).toISOString(),
      by: 'rule',
    })
    expect(refusals.find(({ rule }) => rule === 'event.not-now')?.count).toBeGreaterThanOrEqual(3)
    expect(await store.refusals({ since: '2999-01-01T00:00:00+08:00', by: 'rule' })).toEqual([])
  })
})

describe('a query of the desk', () => {
  const bench = onPostgres()
  it.each([
    [{ orderBy: 'oldest' }, 'find: orderBy'],
    [{ orderBy: 'waiting', after: 'R1' }, 'find: after'],
    [{ after: { registrationId: 'R1', waitingSince: '2024-01-01T00:00:00Z' } }, 'find: after'],
    [
      { orderBy: 'waiting', after: { registrationId: 'R1', waitingSince: 'yesterday' } },
      'find: after.waitingSince',
    ],
    [{ waitsFor: 'clerk' }, 'find: waitsFor'],
    [{ task: 'proofreading' }, 'find: task'],
    [{ places: 'gd' }, 'find: places'],
  ])('that is %o is refused, and says where', async (query, message) => {
    await expect(
      bench()
        .store()
        .find(query as never),
    ).rejects.toThrow(message)
  })
  it('that counts by something unknown, or refusals since no instant, is refused', async () => {
    const store = bench().store()
    await expect(store.count({ by: ['colour'] } as never)).rejects.toThrow('count: by')
    await expect(store.count({} as never)).rejects.toThrow('count: by')
    await expect(store.refusals({ since: 'today', by: 'rule' })).rejects.toThrow('refusals: since')
  })
})
