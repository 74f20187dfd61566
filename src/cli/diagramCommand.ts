import { allStatePaths } from '../engine/stateTree'
import { chartJson, type DiagramOptions, mermaid, statelySource } from '../view'
import { svg } from '../view/svg'
import { WrongUse, writeOut } from './files'
import type { Style } from './output'

/** What writes each format. */
const formats = {
  mermaid,
  json: chartJson,
  xstate: ({ state, all = false }: DiagramOptions) => {
    if (state !== undefined)
      throw new WrongUse(
        '--state: the xstate format holds the whole machine',
        '--state: xstate 格式总是整个状态机',
      )
    return statelySource({ all })
  },
  svg,
} satisfies Record<string, (options: DiagramOptions) => string>

/** The formats that there are. */
export const formatNames = Object.keys(formats)

/** What the command line gives. */
export type DiagramCommandOptions = { format: string; state?: string; all?: boolean; out?: string }

/** Prints the chart, or a part of it, or writes it into a file. */
export function diagramCommand(
  { format, state, all = false, out }: DiagramCommandOptions,
  style: Style,
  print: (line: string) => void,
): number {
  if (state !== undefined && !allStatePaths().includes(state)) {
    const stretches = allStatePaths().filter((path) => !path.includes('.'))
    throw new WrongUse(
      `--state ${state}: no such state; there are ${stretches.join(', ')}, and those inside`,
      `--state ${state}: 没有这个状态，可用 ${stretches.join('、')} 及其内部状态`,
    )
  }
  const text = formats[format as keyof typeof formats]({
    lang: style.lang,
    all,
    ...(state !== undefined && { state }),
  })
  if (out === undefined) print(text.trimEnd())
  else writeOut(out, text, style, print)
  return 0
}
