/**
 * Texts of snapshots that this process has written, or found sound. Whoever reads one of them again need not check it:
 * the same candidate comes back within minutes.
 */
const texts = new Set<string>()

/** Some ten megabytes at most. */
const most = 5000

/** Whether a snapshot's text is known to be sound. */
export const isSound = (text: string): boolean => texts.has(text)

/** Remembers a text; the longest remembered is forgotten. */
export function keepSound(text: string): void {
  texts.add(text)
  if (texts.size > most) texts.delete(texts.values().next().value as string)
}
