import { invalid, issueAt, Problem } from './problem'

/** Reads the JSON body of a request, within limits. */

/** The largest body of all calls but two, in bytes. */
const maxBodyBytes = 256 * 1024
/** The largest body of `POST /events`, in bytes. */
export const maxBulkBytes = 4 * 1024 * 1024
/** The deepest nesting of lists and objects. */
const maxNesting = 32

const tooLarge = (limit: number): Problem =>
  new Problem(
    413,
    { zh: `内容不得超过 ${limit} 字节。`, en: `The body must be at most ${limit} bytes.` },
    // What is left of the body is not read.
    { headers: { connection: 'close' } },
  )

const notJson = (): Problem =>
  new Problem(400, { zh: '内容须为 UTF-8 编码的 JSON。', en: 'The body must be JSON in UTF-8.' })

/** Reads a body whose length is not known. */
async function readCounted(request: Request, limit: number): Promise<Uint8Array> {
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  for (let size = 0; reader !== undefined; ) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel().catch(() => {})
      throw tooLarge(limit)
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const length = request.headers.get('content-length')
  // With a length the adapter of the server reads the body directly, and builds no whole `Request`.
  if (length === null || !/^\d+$/.test(length)) return readCounted(request, limit)
  if (Number(length) > limit) throw tooLarge(limit)
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.byteLength > limit) throw tooLarge(limit)
  return bytes
}

/** Whether lists and objects are nested deeper than the limit, seen from the text: brackets outside of strings. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0, inString = false; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (inString) {
      if (char === 0x5c) at += 1
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x7b || char === 0x5b) {
      depth += 1
      if (depth > maxNesting) return true
    } else if (char === 0x7d || char === 0x5d) depth -= 1
  }
  return false
}

/** Rejects keys with which a careless copy of an object would change its prototype. */
function reviver(key: string, value: unknown): unknown {
  if (key !== '__proto__') return value
  throw invalid([issueAt('__proto__', '不得有此字段', 'must not be a field')])
}

function parseJson(text: string): unknown {
  // The reviver visits every value, which few bodies need.
  const suspicious = text.includes('__proto__') || text.includes('\\u')
  return suspicious ? JSON.parse(text, reviver) : JSON.parse(text)
}

/**
 * @param limit in bytes
 * @throws `Problem` 413, 415, 400 if it is no JSON, 422 if it is nested too deep
 */
export async function readBodyJson(request: Request, limit = maxBodyBytes): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new Problem(415, {
      zh: '内容的格式须为 application/json。',
      en: 'The content type must be application/json.',
    })
  const bytes = await readBytes(request, limit).catch((error: unknown) => {
    // The client has gone, or was too slow: nobody reads the answer.
    throw error instanceof Problem ? error : notJson()
  })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw notJson()
  }
  if (isTooDeep(text))
    throw invalid([issueAt('', `嵌套不得超过 ${maxNesting} 层`, `must be nested at most ${maxNesting} deep`)])
  try {
    return parseJson(text)
  } catch (error) {
    throw error instanceof Problem ? error : notJson()
  }
}
