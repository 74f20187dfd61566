import type { LocalizedText } from '../language'

const token = (source: RegExp): RegExp => new RegExp(`(?:${source.source})[ \\t\\n\\r]*`, 'y')

const tokens = {
  nothing: token(/(?:)/),
  openBrace: token(/\{/),
  closeBrace: token(/\}/),
  openBracket: token(/\[/),
  closeBracket: token(/\]/),
  colon: token(/:/),
  comma: token(/,/),
  text: token(/"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/),
  word: token(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/),
}

/** Returns the offset at which a text stops being JSON. Engines report it only for some mistakes. */
function mistakeOffset(text: string): number {
  let offset = 0
  const take = (name: keyof typeof tokens): boolean => {
    const pattern = tokens[name]
    pattern.lastIndex = offset
    const taken = pattern.test(text)
    if (taken) offset = pattern.lastIndex
    return taken
  }
  const takeEntries = (takeEntry: () => boolean, close: keyof typeof tokens): boolean => {
    if (take(close)) return true
    do if (!takeEntry()) return false
    while (take('comma'))
    return take(close)
  }
  const takeField = (): boolean => take('text') && take('colon') && takeValue()
  const takeValue = (): boolean => {
    if (take('openBrace')) return takeEntries(takeField, 'closeBrace')
    if (take('openBracket')) return takeEntries(takeValue, 'closeBracket')
    return take('text') || take('word')
  }
  take('nothing')
  takeValue()
  return offset
}

/** Says where a text that is not JSON has its first mistake. */
export function jsonMistake(text: string): LocalizedText {
  const offset = mistakeOffset(text)
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  const [line, column] = [lines.length, (lines.at(-1) ?? '').length + 1]
  return offset === text.length
    ? { zh: `在第 ${line} 行第 ${column} 列中断`, en: `it breaks off on line ${line}, column ${column}` }
    : { zh: `第 ${line} 行第 ${column} 列有误`, en: `the mistake is on line ${line}, column ${column}` }
}
