import type { HistoryLine } from './history'
import type { Evidence } from './plantedFaults'

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

/** What happened in a run, in lines of text. */
export function figures({ history, tables }: Evidence): string[] {
  const count = (line: HistoryLine['line'], fits: (one: never) => boolean = () => true) =>
    history.filter((one) => one.line === line && fits(one as never)).length
  const answers = history.filter((line) => line.line === 'answered')
  const ended = new Set(
    history.flatMap((line) => ('call' in line && line.line !== 'invoked' ? [line.call] : [])),
  )
  const calls = history.filter((line) => line.line === 'invoked')
  const called = (what: string) => calls.filter((call) => call.what === what).length
  const errors = history.filter((line) => line.line === 'failed')
  const lost = errors.filter(({ code }) => ['unavailable', 'closed'].includes(code)).length
  const own = tables.log.filter(({ key, event }) => key === null && event.includes('"id":"baokao"'))
  return [
    `${tables.registrations.length} registrations of ${tables.candidates.length} candidates, ${tables.log.length} decisions in the log, ${tables.log.filter(({ accepted }) => !accepted).length} of them refused`,
    `${calls.length} calls: ${['open', 'send', 'get', 'sendToNotice', 'fireDeadlines'].map((what) => `${called(what)} ${what}`).join(', ')}`,
    `${answers.length} answers, ${answers.filter(({ repeated }) => repeated).length} of them repeated under a key`,
    `${lost} answers lost, ${calls.filter(({ call }) => !ended.has(call)).length} calls without an end, ${errors.length - lost} other errors`,
    `${count('gone', ({ killed }: { killed?: true }) => killed === true)} processes killed`,
    `${count('began')} transactions of callers: ${count('committed')} committed, ${count('rolledBack')} rolled back, ${count('lost')} lost`,
    `${own.filter(({ type }) => type === 'clock.advance').length} deadlines fired by workers, ${sum(tables.log.map(({ fired }) => (JSON.parse(fired ?? '[]') as unknown[]).length))} in all`,
    `${own.filter(({ type }) => type === 'history.amend').length} histories sent to another registration`,
    `${tables.outbox.length} facts, handled ${count('handling')} times`,
  ]
}
