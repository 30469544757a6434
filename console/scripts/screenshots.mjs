// Takes the pictures of README and guides from a running stack: every page in the light, in the dark and in Arabic, some on a phone, and Dagster's graph.
// What they show is what is there. Not here: which pages there are (`places.mjs`).
//   node scripts/screenshots.mjs --base URL --user NAME --password … --out DIR [--member EXTERNAL_ID] [--campaign CODE] [--only TEXT,…] [--looks light,dark,arabic,phone]
//     [--dagster URL]
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { openPage, settled, startBrowser } from './browser.mjs'
import { everyPlace } from './places.mjs'

const ALL_BYTES_MAX = 8_000_000
const WIDTH = 1280
const HEIGHT_MIN = 800
const HEIGHT_MAX = 2_200
// The canvas of a journey fills the window, whatever its height.
const TALLER = { journey: 1_100 }
// A state of a page (one step, one tab) is shown once; a page in each of these.
const LOOKS = [
  { named: 'light', suffix: '', look: {} },
  { named: 'dark', suffix: '-dark', look: { theme: 'dark' } },
  { named: 'arabic', suffix: '-arabic', look: { locale: 'ar' } },
]
const ON_A_PHONE = ['home', 'segments', 'member', 'campaign', 'journey']
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true }
const QUALITY = 72
const CHARTS_DRAW_MS = 600
const GRAPH_WAIT_MS = 90_000
const GRAPH_SETTLES_MS = 2_000

const { values: asked } = parseArgs({
  options: {
    base: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    out: { type: 'string' },
    member: { type: 'string' },
    campaign: { type: 'string' },
    only: { type: 'string', default: '' },
    looks: { type: 'string', default: 'light,dark,arabic,phone' },
    dagster: { type: 'string' },
  },
})
if (!asked.out || (!asked.base && !asked.dagster) || (asked.base && !(asked.user && asked.password))) {
  console.error('usage: screenshots.mjs --out DIR [--base URL --user NAME --password PASSWORD [--member ID] [--campaign CODE] [--only TEXT,…] [--looks LOOK,…]] [--dagster URL]')
  process.exit(2)
}

await mkdir(asked.out, { recursive: true })
const browser = await startBrowser()
try {
  if (asked.base) await takeConsole()
  if (asked.dagster) await takeGraph()
  await weigh()
} finally {
  await browser.close()
}

async function takeConsole() {
  const user = { name: asked.user, password: asked.password }
  const first = await openPage(browser, { base: asked.base, user, width: WIDTH })
  await first.goto('/')
  await settled(first)
  const { places, empty } = await everyPlace(first, asked)
  if (empty.length > 0) console.log(`nothing to show yet: ${empty.join(', ')}`)
  const wanted = places.filter(({ name }) => asked.only.split(',').some((part) => name.includes(part)))
  const looks = asked.looks.split(',')
  for (const { suffix, look } of LOOKS.filter(({ named }) => looks.includes(named))) {
    await take(wanted.filter(({ isState }) => !isState || suffix === ''), suffix, { user, width: WIDTH, height: HEIGHT_MIN, ...look })
  }
  if (looks.includes('phone')) await take(wanted.filter(({ name }) => ON_A_PHONE.includes(name)), '-phone', { user, ...PHONE })
}

/** One picture of each place; who is signed in sees no page for strangers, so these are taken by one. */
async function take(places, suffix, { user, ...look }) {
  for (const isPublic of [false, true]) {
    const page = await openPage(browser, { base: asked.base, user: isPublic ? undefined : user, ...look })
    for (const { name, path } of places.filter((place) => place.isPublic === isPublic)) {
      await page.setViewportSize({ width: look.width, height: look.isMobile ? look.height : (TALLER[name] ?? look.height) })
      await page.goto(path)
      await settled(page)
      if (!look.isMobile) await page.setViewportSize({ width: look.width, height: await heightOf(page) })
      await page.waitForTimeout(CHARTS_DRAW_MS)
      await keepSmall(page, `${name}${suffix}`)
    }
    await page.context().close()
  }
}

async function heightOf(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  return Math.min(Math.max(height, HEIGHT_MIN), HEIGHT_MAX)
}

// Dagster's lineage by group, wide enough that each group shows how its assets stand.
async function takeGraph() {
  const context = await browser.newContext({ viewport: { width: 2200, height: 880 } })
  const page = await context.newPage()
  const drawn = () => page.locator('foreignObject').first().waitFor({ timeout: GRAPH_WAIT_MS })
  await page.goto(new URL('/asset-groups', asked.dagster).href)
  await drawn()
  await page.getByText('Hide navigation').click({ timeout: 5000 }).catch(() => undefined)
  // The graph is fitted to its frame when it is opened.
  await page.reload()
  await drawn()
  await page.getByText('fetching statuses').first().waitFor({ state: 'detached', timeout: GRAPH_WAIT_MS })
  await page.waitForTimeout(GRAPH_SETTLES_MS)
  await keep(page, 'dagster-graph')
  await context.close()
}

async function keep(page, name) {
  await page.screenshot({ path: join(asked.out, `${name}.png`), animations: 'disabled' })
}

// WebP, which Chromium makes itself: a third of the same picture as PNG.
async function keepSmall(page, name) {
  const chromium = await page.context().newCDPSession(page)
  const { data } = await chromium.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await chromium.detach()
  await writeFile(join(asked.out, `${name}.webp`), Buffer.from(data, 'base64'))
}

// All of them together stay small enough to be kept beside the code.
async function weigh() {
  const names = await readdir(asked.out)
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(asked.out, name))).size))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`${names.length} pictures, ${(bytes / 1e6).toFixed(1)} MB, in ${asked.out}`)
  if (bytes > ALL_BYTES_MAX) throw new Error(`The pictures have ${bytes} bytes together, more than ${ALL_BYTES_MAX}.`)
}
