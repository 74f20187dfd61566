import type { StoreFactHandler } from '../postgres'
import { type Millis, systemTime } from '../time'

/** Sends facts to another service, signed as Standard Webhooks says. */

/** Where facts are sent. */
export type WebhookOptions = {
  /** An `https:` URL, or one of this machine. */
  url: string
  /** The secret that the receiver knows, too: `whsec_` and 24 to 64 bytes in base64. */
  secret: string
  /** The current time, in milliseconds; the system's by default. A receiver refuses what is older than five minutes. */
  now?: () => Millis
}

/** The receiver has not taken a fact: it is sent again later. */
export class WebhookFailure extends Error {
  override readonly name = 'WebhookFailure'
  readonly code: string

  constructor(status: number) {
    super(`the receiver answered ${status}`)
    // What the store keeps of an error.
    this.code = `HTTP_${status}`
  }
}

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '')
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)))
    throw new RangeError('webhook: must be an https: URL')
  return url
}

/**
 * Creates a handler that posts each fact to a URL: for `store.deliver(handler, { consumer })`. An answer of 200 to 299
 * within the time limit of `deliver` means that it was taken; redirects are not followed. The header `webhook-id` is the
 * id of the fact, which may come again. Needs the package `standardwebhooks`.
 * @throws `RangeError` if the URL is not safe; `Error` if the secret is not base64
 * @example
 * ```ts
 * import { webhookHandler } from 'baokao/http'
 *
 * const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
 * // Then `store.deliver(handler, { consumer: 'mail' })`.
 * const handler = await webhookHandler({ url: 'https://mail.example/facts', secret })
 * typeof handler // 'function'
 * ```
 */
export async function webhookHandler({
  url,
  secret,
  now = systemTime,
}: WebhookOptions): Promise<StoreFactHandler> {
  const target = checkedUrl(url)
  const { Webhook } = await import('standardwebhooks')
  const webhook = new Webhook(secret)
  return async (delivery, signal) => {
    const body = JSON.stringify(delivery)
    const sentAt = new Date(now())
    const response = await fetch(target, {
      method: 'POST',
      body,
      signal,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-id': delivery.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': webhook.sign(delivery.id, sentAt, body),
      },
    })
    // The connection is free for the next fact once the body is read.
    await response.body?.cancel()
    if (!response.ok) throw new WebhookFailure(response.status)
  }
}
