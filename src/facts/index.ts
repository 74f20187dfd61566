import { z } from 'zod'
import { type InferFields, type Simplify, instantShape, lazy } from '../schema/primitives'
import { accountFacts } from './account'
import { certifiedFacts } from './certified'
import { correctingFacts } from './correcting'
import { decidingFacts } from './deciding'
import { declaringFacts } from './declaring'
import { fillingFacts } from './filling'
import { markingFacts } from './marking'
import { payingFacts } from './paying'
import { qualifyingFacts } from './qualifying'
import { sittingFacts } from './sitting'

/** Every fact by type, with its fields besides `type` and `at`. */
export const facts = {
  ...accountFacts,
  ...fillingFacts,
  ...declaringFacts,
  ...payingFacts,
  ...sittingFacts,
  ...markingFacts,
  ...qualifyingFacts,
  ...certifiedFacts,
  ...correctingFacts,
  ...decidingFacts,
}

type Facts = typeof facts
/** The name of a fact, past tense: `registration.completed`. */
export type FactType = keyof Facts

/** The fields of a fact besides `type` and `at`. */
export type FactFields<Type extends FactType> = InferFields<Facts[Type]['fields']>

/** What a decision tells the world: past tense, without personal data. A backend acts on these. */
export type Fact<Type extends FactType = FactType> = {
  [T in Type]: Simplify<{ type: T; at: string } & FactFields<T>>
}[Type]

/** Every fact type, in the order of a candidate's path. */
export const factTypes = Object.keys(facts) as FactType[]

/** The schema of all facts together. */
export const factShape = lazy(
  () =>
    z.discriminatedUnion(
      'type',
      factTypes.map((type) =>
        z.object({ type: z.literal(type), at: instantShape(), ...(facts[type].fields as z.ZodRawShape) }),
      ) as unknown as [z.ZodObject<{ type: z.ZodLiteral<FactType> }>],
    ) as unknown as z.ZodType<Fact>,
)
