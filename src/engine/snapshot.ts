import * as z from 'zod'
import { type Context, contextShape } from '../model/context'
import { compiled, type Issue, read } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { lazy, omitUndefined } from '../schema/primitives'
import { type ActiveStates, activeStates } from './stateTree'
import type { StateValue } from './stateValue'

/**
 * A registration as it is stored: plain JSON that a round trip does not change. It contains no name, number, address or
 * other personal data.
 */
export type Snapshot = { version: 1; value: StateValue; context: Context }

/** The optional keys of the context that each state requires. */
const requiredKeys: Record<string, readonly (keyof Context)[]> = {
  'filling.route': ['application'],
  'filling.confirmation': ['application', 'route'],
  declaring: ['application', 'route'],
  'declaring.evidence': ['signedAt'],
  paying: ['application', 'route'],
  registered: ['application', 'route'],
  marking: ['application', 'route'],
  'marking.published': ['marks', 'scoreReviewCloses'],
  notPassed: ['application', 'route', 'marks', 'scoreReviewCloses'],
  'notPassed.underReview': ['review'],
  qualifying: ['application', 'route', 'marks', 'scoreReviewCloses'],
  'qualifying.check.unreviewed': ['postCheckCloses'],
  'qualifying.check.rejected': ['postCheckCloses', 'repairUntil'],
  'qualifying.publicNotice.open': ['publicNoticeCloses'],
  'qualifying.publicNotice.closed': ['passed'],
  certified: ['application', 'route', 'marks', 'scoreReviewCloses', 'paper'],
  'ended.revoked': ['application', 'route', 'marks', 'scoreReviewCloses', 'paper', 'revoked'],
  'certified.paper.mailing': ['certificateNo'],
  'certified.paper.collectable': ['certificateNo'],
  'certified.electronic.available': ['certificateNo'],
}

type Orders = Context['orders']
const noneOpen = (orders: Orders): boolean => orders.every(({ state }) => state === 'superseded')
const oneOpen = (orders: Orders): boolean => orders.at(-1)?.state === 'open'
const onePaid = (orders: Orders): boolean => orders.some(({ state }) => state === 'paid')

/**
 * The condition on the orders in each stage: all superseded before paying, the last one open while paying, one paid
 * afterwards.
 */
const requiredOrders: Record<string, (orders: Orders) => boolean> = {
  account: noneOpen,
  verifying: noneOpen,
  filling: noneOpen,
  declaring: noneOpen,
  paying: oneOpen,
  registered: onePaid,
  marking: onePaid,
  notPassed: onePaid,
  qualifying: onePaid,
  certified: onePaid,
}

type Requirements = {
  keys: readonly (keyof Context)[]
  orders: ((orders: Orders) => boolean) | undefined
}

const cache = new WeakMap<ActiveStates, Requirements>()

function requirementsOf(active: ActiveStates): Requirements {
  let requirements = cache.get(active)
  if (requirements === undefined) {
    const paths = active.nodes.map((node) => node.path.join('.'))
    const keys = paths.flatMap((path) => requiredKeys[path] ?? [])
    const orders = paths.map((path) => requiredOrders[path]).find((check) => check !== undefined)
    requirements = { keys, orders }
    cache.set(active, requirements)
  }
  return requirements
}

/** Whether a context meets the requirements of the active states. */
function fits(active: ActiveStates, context: Context): boolean {
  const { keys, orders } = requirementsOf(active)
  return keys.every((key) => context[key] !== undefined) && (orders === undefined || orders(context.orders))
}

/** The schema of a state value of the machine. */
export const stateValueShape = lazy(
  () =>
    z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .refine((value) => activeStates(value) !== undefined, {
        params: { zh: '没有这样的状态', en: 'the machine has no such state' },
      }) as unknown as z.ZodType<StateValue>,
)

/**
 * The schema of a snapshot: its version, a state value of the machine, and a context that meets the state's
 * requirements.
 */
export const snapshotShape = lazy(() =>
  named(
    'Snapshot',
    { zh: '快照', en: 'Snapshot' },
    z
      .object({
        version: z.literal(1),
        value: stateValueShape(),
        context: contextShape(),
      })
      .superRefine(({ value, context }, ctx) => {
        const active = activeStates(value)
        if (active !== undefined && fits(active, context)) return
        const params = { zh: '缺少该状态所需的内容', en: 'it lacks what its state needs' }
        ctx.addIssue({ code: 'custom', path: ['context'], message: params.en, params })
      }) as unknown as z.ZodType<Snapshot>,
  ),
)

const newerShape = lazy(() => z.object({ version: z.int().min(2) }))

/** The issues of an invalid snapshot; for a newer one only its version, because its other fields follow another format. */
export function snapshotIssues(input: unknown): Issue[] | undefined {
  if (read(newerShape(), input).issues) return read(snapshotShape(), input).issues
  return [
    {
      path: 'version',
      zh: '由更新版本的程序库写入，请升级程序库',
      en: 'a newer version of the library wrote it; update the library',
    },
  ]
}

/** @returns the active states; `undefined` if the input is not a valid snapshot: `snapshotSchema` gives the reasons */
export function activeIn(input: unknown): ActiveStates | undefined {
  try {
    const { version, value, context } = input as Partial<Snapshot>
    const active = activeStates(value)
    const valid =
      version === 1 &&
      active !== undefined &&
      compiled(contextShape()).validate(context) &&
      fits(active, context as Context)
    return valid ? active : undefined
  } catch {
    return undefined
  }
}

/** Whether an input is a valid snapshot. */
export const isSnapshot = (input: unknown): input is Snapshot => activeIn(input) !== undefined

/** Omits cleared keys, so that a JSON round trip does not change the snapshot. */
function withoutCleared(context: Context): Context {
  for (const key in context) if (context[key as keyof Context] === undefined) return omitUndefined(context)
  return context
}

/** Returns the part of XState's state that is stored. */
export function toSnapshot(state: { value: StateValue; context: Context }): Snapshot {
  return { version: 1, value: state.value, context: withoutCleared(state.context) }
}
