import * as z from 'zod'
import { named } from '../schema/jsonSchema'
import { type InferFields, instantShape, lazy, type NamedUnion, type Simplify } from '../schema/primitives'
import { titles } from '../titles'
import { accountFacts } from './account'
import { amendingFacts } from './amending'
import { certifiedFacts } from './certified'
import { correctingFacts } from './correcting'
import { decidingFacts } from './deciding'
import { declaringFacts } from './declaring'
import { fillingFacts } from './filling'
import { markingFacts } from './marking'
import { payingFacts } from './paying'
import { qualifyingFacts } from './qualifying'
import { sittingFacts } from './sitting'

/** The catalogue of facts by type: the fields of each. */
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
  ...amendingFacts,
}

type Facts = typeof facts
/** The type of a fact, in the past tense, such as `registration.completed`. */
export type FactType = NamedUnion<keyof Facts>

/** The fields of a fact besides `type` and `at`. */
export type FactFields<Type extends FactType> = InferFields<Facts[Type]['fields']>

/** A domain event that a decision emits, in the past tense and without personal data. A backend acts on it. */
export type Fact<Type extends FactType = FactType> = {
  [T in Type]: Simplify<{ type: T; at: string } & FactFields<T>>
}[Type]

/** All fact types, in the order of the stages. */
export const factTypes = Object.keys(facts) as FactType[]

/** The schema of all facts. */
export const factShape = lazy(() =>
  named(
    'Fact',
    { zh: '结果', en: 'Fact' },
    z.discriminatedUnion(
      'type',
      factTypes.map((type) =>
        named(
          type,
          titles.facts[type],
          z.object({ type: z.literal(type), at: instantShape(), ...(facts[type].fields as z.ZodRawShape) }),
        ),
      ) as unknown as [z.ZodObject<{ type: z.ZodLiteral<FactType> }>],
    ) as unknown as z.ZodType<Fact>,
  ),
)
