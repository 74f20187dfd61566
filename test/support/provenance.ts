/** Values by path, written as `sources` and `illustrative` of exams and notices write paths. */

const keyOf = (element: unknown): string | undefined => {
  const { code, subject } = element as { code?: string; subject?: string }
  return code ?? subject
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands inside, each by its key; `undefined` where it is one value: also a list whose elements have no names. */
function inside(value: unknown): [key: string, value: unknown][] | undefined {
  if (isRecord(value)) return Object.entries(value)
  if (!Array.isArray(value)) return undefined
  const named = value.map((element) => [isRecord(element) ? keyOf(element) : undefined, element] as const)
  return named.some(([key]) => key === undefined) ? undefined : (named as [string, unknown][])
}

/** The paths of all single values. */
export function leaves(value: unknown, path: readonly string[] = []): string[] {
  const parts = inside(value)
  if (parts === undefined) return [path.join('.')]
  return parts.flatMap(([key, part]) => leaves(part, [...path, key]))
}

/** Whether a path means that value: itself, or something that it is inside of; `*` stands for any name. */
export function means(path: string, leaf: string): boolean {
  const names = leaf.split('.')
  return path.split('.').every((part, i) => part === '*' || part === names[i])
}
