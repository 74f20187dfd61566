// Prepares the Markdown files before the package is packed: links that would be broken on the registry's page, or in the
// installed package, become links into the repository that package.json names. `--restore` reverts this.
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

const { repository, files, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '')

/** The registry shows these files without the others. */
const shownOnRegistry = ['README.md', 'README.zh.md', 'CHANGELOG.md']
const docs = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const saved = 'node_modules/.cache/registry-links'

const isPacked = (path) =>
  shownOnRegistry.includes(path) ||
  path === 'LICENSE' ||
  files.some((name) =>
    name === 'docs/*.md' ? docs.includes(path) : path === name || path.startsWith(`${name}/`),
  )

function absolute(file, link) {
  if (/^([a-z]+:|#)/.test(link)) return link
  const [target, anchor] = link.split('#')
  const path = posix.join(posix.dirname(file), target)
  if (!shownOnRegistry.includes(file) && isPacked(path)) return link
  const view = /\.(png|svg|jpe?g|gif)$/.test(path) ? 'raw' : 'blob'
  return `${home}/${view}/v${version}/${path}${anchor === undefined ? '' : `#${anchor}`}`
}

/** Replaces the links in the text, except in code blocks. */
const withLinks = (text, replace) =>
  text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) =>
      part.startsWith('```') ? part : part.replace(/\]\(([^)\s]+)\)/g, (_, link) => `](${replace(link)})`),
    )
    .join('')

if (process.argv.includes('--restore')) {
  for (const file of [...shownOnRegistry, ...docs]) {
    const original = join(saved, file)
    if (existsSync(original)) copyFileSync(original, file)
  }
  rmSync(saved, { recursive: true, force: true })
} else {
  // A second run would overwrite the saved originals.
  if (existsSync(saved))
    throw new Error(`An earlier run was interrupted: node scripts/registryLinks.mjs --restore`)
  for (const file of [...shownOnRegistry, ...docs]) {
    const original = join(saved, file)
    mkdirSync(dirname(original), { recursive: true })
    copyFileSync(file, original)
    const text = readFileSync(original, 'utf8')
    writeFileSync(
      file,
      withLinks(text, (link) => absolute(file, link)),
    )
  }
}
