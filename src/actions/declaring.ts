import type { Context } from '../model/context'
import { evidenceKinds, isUnverified } from '../model/degree'
import { type Effects, forEvent, type Memory } from './action'

export const declaringMemory: Memory = {
  'commitment.sign': (_, __, at) => ({ signedAt: at }),
  'evidence.upload': (_, { document }) => ({ evidence: document.kind }),
  // The documents of a proof may include the evidence of a degree that was not verified online.
  'proof.upload': (context, { documents }) =>
    evidenceAmong(
      context,
      documents.map(({ kind }) => kind),
    ),
}

function evidenceAmong(context: Context, kinds: readonly string[]): Partial<Context> {
  const evidence = evidenceKinds(context).find((kind) => kinds.includes(kind))
  return isUnverified(context) && evidence !== undefined ? { evidence } : {}
}

export const declaringEffects: Pick<
  Effects,
  'commitment.signed' | 'commitment.withdrawn' | 'proof.submitted'
> = {
  'commitment.signed': {
    emit: ({ terms }) => (terms.disclosure === undefined ? {} : { disclosure: terms.disclosure }),
  },
  'commitment.withdrawn': { emit: () => ({}) },
  'proof.submitted': {
    emit: forEvent('proof.upload', (_, { documents }) => ({ kinds: documents.map(({ kind }) => kind) })),
  },
}
