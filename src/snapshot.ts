import type { StateValueFrom } from 'xstate'
import { z } from 'zod'
import { type Active, activeStates, flat } from './chart'
import { type Context, contextSchema } from './context'
import { swift } from './issues'
import { registrationMachine } from './machine'

/** Where a registration stands: `'verifying'`, `{ paying: 'awaiting' }`. */
export type StateValue = StateValueFrom<typeof registrationMachine>

/**
 * A registration as it is stored: plain JSON, the same text before and after a round trip. It holds no name, number,
 * address or other personal data.
 */
export type Snapshot = { version: 1; value: StateValue; context: Context }

/** What must be remembered in a state, beyond what every registration remembers. */
const needs: Record<string, readonly (keyof Context)[]> = {
  'filling.route': ['application'],
  'filling.confirmation': ['application', 'route'],
  declaring: ['application', 'route'],
  'declaring.evidence': ['signed'],
  paying: ['application', 'route'],
  registered: ['application', 'route'],
  marking: ['application', 'route'],
  notPassed: ['application', 'route', 'marks', 'scoreReviewCloses'],
  'notPassed.underReview': ['review'],
  qualifying: ['application', 'route', 'marks', 'scoreReviewCloses', 'postCheckCloses'],
  'qualifying.check.rejected': ['repairUntil'],
  'qualifying.check.approved': ['checked'],
  'qualifying.publicNotice.open': ['publicNoticeCloses'],
  'qualifying.publicNotice.closed': ['noticed'],
  certified: ['application', 'route', 'marks'],
  'certified.paper.mailing': ['certificateNo'],
  'certified.paper.collectable': ['certificateNo'],
  'certified.electronic.available': ['certificateNo'],
}

const beforePaying = ['account', 'verifying', 'filling', 'declaring']
const afterPaying = ['registered', 'marking', 'notPassed', 'qualifying', 'certified']

/** Whether the orders are as they must be in that state: one to pay while paying, none to pay elsewhere, one paid after. */
function moneyFits(path: string, { orders }: Context): boolean {
  if (path === 'paying') return orders.at(-1)?.state === 'open'
  if (afterPaying.includes(path)) return orders.some(({ state }) => state === 'paid')
  return !beforePaying.includes(path) || orders.every(({ state }) => state === 'superseded')
}

const demands = new WeakMap<Active, { keys: readonly (keyof Context)[]; paths: readonly string[] }>()

function demandsOf(active: Active) {
  let demand = demands.get(active)
  if (demand === undefined) {
    const paths = flat(active).map((node) => node.path.join('.'))
    demand = { paths, keys: paths.flatMap((path) => needs[path] ?? []) }
    demands.set(active, demand)
  }
  return demand
}

function fits(active: Active, context: Context): boolean {
  const { keys, paths } = demandsOf(active)
  return keys.every((key) => context[key] !== undefined) && paths.every((path) => moneyFits(path, context))
}

/** The schema of a snapshot: its version, a value that the machine has, and a context that holds what its state needs. */
export const snapshotSchema = z
  .object({
    version: z.literal(1),
    value: z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .refine((value) => activeStates(value) !== undefined, {
        params: { zh: '没有这样的状态', en: 'the machine has no such state' },
      }),
    context: contextSchema,
  })
  .superRefine(({ value, context }, ctx) => {
    const active = activeStates(value)
    if (active !== undefined && fits(active, context)) return
    const params = { zh: '缺少该状态所需的内容', en: 'it lacks what its state needs' }
    ctx.addIssue({ code: 'custom', path: ['context'], message: params.en, params })
  }) as unknown as z.ZodType<Snapshot>

/** Whether something is a snapshot; the schema says why it is not. */
export function isSnapshot(input: unknown): input is Snapshot {
  try {
    const { version, value, context } = input as Partial<Snapshot>
    const active = activeStates(value)
    return (
      version === 1 &&
      active !== undefined &&
      swift(contextSchema).safeParse(context).success &&
      fits(active, context as Context)
    )
  } catch {
    return false
  }
}

/** Keys that an arrow cleared are left out, so that a snapshot is the same before and after JSON. */
function withoutCleared(context: Context): Context {
  const entries = Object.entries(context)
  return entries.some(([, value]) => value === undefined)
    ? (Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Context)
    : context
}

/** The machine's own state, from what was stored. */
export function revive({ value, context }: Snapshot): ReturnType<typeof registrationMachine.resolveState> {
  return registrationMachine.resolveState({ value, context })
}

/** What is stored of the machine's own state. */
export function store(state: { value: StateValue; context: Context }): Snapshot {
  return { version: 1, value: state.value, context: withoutCleared(state.context) }
}

/** XState's own persisted snapshot. */
export type Persisted = ReturnType<typeof registrationMachine.getPersistedSnapshot>

/**
 * For a live actor: `createActor(registrationMachine, { snapshot: toPersisted(snapshot), clock: longClock })`.
 *
 * XState re-arms no timer of a restored actor; send it a `clock.advance` and it is whole again.
 * @returns XState's persisted snapshot
 */
export function toPersisted(snapshot: Snapshot): Persisted {
  return registrationMachine.getPersistedSnapshot(revive(snapshot))
}
