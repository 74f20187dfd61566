import { Problem } from './problem'

/** Who calls the service, and for whom. */

/** The roles of callers. */
export const callerRoles = ['portal', 'candidate', 'office', 'verifier', 'gateway'] as const
/** The role of a caller: a sender of events, or `portal`, which may act for one. */
export type CallerRole = (typeof callerRoles)[number]
/** A role that sends events. */
export type ActorRole = Exclude<CallerRole, 'portal'>

/** Who an authenticated request is from. */
export type Caller = {
  role: CallerRole
  /** 1 to 128 of `A-Z a-z 0-9 . _ ~ -`. It stands in access logs: never the number of a person. */
  id: string
  /**
   * Of an office, or of a portal that acts for one: the areas whose registrations it reaches, as GB/T 2260 codes. `440000`
   * holds `440100`, and `100000` is the nation. Without places it reaches none.
   */
  places?: readonly string[]
  /** Of a portal: the roles that it may act for. */
  actAs?: readonly ActorRole[]
}

/**
 * Finds out who sends a request, from its headers.
 * @returns the caller; throws if there is none, which is answered with `401`
 */
export type Authenticate = (request: Request) => Caller | Promise<Caller>

/** The request names nobody whom the service knows. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated'
}

/** The header with which a portal names whom it acts for. */
export const actorHeader = 'baokao-actor'

/** What an id may consist of, so that it can stand in a path and in a log. */
export const idPattern = /^[A-Za-z0-9._~-]{1,128}$/

const isActorRole = (role: string): role is ActorRole =>
  role !== 'portal' && (callerRoles as readonly string[]).includes(role)

/** @returns the id, or `undefined` if its percent encoding is damaged */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * The one in whose name a request is decided: the actor that a portal names, or the caller.
 * @throws `Problem` 403 if the caller may not act for somebody, 400 if the header is malformed
 */
export function actorIn(caller: Caller, header: string | null): Caller {
  if (header === null) return caller
  const [role = '', given = '', ...more] = header.split(':')
  const id = decoded(given)
  if (!isActorRole(role) || id === undefined || !idPattern.test(id) || more.length > 0)
    throw new Problem(400, {
      zh: 'Baokao-Actor 须为 candidate:编号 等形式。',
      en: 'Baokao-Actor must be of the form candidate:ID.',
    })
  if (caller.role !== 'portal' || !caller.actAs?.includes(role))
    throw new Problem(403, {
      zh: '调用方不得代该角色办理。',
      en: 'The caller may not act for this role.',
    })
  return { role, id, ...(role === 'office' && caller.places && { places: caller.places }) }
}

/** Checks what an authentication has returned, because a wrong role or id would reach the rules. */
export function checkedCaller(given: Caller | undefined): Caller {
  const { role, id, places, actAs } = { ...given }
  const textsOnly = (list: unknown) =>
    list === undefined || (Array.isArray(list) && list.every((one) => typeof one === 'string'))
  if (!role || !callerRoles.includes(role) || typeof id !== 'string' || !idPattern.test(id))
    throw new Unauthenticated('the caller has no valid role and id')
  if (!textsOnly(places) || !textsOnly(actAs)) throw new Unauthenticated('places and actAs must be lists')
  return given as Caller
}
