import type { StateValueFrom } from 'xstate'
import { z } from 'zod'
import type { registrationMachine } from '../machine'
import { type Context, contextShape } from '../model/context'
import { compiled } from '../schema/issues'
import { omitUndefined, lazy } from '../schema/primitives'
import { type ActiveStates, activeStates } from './stateTree'

/** Where a registration stands: `'verifying'`, `{ paying: 'awaiting' }`. */
export type StateValue = StateValueFrom<typeof registrationMachine>

/**
 * A registration as it is stored: plain JSON, the same text before and after a round trip. It holds no name, number,
 * address or other personal data.
 */
export type Snapshot = { version: 1; value: StateValue; context: Context }

/** What must be remembered in a state, beyond what every registration remembers. */
const requiredKeys: Record<string, readonly (keyof Context)[]> = {
  'filling.route': ['application'],
  'filling.confirmation': ['application', 'route'],
  declaring: ['application', 'route'],
  'declaring.evidence': ['signedAt'],
  paying: ['application', 'route'],
  registered: ['application', 'route'],
  marking: ['application', 'route'],
  notPassed: ['application', 'route', 'marks', 'scoreReviewCloses'],
  'notPassed.underReview': ['review'],
  qualifying: ['application', 'route', 'marks', 'scoreReviewCloses', 'postCheckCloses'],
  'qualifying.check.rejected': ['repairUntil'],
  'qualifying.publicNotice.open': ['publicNoticeCloses'],
  'qualifying.publicNotice.closed': ['passed'],
  certified: ['application', 'route', 'marks'],
  'certified.paper.mailing': ['certificateNo'],
  'certified.paper.collectable': ['certificateNo'],
  'certified.electronic.available': ['certificateNo'],
}

type Orders = Context['orders']
const nonePayable = (orders: Orders): boolean => orders.every(({ state }) => state === 'superseded')
const onePayable = (orders: Orders): boolean => orders.at(-1)?.state === 'open'
const onePaid = (orders: Orders): boolean => orders.some(({ state }) => state === 'paid')

/** What the orders must be in a stretch: none to pay before paying, one to pay while paying, one paid after. */
const requiredOrders: Record<string, (orders: Orders) => boolean> = {
  account: nonePayable,
  verifying: nonePayable,
  filling: nonePayable,
  declaring: nonePayable,
  paying: onePayable,
  registered: onePaid,
  marking: onePaid,
  notPassed: onePaid,
  qualifying: onePaid,
  certified: onePaid,
}

type Requirements = { keys: readonly (keyof Context)[]; money: ((orders: Orders) => boolean) | undefined }

const requirementsOf = new WeakMap<ActiveStates, Requirements>()

function demandOf(active: ActiveStates): Requirements {
  let demand = requirementsOf.get(active)
  if (demand === undefined) {
    const paths = active.nodes.map((node) => node.path.join('.'))
    const keys = paths.flatMap((path) => requiredKeys[path] ?? [])
    demand = { keys, money: paths.map((path) => requiredOrders[path]).find((check) => check !== undefined) }
    requirementsOf.set(active, demand)
  }
  return demand
}

function fits(active: ActiveStates, context: Context): boolean {
  const { keys, money } = demandOf(active)
  return keys.every((key) => context[key] !== undefined) && (money === undefined || money(context.orders))
}

/** The schema of a snapshot: its version, a value that the machine has, and a context that holds what its state needs. */
export const snapshotShape = lazy(
  () =>
    z
      .object({
        version: z.literal(1),
        value: z
          .union([z.string(), z.record(z.string(), z.unknown())])
          .refine((value) => activeStates(value) !== undefined, {
            params: { zh: '没有这样的状态', en: 'the machine has no such state' },
          }),
        context: contextShape(),
      })
      .superRefine(({ value, context }, ctx) => {
        const active = activeStates(value)
        if (active !== undefined && fits(active, context)) return
        const params = { zh: '缺少该状态所需的内容', en: 'it lacks what its state needs' }
        ctx.addIssue({ code: 'custom', path: ['context'], message: params.en, params })
      }) as unknown as z.ZodType<Snapshot>,
)

/** @returns the states that are active in a snapshot; `undefined` for what is none, and the schema says why */
export function activeIn(input: unknown): ActiveStates | undefined {
  try {
    const { version, value, context } = input as Partial<Snapshot>
    const active = activeStates(value)
    const sound =
      version === 1 &&
      active !== undefined &&
      compiled(contextShape()).validate(context) &&
      fits(active, context as Context)
    return sound ? active : undefined
  } catch {
    return undefined
  }
}

/** Whether something is a snapshot. */
export const isSnapshot = (input: unknown): input is Snapshot => activeIn(input) !== undefined

/** Keys that an arrow cleared are left out, so that a snapshot is the same before and after JSON. */
function withoutCleared(context: Context): Context {
  for (const key in context) if (context[key as keyof Context] === undefined) return omitUndefined(context)
  return context
}

/** What is stored of the machine's own state. */
export function toSnapshot(state: { value: StateValue; context: Context }): Snapshot {
  return { version: 1, value: state.value, context: withoutCleared(state.context) }
}
