import type { Context } from '../model/context'
import { levelOf } from '../model/levels'

/** What each state requires of the context of a snapshot. */

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

/** The keys and the condition on the orders that a combination of states requires. */
export type RequiredContext = {
  keys: readonly (keyof Context)[]
  orders: ((orders: Orders) => boolean) | undefined
}

/** @param paths the active states with those around them, dotted */
export function requiredContext(paths: readonly string[]): RequiredContext {
  return {
    keys: paths.flatMap((path) => requiredKeys[path] ?? []),
    orders: paths.map((path) => requiredOrders[path]).find((check) => check !== undefined),
  }
}

/** A form names a level of the notice: `application.offered` accepts no other, and the credits are computed by it. */
const hasKnownLevel = (context: Context): boolean =>
  context.application === undefined || levelOf(context, context.application) !== undefined

/** Whether a context has what its states require. */
export const hasRequired = ({ keys, orders }: RequiredContext, context: Context): boolean =>
  keys.every((key) => context[key] !== undefined) &&
  (orders === undefined || orders(context.orders)) &&
  hasKnownLevel(context)
