import * as z from 'zod'
import { type EventType, eventTypes } from '../events'
import { factShape } from '../facts'
import { deadlineNames, instantNames, namedInstantNames } from '../model/instants'
import { ruleIds } from '../rules'
import type { Issue } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { idShape, instantShape, lazy } from '../schema/primitives'
import { documentKindShape, photoBackgrounds, provisionIdPattern, roles } from '../schema/vocabulary'
import type { Decision } from './decide'
import type { Explanation } from './explain'
import type { Refusal } from './refusal'
import { type Snapshot, snapshotShape, stateValueShape } from './snapshot'

/** The schemas of the library's results, for callers in other languages. */

const messageShape = lazy(() => z.object({ zh: z.string(), en: z.string() }))

const eventTypeShape = lazy(() => z.enum(eventTypes as [EventType]))

const deadlineNameShape = lazy(() => z.enum(deadlineNames))

const instantNameShape = lazy(() => z.enum(instantNames))

/** A rule of the national text, or a provision. */
export const ruleIdShape = lazy(() => z.union([z.enum(ruleIds), z.string().regex(provisionIdPattern)]))

export const issueShape = lazy(() =>
  named(
    'Issue',
    { zh: '问题', en: 'Issue' },
    z.object({
      path: z.string(),
      zh: z.string(),
      en: z.string(),
      error: z.string().optional(),
    }) as z.ZodType<Issue>,
  ),
)

export const firedDeadlineShape = lazy(() =>
  named(
    'FiredDeadline',
    { zh: '已到的期限', en: 'Fired deadline' },
    z.object({ name: deadlineNameShape(), at: instantShape() }),
  ),
)

export const refusalParamsShape = lazy(() => {
  const instant = instantShape().optional()
  return z.object({
    ...Object.fromEntries([...namedInstantNames, 'from', 'dueAt'].map((name) => [name, instant])),
    documents: z.array(documentKindShape()).optional(),
    subjects: z.array(idShape()).optional(),
    orderNo: z.string().optional(),
    amountFen: z.int().optional(),
    formats: z.array(z.string()).optional(),
    widthPx: z.int().optional(),
    heightPx: z.int().optional(),
    background: z.enum(photoBackgrounds).optional(),
    hours: z.int().optional(),
  })
})

export const refusalShape = lazy(() =>
  named(
    'Refusal',
    { zh: '拒绝', en: 'Refusal' },
    z.object({
      rule: ruleIdShape(),
      message: messageShape(),
      params: refusalParamsShape().optional(),
      cites: z.array(z.string()),
      at: stateValueShape().nullable(),
      possible: z.array(eventTypeShape()),
      issues: z.array(issueShape()).optional(),
    }) as unknown as z.ZodType<Refusal>,
  ),
)

/** The fields that accepted and refused decisions share. */
const outcomeFields = lazy(() => ({
  facts: z.array(factShape()),
  fired: z.array(firedDeadlineShape()),
}))

export const acceptedFields = lazy(() => ({
  accepted: z.literal(true),
  snapshot: snapshotShape(),
  ...outcomeFields(),
}))

/** The snapshot of a refused opening is `null`. */
export const refusedFields = lazy(() => ({
  accepted: z.literal(false),
  refusal: refusalShape(),
  snapshot: snapshotShape().nullable(),
  ...outcomeFields(),
}))

export const decisionShape = lazy(() =>
  named(
    'Decision',
    { zh: '判定', en: 'Decision' },
    z.discriminatedUnion('accepted', [
      z.object(acceptedFields()),
      z.object(refusedFields()),
    ]) as unknown as z.ZodType<Decision<Snapshot | null>>,
  ),
)

export const explanationShape = lazy(() =>
  named(
    'Explanation',
    { zh: '说明', en: 'Explanation' },
    z.object({
      type: eventTypeShape(),
      by: z.enum(roles),
      possible: z.boolean(),
      rules: z.array(ruleIdShape()),
      until: instantNameShape().optional(),
      untilAt: instantShape().optional(),
      from: instantNameShape().optional(),
      fromAt: instantShape().optional(),
    }) as unknown as z.ZodType<Explanation>,
  ),
)
