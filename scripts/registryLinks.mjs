// Prepares the Markdown files for the registry's page and for readers of the installed package, before it is packed:
// links that would lead nowhere there become links into the repository that package.json names. `--restore` undoes it.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, posix } from 'node:path'

const { repository, files } = JSON.parse(readFileSync('package.json', 'utf8'))
const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '')

/** A registry shows these files by themselves. */
const alone = ['README.md', 'README.zh.md', 'CHANGELOG.md']
const docs = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const saved = 'node_modules/.cache/registry-links'

const isPacked = (path) =>
  alone.includes(path) ||
  path === 'LICENSE' ||
  files.some((name) =>
    name === 'docs/*.md' ? docs.includes(path) : path === name || path.startsWith(`${name}/`),
  )

function absolute(file, link) {
  if (/^([a-z]+:|#)/.test(link)) return link
  const [target, anchor] = link.split('#')
  const path = posix.join(posix.dirname(file), target)
  if (!alone.includes(file) && isPacked(path)) return link
  const view = /\.(png|svg|jpe?g|gif)$/.test(path) ? 'raw' : 'blob'
  return `${home}/${view}/main/${path}${anchor === undefined ? '' : `#${anchor}`}`
}

if (process.argv.includes('--restore')) {
  for (const file of [...alone, ...docs]) {
    const original = join(saved, file)
    if (existsSync(original)) copyFileSync(original, file)
  }
  rmSync(saved, { recursive: true, force: true })
} else {
  for (const file of [...alone, ...docs]) {
    const original = join(saved, file)
    mkdirSync(dirname(original), { recursive: true })
    if (!existsSync(original)) copyFileSync(file, original)
    const text = readFileSync(original, 'utf8')
    writeFileSync(
      file,
      text.replace(/\]\(([^)\s]+)\)/g, (_, link) => `](${absolute(file, link)})`),
    )
  }
}
