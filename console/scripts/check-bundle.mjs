// Fails the build when what a first visit loads grows past its limit, or when the page would break a strict Content-Security-Policy.
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 250
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'))

// The entry, the page one lands on after signing in, and everything these import without waiting.
const landing = ['index.html', 'src/features/session/pages/SignInPage.vue', 'src/features/home/pages/HomePage.vue']
const chunks = new Set()
const visit = (name) => {
  if (chunks.has(name)) return
  if (!manifest[name]) throw new Error(`${name} is not in the build's manifest`)
  chunks.add(name)
  for (const next of manifest[name].imports ?? []) visit(next)
}
landing.forEach(visit)

const sizes = await Promise.all(
  [...chunks].map(async (name) => ({ file: manifest[name].file, size: gzipSync(await readFile(new URL(manifest[name].file, dist))).length })),
)
const total = sizes.reduce((sum, { size }) => sum + size, 0) / 1000
console.log(`First load: ${total.toFixed(1)} kB of script (gzip) in ${sizes.length} files; the limit is ${LIMIT_KB} kB.`)

const html = await readFile(new URL('index.html', dist), 'utf8')
const faults = []
if (total > LIMIT_KB) faults.push(`first load is ${total.toFixed(1)} kB: ${sizes.map(({ file, size }) => `${file} ${(size / 1000).toFixed(1)}`).join(', ')}`)
if (/<script(?![^>]*\ssrc=)/.test(html)) faults.push('index.html has an inline script')
if (/<style|\sstyle=/.test(html)) faults.push('index.html has inline styles')
if (/(?:src|href)="https?:/.test(html)) faults.push('index.html loads something from elsewhere')
if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
