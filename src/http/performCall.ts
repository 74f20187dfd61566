import { exams as bundledExams } from '../model/exam'
import { notices as bundledNotices } from '../model/notices'
import { personalNumberIssues } from '../persistence/personalNumber'
import type { Store } from '../postgres'
import { notify } from '../postgres/notify'
import type { Registrations } from '../registrations/registrations'
import { type Millis, systemTime } from '../time'
import { languageOf } from './acceptLanguage'
import type { Answer, Call, Operation, ServiceParts } from './call'
import { actorHeader, actorIn, type Caller, checkedCaller, idPattern, Unauthenticated } from './caller'
import { CountCache } from './countCache'
import { notAllowed, Problem } from './problem'
import { answerTo, newRequestId } from './problemAnswer'
import { RateLimit } from './rateLimit'
import type { AnsweredRequest, ServiceOptions } from './serviceOptions'

/** Performs one call: finds out who calls, limits and checks it, and turns the result into a response. */

/** A request that has found its path. */
export type Routed = {
  request: Request
  /** The pattern of the path; `-` if there is none. */
  path: string
  params: Call['params']
  /** Absent if the path or the method does not exist; `refuse` says so. */
  operation?: Operation
  refuse?: () => Problem
}

/** What is known of a request so far, for the log. */
type Known = Pick<AnsweredRequest, 'caller' | 'actor'>

const nobody: Caller = { role: 'portal', id: '-' }

const named = ({ role, id }: Caller): Pick<Caller, 'role' | 'id'> => ({ role, id })

/** Measures a duration; nothing is decided by it. */
const elapsedSince = (start: bigint): Millis => Number(process.hrtime.bigint() - start) / 1e6

/** Whether a text of the caller may stand in a log: it is an id, and holds no number of a person. */
const loggable = (id: string | null | undefined): id is string =>
  typeof id === 'string' && idPattern.test(id) && personalNumberIssues('', id) === undefined

/** The id of a request: that of the server in front, if it is a plain one. */
function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return loggable(given) ? given : newRequestId()
}

function responseTo({ status, body, headers }: Answer, requestId: string): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: {
      'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...headers,
    },
  })
}

const partsOf = (options: ServiceOptions, now: () => Millis): ServiceParts => {
  // The ids of provisions are known only to the caller's types.
  const store = options.store as unknown as Store
  return {
    store,
    registrations: store.registrations as Registrations,
    exams: options.exams ?? bundledExams,
    notices: options.notices ?? bundledNotices,
    counts: new CountCache(now),
    maxWaitMs: options.facts?.maxWaitMs ?? 30_000,
    moveClock: options.moveClock,
    closing: options.closing,
  }
}

/** @returns a function that answers a request, and never throws */
export function performing(options: ServiceOptions): (routed: Routed) => Promise<Response> {
  const { authenticate, limits = {}, now = systemTime, onError, onAnswer } = options
  const { perSecond = 20, portalPerSecond = 1000 } = limits
  const parts = partsOf(options, now)
  const rate = new RateLimit(now)

  async function callerOf(request: Request): Promise<Caller> {
    try {
      return checkedCaller(await authenticate(request))
    } catch (error) {
      if (error instanceof Problem || error instanceof Unauthenticated) throw error
      throw new Unauthenticated('the authentication has failed', { cause: error })
    }
  }

  async function perform({ request, operation, params, refuse }: Routed, known: Known): Promise<Answer> {
    if (operation === undefined) throw refuse?.()
    const { headers, url } = request
    const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')
    const shared = { ...parts, request, params, query, lang: languageOf(headers.get('accept-language')) }
    if (operation.who === 'anyone') return operation.handle({ ...shared, caller: nobody, actor: nobody })
    const caller = await callerOf(request)
    known.caller = named(caller)
    rate.take(`${caller.role}:${caller.id}`, caller.role === 'portal' ? portalPerSecond : perSecond)
    const actor = actorIn(caller, headers.get(actorHeader))
    if (actor !== caller) {
      known.actor = named(actor)
      rate.take(`${actor.role}:${actor.id}`, perSecond)
    }
    if (!operation.who.includes(actor.role)) throw notAllowed()
    return operation.handle({ ...shared, caller, actor })
  }

  return async (routed) => {
    const start = process.hrtime.bigint()
    const { request, path, operation, params } = routed
    const requestId = requestIdOf(request)
    const known: Known = {}
    const answer = await perform(routed, known).catch((error: unknown) => {
      const failed = answerTo(error, languageOf(request.headers.get('accept-language')))
      if (failed.status >= 500) notify(onError, error, requestId)
      return failed
    })
    notify(onAnswer, {
      requestId,
      method: request.method,
      path,
      status: answer.status,
      ...(operation && { operation: operation.id }),
      ...known,
      ...(loggable(params.id) && { id: params.id }),
      ...(answer.rule !== undefined && { rule: answer.rule }),
      milliseconds: elapsedSince(start),
    })
    return responseTo(answer, requestId)
  }
}
