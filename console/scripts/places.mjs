// Every place one can go to in the console: each route of the running router, with something real standing for its parameters, and the states that only
// a query shows. A new route is here by itself; one with a parameter nobody can stand for fails, and says what is missing. Not here: what is done there.

/** Looks of a page beyond the one it opens with, by the name of its route. */
const STATES = {
  campaigns: { calendar: '?look=calendar' },
  'campaign-edit': { trigger: '?step=trigger', offer: '?step=offer', message: '?step=message', limits: '?step=limits', review: '?step=review' },
  'segment-overlap': { two: '?with=vip,coupon-lovers' },
  segment: { quarter: '?days=84' },
}

/** What stands for a parameter: of one route (`route.parameter`) or of any. Each asks the API; null: there is none yet. */
const STANDS_FOR = {
  memberId: (ask, asked) => asked.member ?? aTellingMember(ask),
  segmentCode: async (ask) => most(await items(ask, '/v1/segments'), ({ size }) => size ?? 0)?.code,
  campaignCode: async (ask, asked) => asked.campaign ?? most(await items(ask, '/v1/campaigns'), ({ code, live_revision }) => (code === 'retention' ? 2 : live_revision === null ? 0 : 1))?.code,
  templateCode: async (ask) => most(await items(ask, '/v1/message-templates'), ({ channel_code: channel }) => (channel === 'email' ? 1 : 0))?.code,
  journeyCode: async (ask) => most(await items(ask, '/v1/journeys'), ({ status }) => (status === 'ACTIVE' ? 1 : 0))?.code,
  programCode: async (ask) => (await items(ask, '/v1/programs'))[0]?.code,
  rewardCode: async (ask) => (await items(ask, '/v1/rewards'))[0]?.code,
  promotionCode: async (ask) => (await items(ask, '/v1/promotions'))[0]?.code,
  poolCode: async (ask) => (await items(ask, '/v1/voucher-pools'))[0]?.code,
  'model.name': async (ask) => (await items(ask, '/v1/models'))[0]?.name,
  'webhook.id': async (ask) => (await items(ask, '/v1/webhooks'))[0]?.id,
}
const ADDRESS_PART = /^\/:([A-Za-z]+)(\([^)]*\))?([?*+]?)$/
const MEMBERS_LOOKED_AT = 40

/**
 * The places as `{ name, path, isPublic, isState }`, one for each route and state, and the names of routes for which there is nothing to show yet.
 * `page` is a page of the running console, signed in. `asked` names a member or campaign instead of the one chosen here.
 */
export async function everyPlace(page, asked = {}) {
  const answers = new Map()
  const ask = (path) => {
    if (!answers.has(path)) answers.set(path, page.request.get(path).then(async (answer) => (answer.ok() ? await answer.json() : { items: [], failed: answer.status() })))
    return answers.get(path)
  }
  const places = []
  const empty = []
  for (const route of await routesOf(page)) {
    const path = await filled(route, ask, asked)
    if (path === null) empty.push(route.name)
    else {
      places.push({ name: route.name, path, isPublic: route.isPublic, isState: false })
      for (const [state, query] of Object.entries(STATES[route.name] ?? {})) places.push({ name: `${route.name}-${state}`, path: path + query, isPublic: route.isPublic, isState: true })
    }
  }
  return { places, empty }
}

/** The routes of the running router. */
async function routesOf(page) {
  return await page.evaluate(() => {
    const router = document.querySelector('#app').__vue_app__.config.globalProperties.$router
    return router.getRoutes().map(({ name, path, meta }) => ({ name: String(name), path, isPublic: meta.isPublic === true }))
  })
}

async function filled({ name, path }, ask, asked) {
  if (path.includes(':rest')) return '/no/such/page'
  let address = ''
  for (const part of path.match(/\/[^/]*/g)) {
    const parameter = ADDRESS_PART.exec(part)?.[1]
    if (parameter === undefined) address += part
    else {
      const stands = STANDS_FOR[`${name}.${parameter}`] ?? STANDS_FOR[parameter]
      if (stands === undefined) throw new Error(`Nothing stands for “${parameter}” of the route “${name}”: name something in console/scripts/places.mjs.`)
      const value = await stands(ask, asked)
      if (value === undefined || value === null) return null
      address += `/${encodeURIComponent(value)}`
    }
  }
  return address
}

// Somebody with points, offers and segments: a page should have something to show.
async function aTellingMember(ask) {
  const members = await items(ask, `/v1/members?limit=${MEMBERS_LOOKED_AT}`)
  const told = await Promise.all(
    members.map(async ({ external_id: id }) => {
      const [{ accounts = [] }, { offers = [] }, { items: memberships = [] }] = await Promise.all(
        ['accounts', 'offers', 'segments'].map((part) => ask(`/v1/members/${encodeURIComponent(id)}/${part}`)),
      )
      return { id, weight: memberships.length * 1_000_000 + offers.length * 100_000 + (accounts[0]?.available_points ?? 0) }
    }),
  )
  return most(told, ({ weight }) => weight)?.id
}

async function items(ask, path) {
  return (await ask(path)).items ?? []
}

function most(all, weight) {
  return all.toSorted((a, b) => weight(b) - weight(a))[0]
}
