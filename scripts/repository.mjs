// Writes the address of the repository to package.json: npm run repository -- https://github.com/OWNER/baokao
import { readFileSync, writeFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
if (process.argv.includes('--check')) {
  const filled = !manifest.repository.url.includes('/OWNER/')
  if (!filled) console.error('package.json still names OWNER: npm run repository -- https://HOST/OWNER/NAME')
  process.exit(filled ? 0 : 1)
}
const [given = ''] = process.argv.slice(2)
const url = given.replace(/\.git$|\/$/, '')
if (!/^https:\/\/[^/]+\/.+/.test(url)) {
  console.error('usage: npm run repository -- https://HOST/OWNER/NAME')
  process.exit(2)
}
manifest.repository = { type: 'git', url: `git+${url}.git` }
manifest.homepage = `${url}#readme`
manifest.bugs = `${url}/issues`
writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`)
