import { withEvidence } from '../model/degree'
import { orderOf, withoutWithdrawals } from '../model/orders'
import { assertPresent } from '../schema/primitives'
import { type Effects, forEvent, type Memory } from './action'

export const declaringMemory: Memory = {
  'commitment.sign': (_, __, at) => ({ signedAt: at }),
  'evidence.upload': (context, { document }) => withEvidence(context, [document.kind]),
  // The documents of a proof may include the evidence of a degree that was not verified online.
  'proof.upload': (context, { documents }) =>
    withEvidence(
      context,
      documents.map(({ kind }) => kind),
    ),
}

export const declaringEffects: Pick<
  Effects,
  'commitment.signed' | 'commitment.withdrawn' | 'commitment.restored' | 'proof.submitted' | 'proof.overdue'
> = {
  'commitment.signed': {
    emit: ({ terms }) => (terms.disclosure === undefined ? {} : { disclosure: terms.disclosure }),
  },
  // The open order keeps the withdrawal, because a payment made before it makes the withdrawal void.
  'commitment.withdrawn': ({ orders, signedAt }, { at }) => ({
    change: {
      route: 'proof',
      signedAt: undefined,
      orders: orders.map((order) =>
        order.state === 'open' ? { ...order, withdrawn: { at, signedAt: assertPresent(signedAt) } } : order,
      ),
    },
    emitted: [{}],
  }),
  'commitment.restored': (context, { event }) => {
    const order = event.type === 'payment.settle' ? orderOf(context, event.orderNo) : undefined
    return {
      change: {
        route: 'commitment',
        signedAt: assertPresent(order?.withdrawn).signedAt,
        forfeited: undefined,
        orders: withoutWithdrawals(context),
      },
      emitted: [{ exam: context.terms.exam, examYear: context.terms.year }],
    }
  },
  'proof.overdue': { emit: () => ({}) },
  'proof.submitted': {
    emit: forEvent('proof.upload', (_, { documents }) => ({ kinds: documents.map(({ kind }) => kind) })),
  },
}
