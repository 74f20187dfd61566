import type { Command, Help } from 'commander'
import stringWidth from 'string-width'
import type { Lang } from './language'

/** The command line's own help and what it says of wrong options, in either language. */

/** What stands around the help of a command. */
const headings: Record<string, string> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
}

/** What is said of wrong options, as commander says it and as it is in Chinese. */
const complaints: [RegExp, string][] = [
  [/^error: unknown option '(.*)'/m, '错误：没有选项 “$1”'],
  [/^error: unknown command '(.*)'/m, '错误：没有命令 “$1”'],
  [/^\(Did you mean one of (.*)\?\)/m, '（是否想用其中之一：$1？）'],
  [/^\(Did you mean (.*)\?\)/m, '（是否想用 $1？）'],
  [/^error: missing required argument '(.*)'/m, '错误：缺少参数 “$1”'],
  [/^error: option '(.*)' argument missing/m, '错误：选项 “$1” 缺少值'],
  [/^error: required option '(.*)' not specified/m, '错误：须给出选项 “$1”'],
  [
    /^error: option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\./m,
    '错误：选项 “$1” 不可为 “$2”，只可为 $3',
  ],
  [
    /^error: too many arguments(?: for '.*')?\. Expected (\d+) arguments? but got (\d+)\./m,
    '错误：参数过多，应有 $1 个，实有 $2 个',
  ],
]

/** What commander said, in Chinese. */
const inChinese = (said: string): string =>
  complaints.reduce((text, [english, chinese]) => text.replace(english, chinese), said)

const chinese: Partial<Help> = {
  displayWidth: stringWidth,
  styleTitle: (title) => headings[title] ?? title,
  optionDescription: ({ description, argChoices, defaultValue }) => {
    const extras = [
      argChoices && `可为 ${argChoices.join('、')}`,
      defaultValue !== undefined && `默认为 ${defaultValue}`,
    ].filter(Boolean)
    return extras.length === 0 ? description : `${description}（${extras.join('；')}）`
  },
}

/** Lets a program, and the commands then made under it, speak the language. */
export function speak(program: Command, lang: Lang): Command {
  program
    .helpOption('-h, --help', { zh: '显示帮助', en: 'display help for command' }[lang])
    .helpCommand('help [command]', { zh: '显示某个命令的帮助', en: 'display help for command' }[lang])
    .showHelpAfterError(
      { zh: '（baokao --help 列出全部命令）', en: '(baokao --help lists what there is)' }[lang],
    )
  if (lang === 'en') return program
  return program
    .configureHelp(chinese)
    .configureOutput({ outputError: (said, write) => write(inChinese(said)) })
}
