import type { RegistrationEvent } from '../../events'
import {
  type Cell,
  cellsByField,
  fieldOfHeading,
  type ImportSettings,
  LineParser,
  type ListFormat,
} from './listFormat'

/** The codes that replace a mark (§16). */
const markCodes: Record<string, number> = {
  缺考: -1,
  absent: -1,
  违纪: -2,
  违纪违规: -2,
  misconduct: -2,
  无效: -4,
  成绩无效: -4,
  invalid: -4,
}

const sender = { role: 'office', id: 'import' } as const

function parseMark(cell: Cell, fullMark: number, parser: LineParser): number {
  const code = markCodes[cell.text.toLowerCase()]
  if (code !== undefined) return code
  const mark = /^-?\d+(\.\d+)?$/.test(cell.text) ? Number(cell.text) : Number.NaN
  if (Number.isNaN(mark)) {
    parser.addIssue(
      cell.column,
      `“${cell.text}”不是成绩：须为数字、缺考、违纪或无效`,
      `"${cell.text}" is no mark: a number, absent, misconduct or invalid`,
    )
  } else if (mark > fullMark || (mark < 0 && !Object.values(markCodes).includes(mark))) {
    parser.addIssue(
      cell.column,
      `${mark} 不在 0 到 ${fullMark} 之间`,
      `${mark} is not between 0 and ${fullMark}`,
    )
  }
  return mark
}

/**
 * A marks list: a line for each registration and a column for each subject. An empty cell means that the subject was
 * not registered.
 */
export function marksList({ exam, at, passMarks }: ImportSettings): ListFormat {
  const subjects = new Map(
    exam.subjects.flatMap(({ code, name }) => [code, name.zh, name.en].map((heading) => [heading, code])),
  )
  const fullMarks = new Map(exam.subjects.map(({ code, fullMark }) => [code, fullMark]))
  const fieldOf = (heading: string) => fieldOfHeading(heading, ['registrationId']) ?? subjects.get(heading)
  const lineNumbers = new Map<string, number>()
  return {
    fieldOf,
    requiredFields: [['registrationId'], [...fullMarks.keys()]],
    parse(line) {
      const parser = new LineParser(line)
      const cells = cellsByField(line, fieldOf)
      const idCell = cells.get('registrationId')
      const id = parser.requiredText(idCell)
      const firstLine = lineNumbers.get(id)
      if (firstLine === undefined) lineNumbers.set(id, line.number)
      else
        parser.addIssue(
          idCell?.column,
          `${id} 已在第 ${firstLine} 行`,
          `${id} is on line ${firstLine} already`,
        )
      const marks: Record<string, number> = {}
      for (const [subject, fullMark] of fullMarks) {
        const cell = cells.get(subject)
        if (cell && cell.text !== '') marks[subject] = parseMark(cell, fullMark, parser)
      }
      if (Object.keys(marks).length === 0) parser.addIssue(undefined, '没有成绩', 'no marks')
      const event = {
        type: 'marks.publish',
        by: sender,
        marks,
        ...(passMarks && { passMarks }),
        ...(at !== undefined && { at }),
      } as RegistrationEvent<'marks.publish'>
      return parser.result({ id, event })
    },
  }
}
