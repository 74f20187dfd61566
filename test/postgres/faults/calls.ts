import type { Store } from '../../../src/postgres'
import { clock } from '../datedStore'
import { opening, sent } from '../support'

const at = '2024-04-09T10:00:00+08:00'
const by = { role: 'office', id: 'office' } as const

/** A call of every method of a store. */
export const everyCall: {
  [Name in Exclude<keyof Store, 'registrations'>]: (store: Store) => Promise<unknown>
} = {
  migrate: (store) => store.migrate(),
  open: (store) => store.open(clock.opening(opening())),
  send: (store) => store.send('R', sent('history.amend', { at, by, history: { credits: [] } }), { key: 'k' }),
  sendAll: (store) =>
    store.sendAll([{ id: 'R', event: sent('history.amend', { at, by, history: { credits: [] } }) }]),
  sendToNotice: (store) => store.sendToNotice('N', sent('exam.cancel', { at, by, reason: 'flood' })),
  amendments: (store) => store.amendments('N'),
  adopt: (store) => store.adopt([{ opening: opening(), events: [] }], { by }),
  get: (store) => store.get('R'),
  now: (store) => store.now(),
  replay: (store) => store.replay('R'),
  repair: (store) => store.repair('R'),
  prune: (store) => store.prune({ before: at }),
  archive: (store) => store.archive({ before: at }, () => {}),
  find: (store) => store.find({ candidateId: 'C' }),
  count: (store) => store.count({ by: ['state'] }),
  refusals: (store) => store.refusals({ since: at, by: 'rule' }),
  log: (store) => store.log('R'),
  personalData: (store) => store.personalData('R'),
  fireDeadlines: (store) => store.fireDeadlines(),
  deliver: (store) => store.deliver(() => {}),
  waitForFacts: (store) => store.waitForFacts({ maxMs: 1 }),
  lease: (store) => store.lease(),
  settle: (store) => store.settle([{ id: 'R/1/0', lease: '00000000-0000-4000-8000-000000000000' }]),
  deadLetters: (store) => store.deadLetters(),
  consumers: (store) => store.consumers(),
  addConsumer: (store) => store.addConsumer('bank'),
  removeConsumer: (store) => store.removeConsumer('bank'),
  retryDeadLetters: (store) => store.retryDeadLetters({ ids: ['R/1/0'] }),
  erase: (store) => store.erase('C'),
  exportCandidate: (store) => store.exportCandidate('C'),
  verify: (store) => store.verify(),
  reseal: (store) => store.reseal(),
}

/** The names of the calls that need the database: `waitForFacts` only waits. */
export const callNames = Object.keys(everyCall).filter((name) => name !== 'waitForFacts')

/** The result of each of them: `resolves`, the code of a `StoreError`, or the text of another error. */
export async function codesOf(store: Store): Promise<Record<string, string>> {
  const codes: Record<string, string> = {}
  for (const name of callNames) {
    const call = everyCall[name as keyof typeof everyCall]
    codes[name] = await call(store).then(
      () => 'resolves',
      (error: unknown) => {
        const { name, code } = error as { name?: unknown; code?: unknown }
        return name === 'StoreError' ? String(code) : `${String(name)}: ${String(error)}`
      },
    )
  }
  return codes
}
