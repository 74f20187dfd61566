import { ProvisionError } from '../engine/defects'
import type { RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { holds } from '../model/heldAttestations'
import { now } from '../model/instants'
import type { RuleId } from '../rules'
import { type Guard, type GuardArgs, type LocalCite, type Rule, refusal } from '../rules/rule'
import { formatInstant } from '../time'
import type { DeepReadonly, Provision, ProvisionArgs } from './provision'

/** The rules of provisions, as the engine evaluates them. */

const unchangeable = (): never => {
  throw new TypeError('A provision can only read the registration.')
}

/**
 * A view of a value that throws a `TypeError` if something tries to change it, at any depth. It is the same for a value
 * that is frozen and for one that is not, so that a provision sees no difference between a snapshot in memory and one that was read.
 */
function readOnly<T extends object>(value: T): DeepReadonly<T> {
  const views = new Map<PropertyKey, unknown>()
  const part = (key: PropertyKey): unknown => {
    const found: unknown = Reflect.get(value, key)
    if (typeof found !== 'object' || found === null) return found
    if (!views.has(key)) views.set(key, readOnly(found))
    return views.get(key)
  }
  // The target is empty: a proxy of a frozen value would have to return the parts themselves.
  return new Proxy(Array.isArray(value) ? [] : {}, {
    get: (_, key) => part(key),
    has: (_, key) => Reflect.has(value, key),
    ownKeys: () => Reflect.ownKeys(value),
    getOwnPropertyDescriptor: (target, key) => {
      const own = Reflect.getOwnPropertyDescriptor(value, key)
      const configurable = !Object.hasOwn(target, key)
      return own && { value: part(key), enumerable: own.enumerable === true, writable: true, configurable }
    },
    set: unchangeable,
    defineProperty: unchangeable,
    deleteProperty: unchangeable,
    setPrototypeOf: unchangeable,
    preventExtensions: unchangeable,
  }) as DeepReadonly<T>
}

function argsFor({ context, event }: GuardArgs): ProvisionArgs {
  const at = now({ context, event })
  return {
    context: readOnly(context),
    // `explain` and `decide` give the same text, in whatever form the instant was sent.
    ...(event.by !== undefined && {
      event: readOnly({ ...event, at: formatInstant(at) } as RegistrationEvent),
    }),
    type: event.type,
    at: formatInstant(at),
    attested: (kind) => {
      const found = context.attestations?.find((one) => one.kind === kind)
      return found && holds(found, at) ? found.result : undefined
    },
  }
}

/** @throws TypeError if the answer is not a boolean: a promise, or a forgotten `return`, must not let an event through */
function answerOf(name: string, answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer
  throw new TypeError(`${name} must return true or false`)
}

/** @throws ProvisionError if the provision throws, which `decide` reports as a defect */
function guardOfProvision({ id, applies, standsAgainst }: Provision): Guard {
  const concerns = ({ terms }: Context): boolean =>
    applies === undefined || answerOf('applies', applies(readOnly(terms)))
  return (args) => {
    try {
      return concerns(args.context) && answerOf('standsAgainst', standsAgainst(argsFor(args)))
    } catch (error) {
      throw new ProvisionError(id, error)
    }
  }
}

/** The rules of provisions by id, with their texts and what they cite. */
export function localRules(provisions: readonly Provision[]): Record<RuleId, Rule> {
  return Object.fromEntries(
    provisions.map((provision) => {
      const { id, cites, title, message } = provision
      const cited = cites.map(({ document, article }): LocalCite => `${document} ${article}`)
      return [
        id,
        { ...refusal({ cites: cited, standsAgainst: guardOfProvision(provision) }), title, message },
      ]
    }),
  ) as Record<RuleId, Rule>
}
