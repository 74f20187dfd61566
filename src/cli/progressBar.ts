import { SingleBar } from 'cli-progress'
import type { Language } from '../language'
import { phrases } from './phrases'
import type { Terminal } from './terminal'

/** A progress bar on a terminal. While it is active, it holds back printed lines, so that they do not break it. */
export function progressBar(
  total: number,
  lang: Language,
  stderr: Terminal['stderr'],
  print: (line: string) => void,
  title = '',
) {
  const format = `${title && `${title} `}{bar} {percentage}% {value}/{total} ${phrases.remaining[lang]} {eta_formatted}`
  // Without a terminal the bar is never started, so it writes nothing.
  const stream = stderr as NodeJS.WritableStream
  const bar = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true })
  const held: string[] = []
  const isTerminal = stderr.isTTY === true
  if (isTerminal) bar.start(total, 0)
  return {
    print: (line: string): void => {
      if (isTerminal && bar.isActive) held.push(line)
      else print(line)
    },
    update: (value: number) => bar.update(value),
    stop: (): void => {
      bar.stop()
      held.forEach(print)
    },
  }
}
