/** Paths of values, as in `sources` and `illustrative` of exams and notices. */

const keyOf = (element: unknown): string | undefined => {
  const { code, subject } = element as { code?: string; subject?: string }
  return code ?? subject
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The parts of a value by key; `undefined` for a single value, and for a list that is empty or whose elements have no
 * key.
 */
function partsOf(value: unknown): [key: string, value: unknown][] | undefined {
  if (isRecord(value)) return Object.entries(value)
  if (!Array.isArray(value) || value.length === 0) return undefined
  const named = value.map((element) => [isRecord(element) ? keyOf(element) : undefined, element] as const)
  return named.some(([key]) => key === undefined) ? undefined : (named as [string, unknown][])
}

/** The paths of all single values. */
export function leaves(value: unknown, path: readonly string[] = []): string[] {
  const parts = partsOf(value)
  if (parts === undefined) return [path.join('.')]
  return parts.flatMap(([key, part]) => leaves(part, [...path, key]))
}

/** Whether a path names that value or an object around it; `*` matches any key. */
export function means(path: string, leaf: string): boolean {
  const names = leaf.split('.')
  return path.split('.').every((part, i) => part === '*' || part === names[i])
}
