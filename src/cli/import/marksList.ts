import type { EventInput } from '../../postgres'
import { fieldOfHeading, type ImportSettings, type LineParser, type ListFormat } from './listFormat'
import { printable } from './printable'

/** The codes that replace a mark (§16). */
const markCodes = new Map([
  ['缺考', -1],
  ['absent', -1],
  ['违纪', -2],
  ['违纪违规', -2],
  ['misconduct', -2],
  ['无效', -4],
  ['成绩无效', -4],
  ['invalid', -4],
])

const codes = new Set(markCodes.values())

const sender = { role: 'office', id: 'import' } as const

/** Parses the mark of a cell. */
export function parseMark(field: string, fullMark: number, line: LineParser): number | undefined {
  const cell = line.cells.get(field)
  if (cell === undefined || cell.text === '') return undefined
  const code = markCodes.get(cell.text.toLowerCase())
  if (code !== undefined) return code
  const mark = /^-?\d+(\.\d{1,2})?$/.test(cell.text) ? Number(cell.text) + 0 : Number.NaN
  const text = printable(cell.text)
  if (Number.isNaN(mark))
    line.addIssue(
      cell.column,
      `“${text}”不是成绩：须为最多两位小数的数字、缺考、违纪或无效`,
      `"${text}" is not a mark: a number with at most two decimals, absent, misconduct or invalid`,
    )
  else if (mark > fullMark || (mark < 0 && !codes.has(mark)))
    line.addIssue(
      cell.column,
      `${text} 不在 0 到 ${fullMark} 之间`,
      `${text} is not between 0 and ${fullMark}`,
    )
  return mark
}

/**
 * A marks list, or a list that corrects published marks: a line for each registration and a column for each subject. An
 * empty cell means that the subject was not registered, or that its mark stays.
 */
export function marksList({ exam, passMarks, correct }: ImportSettings): ListFormat {
  const named = exam.subjects.flatMap(({ code, name }) =>
    [...new Set([code, name.zh, name.en])].map((heading) => [heading, code] as const),
  )
  // A name that two subjects have is no heading.
  const subjects = new Map(
    named.filter(([heading]) => named.filter(([other]) => other === heading).length === 1),
  )
  const fields = ['registrationId', ...(correct ? ['reason'] : [])]
  return {
    fieldOf: (heading) => fieldOfHeading(heading, fields) ?? subjects.get(heading),
    requiredFields: [
      ['registrationId'],
      exam.subjects.map(({ code }) => code),
      ...(correct && correct.reason === undefined ? [['reason']] : []),
    ],
    idFields: ['registrationId'],
    uniqueField: 'registrationId',
    parse(line) {
      const id = line.requiredText('registrationId')
      const marks = Object.fromEntries(
        exam.subjects.flatMap(({ code, fullMark }) => {
          const mark = parseMark(code, fullMark, line)
          return mark === undefined ? [] : [[code, mark]]
        }),
      )
      if (Object.keys(marks).length === 0) line.addIssue(undefined, '没有成绩', 'no marks')
      const event: EventInput =
        correct === undefined
          ? { type: 'marks.publish', by: sender, marks, ...(passMarks && { passMarks }) }
          : {
              type: 'marks.correct',
              by: sender,
              marks,
              reason: line.text('reason') || (correct.reason ?? line.requiredText('reason')),
            }
      return { id, event }
    },
  }
}
