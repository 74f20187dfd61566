import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readText } from './support/files'

/** Words and phrases that plain English has better ones for. The rooms of an exam and the doors of a house are none of them. */
const archaic =
  /\b(whoever|whomever|such a one|what is none|that there is not|(?<!--)tells?(?! (apart|from))|told|hears?|heard|anew|by itself|how manieth|stands? as it stood|comes to\b(?! an end)|brings? about|hands out|is asked for|likeness|thereof|lest|chapters?|(?<!exam |chat )rooms?|floors?|doors?)\b/gi

const files = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => pattern.test(file) && !/node_modules|\/dist\/|docs\/api|words\.test/.test(file))

const comments = (text: string): string => (text.match(/\/\*\*[\s\S]*?\*\/|(?<!:)\/\/.*/g) ?? []).join('\n')
const english = (text: string): string => (text.match(/"en": "[^"]*"/g) ?? []).join('\n')

const texts: [file: string, text: string][] = [
  ...['src', 'test', 'examples', 'quality', 'scripts']
    .flatMap((folder) => files(folder, /\.(tsx?|mjs)$/))
    .map((file): [string, string] => [file, comments(readText(file))]),
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...files('docs', /\.md$/)].map(
    (file): [string, string] => [file, readText(file)],
  ),
  ...files('data', /\.json$/).map((file): [string, string] => [file, english(readText(file))]),
]

it('comments, documents and messages are in plain, modern English', () => {
  const found = texts.flatMap(([file, text]) =>
    [...text.matchAll(archaic)].map(([word]) => `${file}: ${word}`),
  )
  expect(found).toEqual([])
})
