// Takes the pictures of the README and the guides from a running stack, and nothing else: what they show is what is there.
//   node scripts/screenshots.mjs --base URL --key khw_… --user NAME --password … --out DIR [--member EXTERNAL_ID] [--dagster URL]
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { openPage, settled, startBrowser } from './browser.mjs'

const BYTES_MAX = 300_000
const GRAPH_WAIT_MS = 90_000
const GRAPH_SETTLES_MS = 2_000
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true }

const { values: asked } = parseArgs({
  options: { base: { type: 'string' }, key: { type: 'string' }, user: { type: 'string' }, password: { type: 'string' }, out: { type: 'string' }, member: { type: 'string' }, dagster: { type: 'string' } },
})
if (!asked.out || (!asked.base && !asked.dagster) || (asked.base && !(asked.key && asked.user && asked.password))) {
  console.error('usage: screenshots.mjs --out DIR [--base URL --key KEY --user NAME --password PASSWORD [--member ID]] [--dagster URL]')
  process.exit(2)
}

await mkdir(asked.out, { recursive: true })
const browser = await startBrowser()
try {
  if (asked.base) await takeConsole()
  if (asked.dagster) await takeGraph()
} finally {
  await browser.close()
}

async function takeConsole() {
  const member = encodeURIComponent(asked.member ?? (await aTellingMember()))
  const segments = (await ask('/v1/segments')).items
  const segment = encodeURIComponent(segments.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0))[0]?.code ?? 'vip')
  const [journey] = (await ask('/v1/journeys')).items
  const pictures = [
    ['sign-in', '/sign-in', { isSignedOut: true }],
    ['home', '/', { height: 1180 }],
    ['home-arabic-dark', '/', { locale: 'ar', theme: 'dark', height: 1180 }],
    ['models', '/models', {}],
    ['users', '/settings/users', {}],
    ['segments', '/segments', {}],
    ['segment', `/segments/${segment}?days=84`, {}],
    ['segment-dark', `/segments/${segment}?days=84`, { theme: 'dark' }],
    ['member', `/members/${member}`, { height: 1180 }],
    ['member-dark', `/members/${member}`, { theme: 'dark', height: 1180 }],
    ['member-arabic', `/members/${member}`, { locale: 'ar', height: 1180 }],
    ['segments-arabic-dark', '/segments', { locale: 'ar', theme: 'dark' }],
    ['campaigns', '/campaigns?look=calendar', {}],
    ['campaign', '/campaigns/retention', { height: 1180 }],
    ['campaign-edit', '/campaigns/lapsing-regulars/edit', {}],
    ['message', '/message-templates/retention-email', { height: 1000 }],
    // The demo begins without a journey; where somebody has drawn one, it is shown.
    ...(journey ? [['journey', `/journeys/${encodeURIComponent(journey.code)}`, {}]] : []),
    ['segments-phone', '/segments', PHONE],
    ['member-phone', `/members/${member}`, PHONE],
  ]
  for (const [name, path, { isSignedOut, ...look }] of pictures) {
    const page = await openPage(browser, { base: asked.base, user: isSignedOut ? undefined : { name: asked.user, password: asked.password }, ...look })
    await page.goto(path)
    await settled(page)
    // Charts draw themselves within this.
    await page.waitForTimeout(600)
    await keep(page, name)
    await page.context().close()
  }
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
  const path = join(asked.out, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  const { size } = await stat(path)
  if (size > BYTES_MAX) throw new Error(`${path} has ${size} bytes, more than ${BYTES_MAX}`)
  console.log(`${path}  ${Math.round(size / 1000)} kB`)
}

// Somebody with points, offers and segments: a picture should have something to show.
async function aTellingMember() {
  const { items } = await ask('/v1/members?limit=100')
  const told = await Promise.all(
    items.map(async ({ external_id: id }) => {
      const [{ accounts }, { offers }, { items: memberships }] = await Promise.all(
        ['accounts', 'offers', 'segments'].map((part) => ask(`/v1/members/${encodeURIComponent(id)}/${part}`)),
      )
      return { id, weight: memberships.length * 1_000_000 + offers.length * 100_000 + (accounts[0]?.available_points ?? 0) }
    }),
  )
  const best = told.toSorted((a, b) => b.weight - a.weight)[0]
  if (!best) throw new Error('There are no members yet; run the demo first.')
  return best.id
}

async function ask(path) {
  const answer = await fetch(new URL(path, asked.base), { headers: { Authorization: `Bearer ${asked.key}` } })
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`)
  return await answer.json()
}
