import type { Snapshot } from '../../src'
import { isEventType, type RegistrationEvent, shapeOf } from '../../src/events'
import { type Context, contextShape } from '../../src/model/context'
import { compiled } from '../../src/schema/issues'

/**
 * A hand-written reducer for the plain path: it validates snapshot and event with the same schemas and stores the same
 * fields, but checks no rule. Any implementation has to do at least this.
 */

type Change = { value?: unknown; context?: Partial<Context> }

function change({ context }: Snapshot, event: RegistrationEvent): Change {
  switch (event.type) {
    case 'agreement.accept':
      return { value: { account: 'profile' } }
    case 'profile.submit':
      return {
        value: { account: 'photo' },
        context: { education: { origin: event.profile.education?.origin ?? 'domestic' } },
      }
    case 'photo.upload':
      return { value: 'verifying', context: { photo: true, verifying: Date.parse(event.at) } }
    case 'verification.report':
      return {
        value: { filling: 'application' },
        context: { education: { origin: context.education?.origin ?? 'domestic', result: event.education } },
      }
    case 'application.save':
      return { value: { filling: 'route' }, context: { application: event.application } }
    case 'route.choose':
      return { value: { filling: 'confirmation' }, context: { route: event.route } }
    case 'application.confirm':
      return { value: { declaring: 'commitment' } }
    case 'commitment.sign': {
      const amountFen = (context.terms.fee?.perSubjectFen ?? 0) * (context.application?.subjects.length ?? 0)
      return {
        value: { paying: 'awaiting' },
        context: { signedAt: Date.parse(event.at), orders: [{ amountFen, state: 'open' }] },
      }
    }
    case 'payment.settle': {
      const orders = context.orders.map((order) => ({
        ...order,
        state: 'paid' as const,
        transactionId: event.transactionId,
      }))
      return { value: { registered: 'waiting' }, context: { orders } }
    }
    case 'marks.publish':
      return {
        value: { qualifying: { check: 'notRequired', publicNotice: 'pending' } },
        context: { marks: event.marks, earned: Object.keys(event.marks) },
      }
    case 'publicNotice.open':
      return { value: { qualifying: { check: 'notRequired', publicNotice: 'open' } } }
    case 'certificate.requestMail':
      return { context: { mail: true } }
    case 'certificate.issue':
      return {
        value: { certified: { paper: 'printing', electronic: 'available' } },
        context: { certificateNo: event.certificateNo },
      }
    case 'certificate.dispatch':
      return { value: { certified: { paper: 'mailing', electronic: 'available' } } }
    case 'certificate.deliver':
      return { value: { certified: { paper: 'delivered', electronic: 'available' } } }
    default:
      return {}
  }
}

export function reduce(text: string, input: unknown): string {
  const snapshot = JSON.parse(text) as Snapshot
  if (!compiled(contextShape()).validate(snapshot.context)) return text
  const { type } = input as { type: unknown }
  if (!isEventType(type)) return text
  const { data: event } = compiled(shapeOf(type)).safeParse(input)
  if (event === undefined) return text
  const { value, context } = change(snapshot, event)
  return JSON.stringify({
    version: 1,
    value: value ?? snapshot.value,
    context: { ...snapshot.context, at: Date.parse(event.at), ...context },
  })
}
