import { createHash } from 'node:crypto'
import type { deadlines, Explanation } from 'baokao'
import type {
  DurableDeadLetter,
  DurableDecision,
  DurableRegistration,
  ExplainQuery,
  LogQuery,
  LogRow,
  ObjectOpenInput,
  RetryQuery,
  SendCall,
  StoredRegistration,
} from 'baokao/restate'

/** A client of registrations, over HTTP. */
export class Registrations {
  constructor(private readonly ingress: string) {}

  /** Sends any body, even one that is not JSON. */
  async raw(
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.ingress}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    })
  }

  private async call<T>(
    id: string,
    handler: string,
    input?: unknown,
    { service = 'registration', headers }: { service?: string; headers?: Record<string, string> } = {},
  ): Promise<T> {
    const path = `${service}/${encodeURIComponent(id)}/${handler}`
    const response = await this.raw(path, input === undefined ? undefined : JSON.stringify(input), headers)
    if (!response.ok) throw new Error(`${handler} of ${id}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  open(id: string, input: ObjectOpenInput): Promise<DurableDecision> {
    return this.call(id, 'open', input)
  }

  /**
   * Sends an event.
   * @param idempotencyKey under which the server repeats its answer
   * @throws if the server has answered another event under the same key
   */
  async send(id: string, call: SendCall, idempotencyKey?: string): Promise<DurableDecision> {
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }
    const decision = await this.call<DurableDecision>(id, 'send', call, { headers })
    const digest = createHash('sha256').update(JSON.stringify(call)).digest('hex')
    if (decision.requestDigest !== digest)
      throw new Error(`The idempotency key ${idempotencyKey} was used for another event.`)
    return decision
  }

  get(id: string): Promise<DurableRegistration | null> {
    return this.call(id, 'get')
  }

  explain(id: string, query?: ExplainQuery): Promise<Explanation[]> {
    return this.call(id, 'explain', query)
  }

  deadlines(id: string): Promise<ReturnType<typeof deadlines>> {
    return this.call(id, 'deadlines')
  }

  log(id: string, query?: LogQuery): Promise<LogRow[]> {
    return this.call(id, 'log', query)
  }

  replay(id: string): Promise<StoredRegistration | null> {
    return this.call(id, 'replay')
  }

  deadLetters(id: string): Promise<DurableDeadLetter[]> {
    return this.call(id, 'deadLetters')
  }

  retryDeadLetters(id: string, query?: RetryQuery): Promise<number> {
    return this.call(id, 'retryDeadLetters', query)
  }

  registrationsOf(candidateId: string): Promise<string[]> {
    return this.call(candidateId, 'registrations', undefined, { service: 'candidates' })
  }

  erase(candidateId: string): Promise<number> {
    return this.call(candidateId, 'erase', undefined, { service: 'candidates' })
  }
}
