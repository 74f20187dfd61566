import { type Command, Help } from 'commander'
import stringWidth from 'string-width'
import type { Language } from '../language'
import { breakIntoLines } from '../view/lineBreaks'

/** Commander's help and usage errors in Chinese. The English texts are commander's own. */

const headings: Record<string, string> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Global Options:': '通用选项：',
  'Commands:': '命令：',
}

const errorTranslations: [english: RegExp, chinese: string | ((...parts: string[]) => string)][] = [
  [/^error: unknown option '(.*)'/m, '错误：没有选项 “$1”'],
  [/^error: unknown command '(.*)'/m, '错误：没有命令 “$1”'],
  [/^\(Did you mean one of (.*)\?\)/m, '（是否想用其中之一：$1？）'],
  [/^\(Did you mean (.*)\?\)/m, '（是否想用 $1？）'],
  [/^error: missing required argument '(.*)'/m, '错误：缺少参数 “$1”'],
  [/^error: option '(.*)' argument missing/m, '错误：选项 “$1” 缺少值'],
  [/^error: option '(.*)' cannot be used with option '(.*)'/m, '错误：选项 “$1” 不可与 “$2” 同用'],
  [/^error: required option '(.*)' not specified/m, '错误：须给出选项 “$1”'],
  [
    /^error: option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\./m,
    (_, option, given, choices = '') =>
      `错误：选项 “${option}” 不可为 “${given}”，只可为 ${choices.replaceAll(', ', '、')}`,
  ],
  [
    /^error: too many arguments(?: for '.*')?\. Expected (\d+) arguments? but got (\d+)\./m,
    '错误：参数过多，应有 $1 个，实有 $2 个',
  ],
]

const translateError = (message: string): string =>
  errorTranslations.reduce((text, [english, chinese]) => text.replace(english, chinese as string), message)

/** Wraps Chinese text. Commander breaks lines only at blanks, which Chinese does not have. */
function wrapChinese(this: Help, text: string, width: number): string {
  if (width < this.minWidthToWrap) return text
  const fits = (line: string) => stringWidth(line) <= width
  return text
    .split('\n')
    .flatMap((paragraph) => (paragraph === '' ? [''] : breakIntoLines(paragraph, fits)))
    .join('\n')
}

const chineseHelp: Partial<Help> = {
  boxWrap: wrapChinese,
  formatHelp(command, helper) {
    // No blank follows a Chinese colon.
    return Help.prototype.formatHelp.call(helper, command, helper).replace('用法： ', '用法：')
  },
  styleTitle: (title) => headings[title] ?? title,
  styleOptionText: (text) => (text === '[options]' ? '[选项]' : text),
  styleSubcommandText: (text) => (text === '[command]' ? '[命令]' : text),
  optionDescription: ({ description, argChoices, defaultValue, defaultValueDescription }) => {
    const extras = [
      argChoices && `可为 ${argChoices.join('、')}`,
      defaultValue !== undefined && `默认为 ${defaultValueDescription ?? defaultValue}`,
    ].filter(Boolean)
    return extras.length === 0 ? description : `${description}（${extras.join('；')}）`
  },
}

/** Sets the language of help and errors of a program and of the commands that are added to it later. */
export function localizeHelp(program: Command, lang: Language): Command {
  program.configureHelp({
    showGlobalOptions: true,
    displayWidth: stringWidth,
    ...(lang === 'zh' && chineseHelp),
  })
  if (lang === 'en') return program
  return program.helpOption('-h, --help', '显示帮助').configureOutput({
    outputError: (message, write) => write(translateError(message)),
  })
}
