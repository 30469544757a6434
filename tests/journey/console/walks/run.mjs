// Runs one walk: `node run.mjs NAME '{"base": …, "key": …}'`. A failed walk says where it stood and leaves a picture.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// The packages are the console's, the walks live with the tests.
const requireFromConsole = createRequire(join(process.cwd(), 'package.json'))
const { openPage, settled, startBrowser } = await import(pathToFileURL(join(process.cwd(), 'scripts/browser.mjs')))

const { everyPlace } = await import(pathToFileURL(join(process.cwd(), 'scripts/places.mjs')))

const [name, told] = process.argv.slice(2)
const world = JSON.parse(told)
const { default: walk } = await import(`./${name}.mjs`)

const browser = await startBrowser()
const pages = []
const faults = []

/** A new page in a context of its own; `signedIn: false` for a stranger, `user` for somebody else. Errors of the page's own script fail the walk. */
async function open({ signedIn = true, user = world.marketer, ...look } = {}) {
  const page = await openPage(browser, { base: world.base, user: signedIn ? user : undefined, ...look })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => faults.push(`error in the page: ${error.message}`))
  page.on('console', (message) => {
    if (/Vue warn|Content Security Policy/.test(message.text())) faults.push(`the page complained: ${message.text()}`)
  })
  pages.push(page)
  return page
}

/** What the API itself says. */
async function ask(path) {
  const answer = await fetch(new URL(path, world.base), { headers: { Authorization: `Bearer ${world.key}` } })
  return await answer.json()
}

let sentCount = 0

/** What a till does and sees: it may do everything. A refusal is an answer too. */
async function till(method, path, body) {
  sentCount += 1
  const headers = { Authorization: `Bearer ${world.till}`, 'Content-Type': 'application/json', 'Idempotency-Key': `${name}-${sentCount}` }
  const answer = await fetch(new URL(path, world.base), { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return await answer.json()
}

async function visit(page, path) {
  await page.goto(path)
  await settled(page)
}

try {
  await walk({ ...world, open, ask, till, visit, settled: (page) => settled(page), everyPlace, requireFromConsole })
  if (faults.length > 0) throw new Error(faults.join('\n'))
} catch (error) {
  const page = pages.at(-1)
  if (page) {
    const picture = join(world.pictures, `${name}.png`)
    await page.screenshot({ path: picture }).catch(() => undefined)
    console.error(`at ${page.url()}, picture: ${picture}\n${[...faults].join('\n')}`)
  }
  console.error(error)
  process.exitCode = 1
} finally {
  await browser.close()
}
