import * as z from 'zod'
import { acceptedFields, firedDeadlineShape, refusedFields, ruleIdShape } from '../engine/decisionShapes'
import { snapshotShape } from '../engine/snapshot'
import { factShape } from '../facts'
import { named } from '../schema/jsonSchema'
import { idShape, instantShape, lazy } from '../schema/primitives'
import type { Delivery, LogRow, StoredDecision, StoredRegistration } from './types'

/** The schemas of the results of both stores. */

const revisionShape = lazy(() => z.int().min(0))

const storedFields = () => ({
  repeated: z.boolean(),
  expired: z.literal(true).optional(),
  revision: revisionShape().optional(),
})

export const storedDecisionShape = lazy(() =>
  named(
    'StoredDecision',
    { zh: '已保存的判定', en: 'Stored decision' },
    z.discriminatedUnion('accepted', [
      z.object({ ...acceptedFields(), ...storedFields() }),
      z.object({ ...refusedFields(), ...storedFields() }),
    ]) as unknown as z.ZodType<StoredDecision>,
  ),
)

export const storedRegistrationShape = lazy(() =>
  named(
    'StoredRegistration',
    { zh: '已保存的报名', en: 'Stored registration' },
    z.object({
      registrationId: idShape(),
      candidateId: z.string(),
      snapshot: snapshotShape(),
      state: z.string(),
      nextDue: instantShape().optional(),
      revision: revisionShape(),
    }) as unknown as z.ZodType<StoredRegistration>,
  ),
)

export const logRowShape = lazy(() =>
  named(
    'LogRow',
    { zh: '日志条目', en: 'Log row' },
    z.object({
      revision: revisionShape(),
      at: instantShape(),
      library: z.string(),
      type: z.string(),
      key: z.string().optional(),
      accepted: z.boolean(),
      rule: ruleIdShape().optional(),
      fired: z.array(firedDeadlineShape()),
      event: z.unknown(),
    }) as unknown as z.ZodType<LogRow>,
  ),
)

export const deliveryShape = lazy(() =>
  named(
    'Delivery',
    { zh: '结果投递', en: 'Delivery' },
    z.object({ id: z.string(), registrationId: idShape(), fact: factShape() }) satisfies z.ZodType<Delivery>,
  ),
)
