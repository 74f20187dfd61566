import * as z from 'zod'
import { factTypes } from '../facts'
import type { LeasedFact, StoreDeadLetter } from '../postgres'
import { read } from '../schema/issues'
import { instantShape, lazy, omitUndefined } from '../schema/primitives'
import { type Answer, type Call, ok } from './call'
import { invalid } from './problem'
import { deadLetterQueryShape } from './queryShapes'
import { readBodyJson } from './requestBody'

/** Facts for portals: leased, settled, and those that nobody could handle. */

const consumerShape = lazy(() =>
  z
    .string()
    .min(1)
    .max(60)
    .regex(/^[A-Za-z0-9._~-]+$/),
)

/** The body of `POST /facts/lease`. */
export const leaseShape = lazy(() =>
  z.strictObject({
    consumer: consumerShape(),
    limit: z.int().min(1).max(1000).optional(),
    /** How long the lease lasts. */
    seconds: z.int().min(1).max(3600).optional(),
    /** How many seconds to wait for facts if there are none. */
    wait: z.int().min(0).max(30).optional(),
  }),
)

const leasedShape = lazy(() => ({ id: z.string().min(1).max(300), lease: z.string().min(1).max(100) }))

/** The body of `POST /facts/ack`. */
export const ackShape = lazy(() =>
  z.strictObject({
    consumer: consumerShape(),
    done: z.array(z.strictObject(leasedShape())).max(1000).optional(),
    failed: z
      .array(
        z.strictObject({
          ...leasedShape(),
          /** The number of the attempt, as it was leased. */
          attempt: z.int().min(1).max(32_000),
          error: z.string().max(2000),
          /** Whether no later attempt can succeed. */
          undeliverable: z.boolean().optional(),
        }),
      )
      .max(1000)
      .optional(),
  }),
)

/** The body of `POST /dead-letters/retry`: their ids, or which. */
export const retryShape = lazy(() =>
  z.strictObject({
    consumer: consumerShape().optional(),
    ids: z.array(z.string().max(300)).min(1).max(1000).optional(),
    type: z.enum(factTypes).optional(),
    since: instantShape().optional(),
  }),
)

async function bodyOf<T>({ request }: Call, shape: z.ZodType<T>): Promise<T> {
  const { data, issues } = read(shape, await readBodyJson(request))
  if (issues !== undefined) throw invalid(issues)
  return data
}

/** `POST /facts/lease` */
export async function postLease(call: Call): Promise<Answer> {
  const { store, request, maxWaitMs, closing } = call
  const { consumer, limit = 100, seconds = 60, wait = 0 } = await bodyOf(call, leaseShape())
  const take = (): Promise<LeasedFact[]> => store.lease({ consumer, limit, leaseMs: seconds * 1000 })
  let facts = await take()
  const waitMs = Math.min(wait * 1000, maxWaitMs)
  if (facts.length === 0 && waitMs > 0) {
    const over = AbortSignal.timeout(waitMs)
    const signal = AbortSignal.any([over, request.signal, ...(closing ? [closing] : [])])
    while (facts.length === 0 && !signal.aborted) {
      await store.waitForFacts({ signal, maxMs: Math.min(1000, waitMs) })
      // A fact that nobody is there to take would be leased in vain.
      if (!request.signal.aborted) facts = await take()
    }
  }
  return ok({ items: facts })
}

/** `POST /facts/ack` */
export async function postAck(call: Call): Promise<Answer> {
  const { consumer, done = [], failed = [] } = await bodyOf(call, ackShape())
  const results = [...done, ...failed.map(omitUndefined)]
  const settled = await call.store.settle(results as Parameters<typeof call.store.settle>[0], { consumer })
  return ok({ settled })
}

/** The place of a dead letter in the list, as a text. */
const placeOf = ({ deadAt, position }: StoreDeadLetter): string => `${deadAt} ${position}`

/** `GET /dead-letters` */
export async function listDeadLetters(call: Call): Promise<Answer> {
  const { data, issues } = read(deadLetterQueryShape(), Object.fromEntries(call.query))
  if (issues !== undefined) throw invalid(issues)
  const { after, limit = 100, ...wanted } = data
  const [deadAt = '', position] = after?.split(' ') ?? []
  const { letters, total } = await call.store.deadLetters({
    ...omitUndefined(wanted as object),
    ...(after !== undefined && { after: { deadAt, position: Number(position) } }),
    limit,
  })
  const last = letters.at(-1)
  return ok({
    items: letters,
    total,
    ...(letters.length === limit && last !== undefined && { next: placeOf(last) }),
  })
}

/** `POST /dead-letters/retry` */
export async function postRetry(call: Call): Promise<Answer> {
  const which = omitUndefined(await bodyOf(call, retryShape()))
  try {
    const retried = await call.store.retryDeadLetters(
      which as Parameters<typeof call.store.retryDeadLetters>[0],
    )
    return ok({ retried })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw invalid([{ path: '', zh: '须给出 ids，或 type、since', en: 'needs ids, or type and since' }])
  }
}
