import { createHash } from 'node:crypto'

/** Too long for an index, and not compressible. */
const long = Array.from({ length: 160 }, (_, i) => createHash('sha256').update(`${i}`).digest('hex')).join('')

/** Texts that a caller may send. */
export const hostileTexts: Record<string, string> = {
  nothing: '',
  space: ' ',
  quote: "'",
  'double quote': '"',
  'end of statement': "'; drop table baokao.log; --",
  'end of dollar quote': '$f$; drop table baokao.log; --',
  placeholder: '$1',
  backslash: '\\',
  'escaped NUL': '\\u0000',
  'octal escape': '\\000',
  'any characters': '%',
  'any character': '_',
  'array literal': '{a,b,NULL}',
  object: '{"type":"clock.advance","a":null}',
  list: '[null]',
  null: 'null',
  infinity: '-infinity',
  now: 'now',
  prototype: '__proto__',
  slashes: '//1/0',
  lines: 'a\r\n\tb',
  Chinese: '报考',
  'family of three': '👨‍👩‍👧',
  'accent apart': 'e\u0301',
  'right to left': '\u202e',
  'half a pair': '\ud800',
  'other half': 'a\udc00b',
  NUL: '\0',
  'NUL inside': 'a\0b',
  'ten kilobytes': long,
  'ten kilobytes alike': 'x'.repeat(10_000),
}

type Path = (string | number)[]

/** The paths of all texts in a value. */
function textsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') return [path]
  if (value === null || typeof value !== 'object') return []
  const list = Array.isArray(value)
  return Object.entries(value).flatMap(([key, child]) => textsIn(child, [...path, list ? Number(key) : key]))
}

/** A copy of the value with another text at the path. */
export function withText<T>(value: T, path: Path, text: string): T {
  const copy = structuredClone(value)
  let tree = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) tree = tree[key] as Record<string | number, unknown>
  tree[path.at(-1) as string | number] = text
  return copy
}

/** The path with `*` for each index of a list. */
export const kindOf = (path: Path): string =>
  path.map((key) => (typeof key === 'number' ? '*' : key)).join('.')

/** The first path of each kind. */
export function kindsOfTexts(value: unknown): Path[] {
  const seen = new Set<string>()
  return textsIn(value).filter((path) => seen.size < seen.add(kindOf(path)).size)
}
