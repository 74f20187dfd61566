import LineBreaker from 'linebreak'

/** Splits a text after each place where a line may end, by the Unicode line breaking algorithm (UAX 14). */
function unbreakableParts(text: string): string[] {
  const breaker = new LineBreaker(text)
  const parts: string[] = []
  let start = 0
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    parts.push(text.slice(start, next.position))
    start = next.position
  }
  return parts
}

/**
 * Breaks text into lines. A part that is longer than a line gets a line of its own.
 * @param fits whether a text is short enough for a line
 */
export function breakIntoLines(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of unbreakableParts(text)) {
    if (line === '' || fits((line + part).trimEnd())) line += part
    else {
      lines.push(line.trimEnd())
      line = part
    }
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}
