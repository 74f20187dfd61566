// Writes a folder for a static host: the page in both languages with the example journeys, and the documentation with
// the API reference and pictures of the states.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const site = process.argv[2] ?? 'site'
// At the same depth as docs, so that relative links stay valid.
const pages = '.site'

const baokao = (...args) =>
  execFileSync(process.execPath, ['dist/cli.js', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

for (const folder of [site, pages]) rmSync(folder, { recursive: true, force: true })
mkdirSync(site, { recursive: true })
mkdirSync(`${pages}/images`, { recursive: true })

const journeys = ['examples/journeys/lives']
baokao('view', ...journeys, '--lang', 'zh', '--out', `${site}/index.html`)
baokao('view', ...journeys, '--lang', 'en', '--out', `${site}/en.html`)

/** Draws a state once per language, and returns an image link that replaces its Mermaid diagram. */
const drawn = new Set()
function picture(title, state, lang) {
  const name = `${state || 'map'}-${lang}.svg`
  if (!drawn.has(name)) {
    drawn.add(name)
    const which = state ? ['--state', state] : []
    baokao('diagram', '--format', 'svg', ...which, '--lang', lang, '--out', `${pages}/images/${name}`)
  }
  return `![${title}](images/${name})`
}

for (const name of readdirSync('docs').filter((one) => one.endsWith('.md'))) {
  const lang = name.endsWith('.zh.md') ? 'zh' : 'en'
  let state = ''
  const lines = readFileSync(`docs/${name}`, 'utf8').split('\n')
  const text = lines
    .map((line) => {
      state = /^##+ `([\w.]+)`/.exec(line)?.[1] ?? state
      return line === '```mermaid' ? `${picture(state || 'map', state, lang)}\n\n${line}` : line
    })
    .join('\n')
    .replace(/```mermaid\n[\s\S]*?```/g, '')
  const title = /^# (.*)$/m.exec(text)?.[1] ?? name
  writeFileSync(`${pages}/${name}`, `---\ntitle: ${JSON.stringify(title)}\n---\n\n${text}`)
}
cpSync('CHANGELOG.md', `${site}/CHANGELOG.md`)

// Warnings are not errors here: TypeDoc does not know the anchors of the pages; a test checks every link.
const typedoc = [
  '--out',
  `${site}/docs`,
  '--projectDocuments',
  `${pages}/*.md`,
  '--treatWarningsAsErrors',
  'false',
]
execFileSync('npx', ['typedoc', ...typedoc, '--logLevel', 'Error'], { stdio: 'inherit' })
rmSync(pages, { recursive: true, force: true })
console.log(`${site}/index.html · ${site}/en.html · ${site}/docs/index.html`)
