import type { deadlines, Explanation } from 'baokao'
import type {
  DurableRegistration,
  ExplainQuery,
  LogQuery,
  LogRow,
  ObjectOpenInput,
  SendCall,
  StoredDecision,
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

  private async call<T>(id: string, handler: string, input?: unknown, service = 'registration'): Promise<T> {
    const path = `${service}/${encodeURIComponent(id)}/${handler}`
    const response = await this.raw(path, input === undefined ? undefined : JSON.stringify(input))
    if (!response.ok) throw new Error(`${handler} of ${id}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  open(id: string, input: ObjectOpenInput): Promise<StoredDecision> {
    return this.call(id, 'open', input)
  }

  send(id: string, call: SendCall): Promise<StoredDecision> {
    return this.call(id, 'send', call)
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

  erase(candidateId: string): Promise<number> {
    return this.call(candidateId, 'erase', undefined, 'candidate')
  }
}
